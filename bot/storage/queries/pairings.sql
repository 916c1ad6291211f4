-- name: add_pairing!
INSERT INTO pairing (organisation, citizen, companion, due, made_at, step_at)
VALUES (:organisation, :citizen, :companion, :due, :now, :now)
ON CONFLICT DO NOTHING;

-- name: pairing_by_id^
SELECT id, organisation, citizen, companion, step, state, citizen_word, companion_word, due, made_at, step_at,
    asked_at, ended_at
FROM pairing WHERE id = :id;

-- name: pairing_of^
-- The two's newest, open or over.
SELECT id, organisation, citizen, companion, step, state, citizen_word, companion_word, due, made_at, step_at,
    asked_at, ended_at
FROM pairing WHERE citizen = :citizen AND companion = :companion ORDER BY id DESC LIMIT 1;

-- name: pairings_open
SELECT id, organisation, citizen, companion, step, state, citizen_word, companion_word, due, made_at, step_at,
    asked_at, ended_at
FROM pairing WHERE state = 'open' ORDER BY id;

-- name: pairings_open_of
SELECT id, organisation, citizen, companion, step, state, citizen_word, companion_word, due, made_at, step_at,
    asked_at, ended_at
FROM pairing WHERE state = 'open' AND (citizen = :person OR companion = :person) ORDER BY id;

-- name: pairings_to_follow
-- Those that ended as planned, of which nobody has asked since how it goes.
SELECT id, organisation, citizen, companion, step, state, citizen_word, companion_word, due, made_at, step_at,
    asked_at, ended_at
FROM pairing WHERE state = 'ended' AND followed_at IS NULL ORDER BY id;

-- name: ask_pairing!
UPDATE pairing SET asked_at = :now, citizen_word = '', companion_word = '' WHERE id = :id AND state = 'open';

-- name: set_citizen_word!
UPDATE pairing SET citizen_word = :word WHERE id = :id AND state = 'open' AND asked_at IS NOT NULL;

-- name: set_companion_word!
UPDATE pairing SET companion_word = :word WHERE id = :id AND state = 'open' AND asked_at IS NOT NULL;

-- name: stay_in_step!
UPDATE pairing SET due = :due, asked_at = NULL, citizen_word = '', companion_word = ''
WHERE id = :id AND state = 'open';

-- name: set_step!
UPDATE pairing SET step = :step, due = :due, step_at = :now, asked_at = NULL, citizen_word = '', companion_word = ''
WHERE id = :id AND state = 'open';

-- name: end_pairing!
UPDATE pairing SET state = :state, ended_at = :now, asked_at = NULL, citizen_word = '', companion_word = ''
WHERE id = :id AND state = 'open';

-- name: note_followed!
UPDATE pairing SET followed_at = :now WHERE id = :id AND followed_at IS NULL;

-- name: dates_together
-- Where two went together since then: begun after it, over by now, and the citizen was not away.
SELECT o.starts_at, o.ends_at FROM companionship c JOIN occurrence o ON o.id = c.occurrence
JOIN signup s ON s.occurrence = o.id AND s.person = c.citizen
WHERE c.citizen = :citizen AND c.companion = :companion AND c.state = 'agreed' AND o.state = 'planned'
    AND s.state = 'in' AND s.came <> 'no' AND o.starts_at > :since AND o.ends_at <= :now
ORDER BY o.starts_at, o.id;

-- name: dates_alone
-- Where somebody was by themselves since then.
SELECT o.starts_at, o.ends_at FROM signup s JOIN occurrence o ON o.id = s.occurrence
JOIN activity a ON a.id = o.activity
WHERE s.person = :person AND s.state = 'in' AND s.came <> 'no' AND s.form <> 'company' AND o.state = 'planned'
    AND a.organisation = :organisation AND o.starts_at > :since AND o.ends_at <= :now
ORDER BY o.starts_at, o.id;

-- name: dates_ahead
-- What somebody is signed up for in an organisation and has not been to.
SELECT o.id FROM signup s JOIN occurrence o ON o.id = s.occurrence JOIN activity a ON a.id = o.activity
WHERE s.person = :person AND s.state = 'in' AND o.state = 'planned' AND a.state = 'published'
    AND a.organisation = :organisation AND o.starts_at > :now
ORDER BY o.starts_at, o.id;

-- name: latest_together^
-- The last thing that two agreed on: what they write to each other is filed under it.
SELECT id, occurrence, citizen, companion, state, changed_at, citizen_sign, companion_sign
FROM companionship WHERE citizen = :citizen AND companion = :companion AND state IN ('agreed', 'ended')
ORDER BY id DESC LIMIT 1;

-- name: cancel_letters_between!
-- What waits to be told to either of two about the other.
UPDATE outbox SET state = 'cancelled', why = 'parted', settled_at = :now
WHERE state = 'ready' AND kind <> 'staff' AND person IN (:one, :other) AND (
    EXISTS (
        SELECT 1 FROM companionship c
        WHERE (c.citizen = :one AND c.companion = :other OR c.citizen = :other AND c.companion = :one)
        AND substr(dedupe_key, 1, length('pair:' || c.id || ':')) = 'pair:' || c.id || ':')
    OR EXISTS (
        SELECT 1 FROM pairing m
        WHERE (m.citizen = :one AND m.companion = :other OR m.citizen = :other AND m.companion = :one)
        AND substr(dedupe_key, 1, length('match:' || m.id || ':')) = 'match:' || m.id || ':')
    OR kind = 'invitation' AND EXISTS (
        SELECT 1 FROM occurrence o JOIN activity a ON a.id = o.activity WHERE o.id = outbox.occurrence AND (
            a.host IN (:one, :other) OR EXISTS (
                SELECT 1 FROM shift h WHERE h.occurrence = o.id AND h.role = 'host' AND h.person IN (:one, :other))))
    -- lists that name whom they speak of, and what a host is told of somebody new
    OR substr(dedupe_key, 1, 6) = 'about:' AND (
        person = :one AND replace(dedupe_key, '.' || :other || '.', '') <> dedupe_key
        OR person = :other AND replace(dedupe_key, '.' || :one || '.', '') <> dedupe_key)
    OR EXISTS (
        SELECT 1 FROM signup s WHERE s.person IN (:one, :other) AND s.person <> outbox.person
        AND substr(dedupe_key, 1, length('who:' || s.occurrence || ':new:' || s.id || ':'))
            = 'who:' || s.occurrence || ':new:' || s.id || ':')
    OR person = :one AND substr(dedupe_key, 1, length('t:' || :other || ':')) = 't:' || :other || ':'
    OR person = :other AND substr(dedupe_key, 1, length('t:' || :one || ':')) = 't:' || :one || ':');
