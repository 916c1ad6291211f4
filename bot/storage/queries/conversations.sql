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

-- name: told_of_silence$
-- Whether a human has heard of this silence: nothing was written or pressed since.
SELECT count(*) FROM conversation c JOIN person p ON p.id = c.person
WHERE c.person = :person AND c.reason = 'silence' AND c.opened_at >= p.heard_at;

-- name: end_silence!
-- Somebody of whom nothing was heard has written or pressed.
UPDATE conversation SET state = 'closed', closed_at = :now
WHERE person = :person AND state = 'waiting' AND reason IN ('silence', 'low');

-- name: hear_conversation!
UPDATE conversation SET heard_at = :now, reminded_at = NULL WHERE id = :id;

-- name: conversations_waiting
SELECT id, person, organisation, state, reason, taken_by, opened_at, heard_at FROM conversation
WHERE organisation = :organisation AND state <> 'closed' ORDER BY opened_at, id;

-- name: conversations_unanswered
SELECT id, person, organisation, state, reason, taken_by, opened_at, heard_at FROM conversation
WHERE state = 'waiting' AND reminded_at IS NULL AND opened_at <= :before
    AND reason NOT IN ('silence', 'low', 'lower', 'missed') ORDER BY id LIMIT :most;

-- name: oldest_unanswered^
SELECT opened_at FROM conversation WHERE state = 'waiting' AND reminded_at IS NULL AND opened_at > :after
    AND reason NOT IN ('silence', 'low', 'lower', 'missed')
ORDER BY opened_at LIMIT 1;

-- name: remind_conversation!
UPDATE conversation SET reminded_at = :now WHERE id = :id;
