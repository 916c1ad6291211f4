-- name: forget_words!
UPDATE outbox SET body = :nothing WHERE settled_at < :before AND length(body) > 0;

-- name: forget_old_letters!
DELETE FROM outbox WHERE settled_at < :before;

-- name: forget_old_updates!
DELETE FROM inbox WHERE state <> 'new' AND received_at < :before;
