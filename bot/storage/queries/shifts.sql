-- name: lock_occurrence$
-- On SQLite there is one writer anyway.
SELECT id FROM occurrence WHERE id = :id;

-- name: gaps
-- Shifts that were given back where somebody is still missing, with how many are.
SELECT s.id, s.occurrence, s.person, s.role, s.changed_at,
    n.wanted - (
        SELECT count(*) FROM shift h
        WHERE h.occurrence = s.occurrence AND h.role = s.role AND h.state IN ('taken', 'confirmed')) AS missing
FROM shift s JOIN occurrence o ON o.id = s.occurrence JOIN activity a ON a.id = o.activity
JOIN need n ON n.activity = a.id AND n.role = s.role
WHERE s.state = 'prevented' AND o.state = 'planned' AND a.state = 'published' AND o.starts_at > :now
    AND n.wanted > (
        SELECT count(*) FROM shift h
        WHERE h.occurrence = s.occurrence AND h.role = s.role AND h.state IN ('taken', 'confirmed'))
ORDER BY o.starts_at, s.changed_at DESC, s.id;

-- name: stand_in_by_id^
SELECT id, shift, person, state, changed_at FROM stand_in WHERE id = :id;

-- name: stand_ins_of
SELECT id, shift, person, state, changed_at FROM stand_in WHERE shift = :shift ORDER BY id;

-- name: stand_ins_asked
SELECT id, shift, person, state, changed_at FROM stand_in WHERE state = 'asked' ORDER BY id;

-- name: add_stand_in<!
INSERT INTO stand_in (shift, person, state, made_at, changed_at) VALUES (:shift, :person, 'asked', :now, :now)
RETURNING id;

-- name: set_stand_in!
UPDATE stand_in SET state = :state, changed_at = :now WHERE id = :id AND state <> :state;

-- name: set_spared!
UPDATE person SET spared_until = :until WHERE id = :id;

-- name: set_shift_cap!
UPDATE person SET shift_cap = :cap WHERE id = :id;

-- name: stand_ins_free
-- In the role, reachable, not spared, under their own cap for the week, and free at the time.  Nobody is asked
-- about one date more than twice, however often its shift is given back.
SELECT p.id,
    (SELECT count(*) FROM stand_in i WHERE i.person = p.id AND i.made_at > :lately) AS asked,
    (SELECT count(*) FROM shift s JOIN occurrence o ON o.id = s.occurrence
        WHERE s.person = p.id AND s.state IN ('taken', 'confirmed') AND o.starts_at > :lately) AS shifts,
    p.awake_from, p.awake_until
FROM person p
WHERE p.chat IS NOT NULL AND p.id <> :giver AND p.stopped_at IS NULL AND p.deleting_at IS NULL
    AND EXISTS (
        SELECT 1 FROM role r WHERE r.person = p.id AND r.organisation = :organisation AND r.state = 'approved'
        AND (r.role = :role OR (:role = 'helper' AND r.role = 'volunteer')))
    AND (p.paused_until IS NULL OR p.paused_until < :now) AND (p.rest_until IS NULL OR p.rest_until < :now)
    AND (p.spared_until IS NULL OR p.spared_until < :now)
    AND (p.shift_cap = 0 OR p.shift_cap > (
        SELECT count(*) FROM shift s JOIN occurrence o ON o.id = s.occurrence
        WHERE s.person = p.id AND s.state IN ('taken', 'confirmed')
            AND o.starts_at >= :begins AND o.starts_at < :ends))
    AND NOT EXISTS (SELECT 1 FROM unreachable u WHERE u.chat = p.chat)
    AND NOT EXISTS (SELECT 1 FROM stand_in i WHERE i.shift = :shift AND i.person = p.id)
    AND 2 > (
        SELECT count(*) FROM stand_in i JOIN shift h ON h.id = i.shift
        WHERE i.person = p.id AND h.occurrence = :occurrence)
    AND NOT EXISTS (
        SELECT 1 FROM shift s JOIN occurrence o ON o.id = s.occurrence
        WHERE s.person = p.id AND s.state IN ('taken', 'confirmed')
            AND o.starts_at < :ends_at AND o.ends_at > :starts_at)
    AND NOT EXISTS (
        SELECT 1 FROM signup s JOIN occurrence o ON o.id = s.occurrence
        WHERE s.person = p.id AND s.state = 'in' AND o.starts_at < :ends_at AND o.ends_at > :starts_at)
ORDER BY p.id;

-- name: thanked_before$
-- Whether somebody was told before that a date they were asked about is settled.
SELECT 1 FROM outbox WHERE occurrence = :occurrence AND person = :person
    AND substr(dedupe_key, 1, 4) = 'sub:' AND substr(dedupe_key, length(dedupe_key) - 3) = ':off' LIMIT 1;

