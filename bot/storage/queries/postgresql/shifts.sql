-- name: lock_occurrence$
SELECT id FROM occurrence WHERE id = :id FOR UPDATE;
