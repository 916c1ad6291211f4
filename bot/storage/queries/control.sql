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

-- name: set_unreachable!
INSERT INTO unreachable (chat, since) VALUES (:chat, :now) ON CONFLICT (chat) DO NOTHING;

-- name: set_reachable!
DELETE FROM unreachable WHERE chat = :chat;
