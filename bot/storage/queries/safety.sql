-- name: safety_messages
SELECT message_id FROM outbox
WHERE chat = :chat AND kind = 'safety' AND message_id IS NOT NULL AND created_at > :since ORDER BY id;

-- name: last_danger$
SELECT created_at FROM outbox
WHERE chat = :chat AND kind = 'safety' AND message_id IS NOT NULL AND created_at > :since ORDER BY id DESC LIMIT 1;

-- name: rested
SELECT id FROM person WHERE rest_until <= :now AND rest_until > :since AND stopped_at IS NULL
    AND deleting_at IS NULL AND chat IS NOT NULL ORDER BY id LIMIT :most;

-- name: next_rested$
SELECT rest_until FROM person WHERE rest_until > :now ORDER BY rest_until LIMIT 1;
