-- name: new_epoch<!
INSERT INTO control (id, epoch) VALUES (1, 1)
ON CONFLICT (id) DO UPDATE SET epoch = control.epoch + 1 RETURNING epoch;

-- name: epoch$
SELECT epoch FROM control WHERE id = 1;

-- name: send_mode$
SELECT send_mode FROM control WHERE id = 1;

-- name: set_send_mode!
INSERT INTO control (id, epoch, send_mode) VALUES (1, 0, :mode)
ON CONFLICT (id) DO UPDATE SET send_mode = excluded.send_mode;

-- name: freeze!
INSERT INTO frozen (chat, until) VALUES (:chat, :until)
ON CONFLICT (chat) DO UPDATE SET until = excluded.until WHERE excluded.until > frozen.until;

-- name: others_frozen$
SELECT count(*) FROM frozen WHERE chat <> :chat AND chat <> 0 AND until > :now;

-- name: all_frozen_until$
SELECT until FROM frozen WHERE chat = 0;

-- name: thaw!
DELETE FROM frozen WHERE until <= :now;

-- name: is_unreachable$
SELECT count(*) FROM unreachable WHERE chat = :chat;

-- name: closed_untold
-- Known people whose chat has been closed for us since before then, and of whom nobody was told.
SELECT u.chat, p.id, u.since FROM unreachable u JOIN person p ON p.chat = u.chat
WHERE u.told_at IS NULL AND u.since <= :before AND p.deleting_at IS NULL ORDER BY u.since, u.chat LIMIT :most;

-- name: next_closed$
SELECT u.since FROM unreachable u JOIN person p ON p.chat = u.chat
WHERE u.told_at IS NULL AND u.since > :after AND p.deleting_at IS NULL ORDER BY u.since LIMIT 1;

-- name: note_closed_told!
UPDATE unreachable SET told_at = :now WHERE chat = :chat;

-- name: set_unreachable!
INSERT INTO unreachable (chat, since) VALUES (:chat, :now) ON CONFLICT (chat) DO NOTHING;

-- name: set_reachable!
DELETE FROM unreachable WHERE chat = :chat;

-- name: epoch_now$
-- The same, for who only looks.
SELECT epoch FROM control WHERE id = 1;

-- name: people_waiting$
-- Who asked for a human, and nobody is there yet.
SELECT count(*) FROM conversation WHERE state = 'waiting' AND reason IN ('asked', 'call', 'danger');
