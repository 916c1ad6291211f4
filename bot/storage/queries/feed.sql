-- name: put_feed!
INSERT INTO feed (person, token_hash, made_at) VALUES (:person, :token_hash, :now)
ON CONFLICT (person) DO UPDATE SET token_hash = excluded.token_hash, made_at = excluded.made_at;

-- name: end_feed!
DELETE FROM feed WHERE person = :person;

-- name: feed_of$
SELECT made_at FROM feed WHERE person = :person;

-- name: feed_reader$
SELECT person FROM feed WHERE token_hash = :token_hash;

-- name: own_dates
-- What somebody takes part in or has a shift at, the cancelled ones too, with their role there.
SELECT o.id, coalesce((
    SELECT min(s.role) FROM shift s WHERE s.occurrence = o.id AND s.person = :person
    AND s.state IN ('taken', 'confirmed')), '') AS role
FROM occurrence o JOIN activity a ON a.id = o.activity
WHERE a.state = 'published' AND o.ends_at > :after AND (
    EXISTS (
        SELECT 1 FROM shift s WHERE s.occurrence = o.id AND s.person = :person
        AND s.state IN ('taken', 'confirmed'))
    OR EXISTS (SELECT 1 FROM signup g WHERE g.occurrence = o.id AND g.person = :person AND g.state = 'in'))
ORDER BY o.starts_at, o.id LIMIT :most;
