-- name: searches
-- Who holds a seat for two, and has nobody agreed to go with; and whether they were told that nobody is found.
SELECT s.id, s.occurrence, s.person, s.version, s.changed_at, o.starts_at, EXISTS (
        SELECT 1 FROM outbox l WHERE l.dedupe_key = 'missing:' || s.id || ':' || s.version)
FROM signup s
JOIN occurrence o ON o.id = s.occurrence JOIN activity a ON a.id = o.activity JOIN person p ON p.id = s.person
WHERE s.state = 'in' AND s.form = 'company' AND o.state = 'planned' AND a.state = 'published'
    AND o.starts_at > :now AND p.deleting_at IS NULL
    AND NOT EXISTS (
        SELECT 1 FROM companionship c
        WHERE c.occurrence = s.occurrence AND c.citizen = s.person AND c.state = 'agreed')
ORDER BY o.starts_at, s.id;

-- name: search_of^
SELECT s.id, s.occurrence, s.person, s.version, s.changed_at, o.starts_at, EXISTS (
        SELECT 1 FROM outbox l WHERE l.dedupe_key = 'missing:' || s.id || ':' || s.version)
FROM signup s JOIN occurrence o ON o.id = s.occurrence
WHERE s.occurrence = :occurrence AND s.person = :person AND s.state = 'in' AND s.form = 'company';

-- name: proposed_before$
-- Whether somebody was asked about another companion for this date.
SELECT 1 FROM companionship c JOIN outbox l ON l.occurrence = c.occurrence
WHERE c.occurrence = :occurrence AND c.citizen = :citizen AND c.id <> :id AND l.state <> 'cancelled'
    AND substr(l.dedupe_key, 1, length('pair:' || c.id || ':propose')) = 'pair:' || c.id || ':propose' LIMIT 1;

-- name: drop_proposal!
UPDATE outbox SET state = 'cancelled', why = 'given up', settled_at = :now
WHERE occurrence = :occurrence AND state = 'ready'
    AND substr(dedupe_key, 1, length('pair:' || :id || ':propose')) = 'pair:' || :id || ':propose';

-- name: companionships_waiting
SELECT id, occurrence, citizen, companion, state, changed_at, citizen_sign, companion_sign
FROM companionship WHERE state IN ('asked', 'willing') ORDER BY id;

-- name: companionship_by_id^
SELECT id, occurrence, citizen, companion, state, changed_at, citizen_sign, companion_sign
FROM companionship WHERE id = :id;

-- name: companionships_of
SELECT id, occurrence, citizen, companion, state, changed_at, citizen_sign, companion_sign
FROM companionship WHERE occurrence = :occurrence AND citizen = :citizen ORDER BY id;

-- name: companionships_at
SELECT id, occurrence, citizen, companion, state, changed_at, citizen_sign, companion_sign
FROM companionship WHERE occurrence = :occurrence AND companion = :companion ORDER BY id;

-- name: companionships_ahead
-- What somebody is part of, on either side, that has not been and is not settled.
SELECT c.id, c.occurrence, c.citizen, c.companion, c.state, c.changed_at, c.citizen_sign, c.companion_sign
FROM companionship c JOIN occurrence o ON o.id = c.occurrence
WHERE (c.citizen = :person OR c.companion = :person) AND c.state IN ('asked', 'willing', 'agreed')
    AND o.ends_at > :now ORDER BY o.starts_at, c.id;

-- name: add_companionship<!
INSERT INTO companionship (occurrence, citizen, companion, state, made_at, changed_at)
VALUES (:occurrence, :citizen, :companion, 'asked', :now, :now) RETURNING id;

-- name: set_companionship!
UPDATE companionship SET state = :state, changed_at = :now WHERE id = :id AND state <> :state;

-- name: set_citizen_sign!
UPDATE companionship SET citizen_sign = :sign WHERE id = :id;

-- name: set_companion_sign!
UPDATE companionship SET companion_sign = :sign WHERE id = :id;

-- name: forget_signs!
UPDATE companionship SET citizen_sign = '', companion_sign = ''
WHERE (citizen_sign <> '' OR companion_sign <> '')
    AND occurrence IN (SELECT id FROM occurrence WHERE ends_at < :now);

-- name: companions_free
-- Who may be asked to go along: approved, reachable, asked by nobody else just now, and free at the time.
SELECT p.id,
    (SELECT count(*) FROM companionship c WHERE c.companion = p.id AND c.made_at > :lately) AS asked,
    (SELECT count(*) FROM companionship c WHERE c.companion = p.id AND c.state = 'agreed' AND c.made_at > :lately)
        AS agreed,
    (SELECT count(*) FROM companionship c
        WHERE c.companion = p.id AND c.citizen = :citizen AND c.state = 'agreed') AS before
FROM person p JOIN role r ON r.person = p.id
WHERE r.organisation = :organisation AND r.role = 'companion' AND r.state = 'approved'
    AND p.chat IS NOT NULL AND p.id <> :citizen AND p.stopped_at IS NULL AND p.deleting_at IS NULL
    AND (p.spared_until IS NULL OR p.spared_until < :now)
    AND (p.paused_until IS NULL OR p.paused_until < :now) AND (p.rest_until IS NULL OR p.rest_until < :now)
    AND (p.shift_cap = 0 OR p.shift_cap > (
        SELECT count(*) FROM shift s JOIN occurrence o ON o.id = s.occurrence
        WHERE s.person = p.id AND s.state IN ('taken', 'confirmed')
            AND o.starts_at >= :begins AND o.starts_at < :ends))
    AND NOT EXISTS (SELECT 1 FROM unreachable u WHERE u.chat = p.chat)
    AND NOT EXISTS (
        SELECT 1 FROM block b
        WHERE (b.one = p.id AND b.other = :citizen) OR (b.one = :citizen AND b.other = p.id))
    AND NOT EXISTS (
        SELECT 1 FROM companionship c
        WHERE c.companion = p.id AND c.occurrence = :occurrence AND c.citizen = :citizen)
    AND NOT EXISTS (
        SELECT 1 FROM companionship c JOIN occurrence o ON o.id = c.occurrence
        WHERE c.companion = p.id AND o.ends_at > :now AND (c.state IN ('asked', 'willing')
            OR c.state = 'agreed' AND (c.citizen <> :citizen OR o.starts_at < :ends_at AND o.ends_at > :starts_at)))
    AND NOT EXISTS (
        SELECT 1 FROM pairing m
        WHERE m.companion = p.id AND m.citizen = :citizen AND m.state = 'left')
    AND :most > (
        SELECT count(*) FROM pairing m WHERE m.companion = p.id AND m.citizen <> :citizen AND m.state = 'open')
    AND NOT EXISTS (
        SELECT 1 FROM shift s JOIN occurrence o ON o.id = s.occurrence
        WHERE s.person = p.id AND s.state IN ('taken', 'confirmed') AND s.role <> 'companion'
            AND o.starts_at < :ends_at AND o.ends_at > :starts_at)
    AND NOT EXISTS (
        SELECT 1 FROM signup s JOIN occurrence o ON o.id = s.occurrence
        WHERE s.person = p.id AND s.state = 'in' AND o.starts_at < :ends_at AND o.ends_at > :starts_at)
ORDER BY p.id;
