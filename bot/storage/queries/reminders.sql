-- name: signups_between
-- Who takes part in what begins in this span, with what was last told of a change.
SELECT s.id, s.occurrence, s.person, s.form, s.state, s.version, s.came, s.made_at, s.changed_at
FROM signup s JOIN occurrence o ON o.id = s.occurrence JOIN activity a ON a.id = o.activity
WHERE s.state = 'in' AND o.state = 'planned' AND a.state = 'published'
    AND o.starts_at > :after AND o.starts_at <= :until
ORDER BY o.starts_at, o.id, s.id;

-- name: shifts_between
SELECT s.id, s.occurrence, s.person, s.role, s.state, s.version, s.made_at, s.changed_at
FROM shift s JOIN occurrence o ON o.id = s.occurrence JOIN activity a ON a.id = o.activity
WHERE s.state IN ('taken', 'confirmed') AND o.state = 'planned' AND a.state = 'published'
    AND o.starts_at > :after AND o.starts_at <= :until
ORDER BY o.starts_at, o.id, s.id;

-- name: letter_keys_about
SELECT dedupe_key, kind, person, version, created_at FROM outbox WHERE occurrence = :occurrence ORDER BY id;

-- name: signup_starts
SELECT DISTINCT o.starts_at, o.ends_at FROM occurrence o JOIN signup s ON s.occurrence = o.id
WHERE s.state = 'in' AND o.state = 'planned' AND o.starts_at > :after ORDER BY o.starts_at LIMIT :most;

-- name: shift_starts
SELECT DISTINCT o.starts_at, o.ends_at FROM occurrence o JOIN shift s ON s.occurrence = o.id
WHERE s.state IN ('taken', 'confirmed') AND o.state = 'planned' AND o.starts_at > :after
ORDER BY o.starts_at LIMIT :most;