-- name: ask_shifts_again!
-- A date was moved: what was said yes to before was another time.
UPDATE shift SET state = 'taken', version = version + 1, changed_at = :now
WHERE occurrence = :occurrence AND state = 'confirmed';

-- name: vacancies
-- Where a role is wanting in what begins in this span, and the person has not taken it.
SELECT o.id, n.role FROM need n JOIN activity a ON a.id = n.activity JOIN occurrence o ON o.activity = a.id
WHERE a.organisation = :organisation AND a.state = 'published' AND o.state = 'planned'
    AND o.starts_at > :after AND o.starts_at <= :until
    AND n.wanted > (
        SELECT count(*) FROM shift h
        WHERE h.occurrence = o.id AND h.role = n.role AND h.state IN ('taken', 'confirmed'))
    AND NOT EXISTS (
        SELECT 1 FROM shift m WHERE m.occurrence = o.id AND m.role = n.role AND m.person = :person
        AND m.state IN ('taken', 'confirmed'))
ORDER BY o.starts_at, o.id, n.role;

-- name: apart_at$
-- How many who come to a date, or stand ready there, are kept apart from a person.
SELECT count(*) FROM block b WHERE (b.one = :person OR b.other = :person) AND (
    :host <> :person AND :host IN (b.one, b.other)
    OR EXISTS (
        SELECT 1 FROM signup s WHERE s.occurrence = :occurrence AND s.state IN ('in', 'offered')
        AND s.person <> :person AND s.person IN (b.one, b.other))
    OR EXISTS (
        SELECT 1 FROM shift s WHERE s.occurrence = :occurrence AND s.state IN ('taken', 'confirmed')
        AND s.person <> :person AND s.person IN (b.one, b.other)));

-- name: clash_of$
-- What else somebody takes part in or has a shift at in the same hours.
SELECT a.title FROM occurrence o JOIN activity a ON a.id = o.activity
WHERE o.state = 'planned' AND o.id <> :occurrence AND o.starts_at < :ends_at AND o.ends_at > :starts_at
    AND (EXISTS (
        SELECT 1 FROM shift s WHERE s.occurrence = o.id AND s.person = :person
        AND s.state IN ('taken', 'confirmed'))
    OR EXISTS (SELECT 1 FROM signup s WHERE s.occurrence = o.id AND s.person = :person AND s.state = 'in'))
ORDER BY o.starts_at, o.id LIMIT 1;

-- name: shifts_within$
SELECT count(*) FROM shift s JOIN occurrence o ON o.id = s.occurrence
WHERE s.person = :person AND s.state IN ('taken', 'confirmed') AND o.state = 'planned'
    AND o.starts_at >= :begins AND o.starts_at < :ends AND o.id <> :occurrence;

-- name: shift_cap$
SELECT shift_cap FROM person WHERE id = :id;

-- name: spared_until$
SELECT spared_until FROM person WHERE id = :id;

-- name: week_readers
-- Volunteers whose week was not looked at yet since Monday, and whose own hours have begun.
SELECT p.id FROM person p
WHERE p.chat IS NOT NULL AND p.monday = 1 AND p.stopped_at IS NULL AND p.deleting_at IS NULL
    AND p.awake_from <= :hour AND p.created_at < :since AND (p.week_at IS NULL OR p.week_at < :since)
    AND EXISTS (
        SELECT 1 FROM role r WHERE r.person = p.id AND r.state = 'approved'
        AND r.role IN ('volunteer', 'host', 'companion', 'driver', 'helper'))
ORDER BY p.id LIMIT :most;

-- name: set_week_at!
UPDATE person SET week_at = :now WHERE id = :person;

-- name: set_monday!
UPDATE person SET monday = :monday WHERE id = :person;

-- name: left_unanswered
-- What volunteers were asked since anything was last heard of them, and let pass: when it began and ended.
SELECT i.person, i.made_at, i.changed_at FROM stand_in i JOIN person p ON p.id = i.person
WHERE i.state = 'silent' AND i.made_at > p.heard_at AND p.stopped_at IS NULL AND p.deleting_at IS NULL
UNION ALL
SELECT c.companion, c.made_at, c.changed_at FROM companionship c JOIN person p ON p.id = c.companion
WHERE c.state = 'lapsed' AND c.made_at > p.heard_at AND p.stopped_at IS NULL AND p.deleting_at IS NULL;

-- name: shifts_done
-- What somebody has stood for, the oldest first.
SELECT h.name, a.title, s.role, o.starts_at, o.ends_at FROM shift s JOIN occurrence o ON o.id = s.occurrence
JOIN activity a ON a.id = o.activity JOIN organisation h ON h.id = a.organisation
WHERE s.person = :person AND s.state IN ('taken', 'confirmed') AND o.state = 'planned' AND a.state <> 'draft'
    AND o.ends_at <= :now ORDER BY o.starts_at, s.id;
