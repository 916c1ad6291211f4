-- name: letters_naming
-- What was said to anybody, and has these letters somewhere in it.
SELECT id, body FROM outbox
WHERE length(body) > 0 AND settled_at IS NOT NULL AND position(CAST(:name AS bytea) IN body) > 0;

-- name: calls_naming
SELECT id, body FROM to_call WHERE length(body) > 0 AND settled_at IS NOT NULL AND position(CAST(:name AS bytea) IN body) > 0;
