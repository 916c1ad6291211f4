-- name: open_conversation_of^
SELECT id, person, organisation, state, reason, taken_by, opened_at, heard_at FROM conversation
WHERE person = :person AND state <> 'closed';

-- name: conversation_by_id^
SELECT id, person, organisation, state, reason, taken_by, opened_at, heard_at FROM conversation WHERE id = :id;

-- name: add_conversation<!
INSERT INTO conversation (person, organisation, state, reason, opened_at, heard_at)
VALUES (:person, :organisation, 'waiting', :reason, :now, :now) RETURNING id;

-- name: take_conversation!
UPDATE conversation SET state = 'taken', taken_by = :taken_by, heard_at = :now
WHERE id = :id AND state = 'waiting';

-- name: close_conversation!
UPDATE conversation SET state = 'closed', closed_at = :now WHERE id = :id AND state <> 'closed';

-- name: hear_conversation!
UPDATE conversation SET heard_at = :now, reminded_at = NULL WHERE id = :id;

-- name: conversations_waiting
SELECT id, person, organisation, state, reason, taken_by, opened_at, heard_at FROM conversation
WHERE organisation = :organisation AND state <> 'closed' ORDER BY opened_at, id;

-- name: conversations_unanswered
SELECT id, person, organisation, state, reason, taken_by, opened_at, heard_at FROM conversation
WHERE state = 'waiting' AND reminded_at IS NULL AND opened_at <= :before ORDER BY id LIMIT :most;

-- name: oldest_unanswered^
SELECT opened_at FROM conversation WHERE state = 'waiting' AND reminded_at IS NULL AND opened_at > :after
ORDER BY opened_at LIMIT 1;

-- name: remind_conversation!
UPDATE conversation SET reminded_at = :now WHERE id = :id;
