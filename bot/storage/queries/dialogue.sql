-- name: dialogue_stack
SELECT id, position, script, state, touched_at, expires_at FROM dialogue
WHERE chat = :chat ORDER BY position DESC;

-- name: dialogue_top^
SELECT id, position, script, state, touched_at, expires_at FROM dialogue
WHERE chat = :chat ORDER BY position DESC LIMIT 1;

-- name: push_dialogue<!
INSERT INTO dialogue (chat, position, script, state, touched_at, expires_at)
VALUES (:chat, (SELECT coalesce(max(position), 0) + 1 FROM dialogue WHERE chat = :chat), :script, :state, :now,
    :expires_at)
RETURNING id;

-- name: queue_dialogue<!
INSERT INTO dialogue (chat, position, script, state, touched_at, expires_at)
VALUES (:chat, (SELECT coalesce(min(position), 0) - 1 FROM dialogue WHERE chat = :chat), :script, :state, :now,
    :expires_at)
RETURNING id;

-- name: save_dialogue!
UPDATE dialogue SET state = :state, touched_at = :now, expires_at = :expires_at WHERE id = :id;

-- name: remove_dialogue!
DELETE FROM dialogue WHERE id = :id;

-- name: clear_dialogues!
DELETE FROM dialogue WHERE chat = :chat;

-- name: forget_dialogues!
DELETE FROM dialogue WHERE expires_at <= :now;
