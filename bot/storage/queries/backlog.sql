-- name: backlog$
-- How many wait to be handled; no more than :most are counted.
SELECT count(*) FROM (SELECT id FROM inbox WHERE state = 'new' LIMIT :most) AS waiting;

-- name: uncount_try!
-- The database failed, not the update: that was no try.
UPDATE inbox SET attempts = attempts - 1 WHERE id = :id AND state = 'new' AND attempts > 1;
