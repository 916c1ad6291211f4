-- name: receive*!
INSERT INTO inbox (key, chat, raw, received_at) VALUES (:key, :chat, :raw, :received_at)
ON CONFLICT (key) DO NOTHING;

-- name: waiting_receipts
-- In the order of arrival: one worker takes them all, so order per chat follows.
SELECT id, key, chat, raw, attempts, received_at FROM inbox WHERE state = 'new' ORDER BY id LIMIT :most;

-- name: count_try!
UPDATE inbox SET attempts = attempts + 1 WHERE id = :id AND state = 'new';

-- name: settle_receipt!
UPDATE inbox SET state = :state, raw = '' WHERE id = :id AND state = 'new';

-- name: quarantine_receipt!
UPDATE inbox SET state = 'quarantined', why = :why WHERE id = :id AND state = 'new';

-- name: blank_receipt!
UPDATE inbox SET raw = '' WHERE id = :id;

-- name: newest_receipt$
SELECT max(id) FROM inbox;

-- name: oldest_waiting$
SELECT received_at FROM inbox WHERE state = 'new' ORDER BY id LIMIT 1;

-- name: inbox_states
SELECT state, count(*) FROM inbox GROUP BY state;
