-- name: waiting_receipts
-- The head of each chat, for many workers at once: order per chat is kept, no two take the same.
SELECT id, key, chat, raw, attempts, received_at FROM inbox i WHERE state = 'new'
  AND NOT EXISTS (SELECT 1 FROM inbox p WHERE p.chat = i.chat AND p.state = 'new' AND p.id < i.id)
ORDER BY id LIMIT :most FOR UPDATE OF i SKIP LOCKED;
