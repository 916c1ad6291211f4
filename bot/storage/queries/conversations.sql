-- name: open_conversation_of^
SELECT id, person, organisation, state, reason, taken_by, opened_at, heard_at FROM conversation
WHERE person = :person AND state <> 'closed';

-- name: conversation_by_id^
SELECT id, person, organisation, state, reason, taken_by, opened_at, heard_at FROM conversation WHERE id = :id;

-- name: add_conversation<!
INSERT INTO conversation (person, organisation, state, reason, opened_at, heard_at)
VALUES (:person, :organisation, 'waiting', :reason, :now, :now) RETURNING id;

-- name: take_conversation!
-- It is free to be taken, too, when whoever had it is no coordinator there any more.
UPDATE conversation SET state = 'taken', taken_by = :taken_by, heard_at = :now, reminded_at = NULL
WHERE id = :id AND (state = 'waiting' OR state = 'taken' AND NOT EXISTS (
    SELECT 1 FROM role r WHERE r.person = conversation.taken_by AND r.organisation = conversation.organisation
    AND r.role = 'coordinator' AND r.state = 'approved'));

-- name: hand_conversation!
UPDATE conversation SET taken_by = :taken_by, heard_at = :now, reminded_at = NULL
WHERE id = :id AND state = 'taken' AND taken_by = :giver;

-- name: words_carried
-- What was carried over in a conversation to either of two people, while it is still kept.
SELECT created_at, person, body FROM outbox
WHERE person IN (:one, :other) AND kind = 'relay' AND length(body) > 0
    AND substr(dedupe_key, 1, length(:beginning)) = :beginning ORDER BY id;

-- name: set_reason!
UPDATE conversation SET reason = :reason WHERE id = :id AND state <> 'closed';

-- name: close_conversation!
UPDATE conversation SET state = 'closed', closed_at = :now WHERE id = :id AND state <> 'closed';

-- name: told_of_silence$
-- Whether a human has heard of this silence: nothing was written or pressed since.
SELECT count(*) FROM conversation c JOIN person p ON p.id = c.person
WHERE c.person = :person AND c.reason = 'silence' AND c.opened_at >= p.heard_at;

-- name: silent_people
-- Of whose silence a human has heard, and of whom nothing was heard since.
SELECT DISTINCT c.person FROM conversation c JOIN person p ON p.id = c.person
WHERE c.reason = 'silence' AND c.opened_at >= p.heard_at;

-- name: end_silence!
-- Somebody of whom nothing was heard has written or pressed.
UPDATE conversation SET state = 'closed', closed_at = :now
WHERE person = :person AND state = 'waiting' AND reason IN ('silence', 'low', 'shifts');

-- name: hear_conversation!
UPDATE conversation SET heard_at = :now, reminded_at = NULL WHERE id = :id;

-- name: conversations_waiting
SELECT id, person, organisation, state, reason, taken_by, opened_at, heard_at FROM conversation
WHERE organisation = :organisation AND state <> 'closed' ORDER BY opened_at, id;

-- name: conversations_unheard
-- In this state, without a word since :before; nobody was reminded of them since :again.
SELECT id, person, organisation, state, reason, taken_by, opened_at, heard_at FROM conversation
WHERE state = :state AND heard_at <= :before AND (reminded_at IS NULL OR reminded_at <= :again)
    AND (state = 'taken' OR reason NOT IN ('silence', 'low', 'lower', 'missed', 'new', 'shifts'))
ORDER BY id LIMIT :most;

-- name: oldest_unheard$
SELECT heard_at FROM conversation WHERE state = :state AND reminded_at IS NULL AND heard_at > :after
    AND (state = 'taken' OR reason NOT IN ('silence', 'low', 'lower', 'missed', 'new', 'shifts'))
ORDER BY heard_at LIMIT 1;

-- name: oldest_reminded$
SELECT reminded_at FROM conversation WHERE state = :state AND reminded_at > :after
    AND (state = 'taken' OR reason NOT IN ('silence', 'low', 'lower', 'missed', 'new', 'shifts'))
ORDER BY reminded_at LIMIT 1;

-- name: conversations_silent
SELECT id, person, organisation, state, reason, taken_by, opened_at, heard_at FROM conversation
WHERE state = 'taken' AND heard_at <= :since ORDER BY id LIMIT :most;

-- name: next_silent_talk$
SELECT heard_at FROM conversation WHERE state = 'taken' AND heard_at > :after ORDER BY heard_at LIMIT 1;

-- name: remind_conversation!
UPDATE conversation SET reminded_at = :now WHERE id = :id;
