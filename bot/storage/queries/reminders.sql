-- name: signups_between
-- Who takes part in what begins in this span, with what was last told of a change.
SELECT s.id, s.occurrence, s.person, s.form, s.state, s.version, s.came, s.made_at, s.changed_at, o.starts_at,
    p.awake_from, p.awake_until
FROM signup s JOIN occurrence o ON o.id = s.occurrence JOIN activity a ON a.id = o.activity
JOIN person p ON p.id = s.person
WHERE s.state = 'in' AND o.state = 'planned' AND a.state = 'published'
    AND o.starts_at > :after AND o.starts_at <= :until
ORDER BY o.starts_at, o.id, s.id;

-- name: shifts_between
SELECT s.id, s.occurrence, s.person, s.role, s.state, s.version, '', s.made_at, s.changed_at, o.starts_at,
    p.awake_from, p.awake_until, coalesce(p.remind_days, g.remind_days), coalesce(p.remind_hours, g.remind_hours)
FROM shift s JOIN occurrence o ON o.id = s.occurrence JOIN activity a ON a.id = o.activity
JOIN person p ON p.id = s.person JOIN organisation g ON g.id = a.organisation
WHERE s.state IN ('taken', 'confirmed') AND o.state = 'planned' AND a.state = 'published'
    AND o.starts_at > :after AND o.starts_at <= :until
ORDER BY o.starts_at, o.id, s.id;

-- name: letter_keys_about
SELECT dedupe_key, kind, person, version, not_before FROM outbox WHERE occurrence = :occurrence ORDER BY id;

-- name: signup_starts
SELECT DISTINCT o.starts_at, o.ends_at FROM occurrence o JOIN signup s ON s.occurrence = o.id
WHERE s.state = 'in' AND o.state = 'planned' AND o.starts_at > :after ORDER BY o.starts_at LIMIT :most;

-- name: shift_starts
SELECT DISTINCT o.starts_at, p.awake_from, p.awake_until, coalesce(p.remind_days, g.remind_days),
    coalesce(p.remind_hours, g.remind_hours)
FROM occurrence o JOIN shift s ON s.occurrence = o.id JOIN activity a ON a.id = o.activity
JOIN person p ON p.id = s.person JOIN organisation g ON g.id = a.organisation
WHERE s.state IN ('taken', 'confirmed') AND o.state = 'planned' AND o.starts_at > :after
ORDER BY o.starts_at LIMIT :most;

-- name: signup_wakes
SELECT DISTINCT o.starts_at, p.awake_from, p.awake_until FROM occurrence o JOIN signup s ON s.occurrence = o.id
JOIN person p ON p.id = s.person
WHERE s.state = 'in' AND o.state = 'planned' AND o.starts_at > :after ORDER BY o.starts_at LIMIT :most;

-- name: habits_of^
-- When somebody likes to be reminded of shifts at an organisation, and between which hours.
SELECT coalesce(p.remind_days, g.remind_days), coalesce(p.remind_hours, g.remind_hours), p.awake_from, p.awake_until
FROM person p, organisation g WHERE p.id = :person AND g.id = :organisation;

-- name: own_habits_of^
SELECT remind_days, remind_hours, awake_from, awake_until, monday FROM person WHERE id = :person;

-- name: set_own_lead!
UPDATE person SET remind_days = :days, remind_hours = :hours WHERE id = :person;

-- name: set_awake!
UPDATE person SET awake_from = :opens, awake_until = :closes WHERE id = :person;

-- name: house_lead^
SELECT remind_days, remind_hours FROM organisation WHERE id = :organisation;

-- name: set_house_lead!
UPDATE organisation SET remind_days = :days, remind_hours = :hours WHERE id = :organisation;

-- name: reminded_of
-- What was to remind of a date, or to tell that it has changed, and what became of it.
SELECT person, kind, version, state, settled_at FROM outbox
WHERE occurrence = :occurrence AND kind IN ('reminder', 'change') AND person IS NOT NULL ORDER BY id;
