-- name: due_letters
-- The head of each chat that is not frozen, the most urgent first.  An earlier letter holds back those that
-- are no more urgent, unless it rests for longer than until :soon.  What answers danger waits for nothing.
SELECT o.id, o.chat, o.kind, o.rank, CASE WHEN length(o.body) = 0 THEN c.body ELSE o.body END AS body,
    o.person, o.occurrence, o.version, o.campaign, o.attempts, o.doubts, o.epoch, o.created_at, o.expires_at
FROM outbox o LEFT JOIN campaign c ON c.id = o.campaign
WHERE o.state = 'ready' AND o.not_before <= :now
  AND NOT EXISTS (SELECT 1 FROM frozen f WHERE f.chat = o.chat AND f.until > :now)
  AND (o.rank < 0 OR NOT EXISTS (
    SELECT 1 FROM outbox p WHERE p.chat = o.chat AND p.id < o.id AND p.rank <= o.rank
    AND p.state IN ('ready', 'sending') AND (p.state = 'sending' OR p.not_before <= :soon)))
ORDER BY o.rank, o.id LIMIT :most FOR UPDATE OF o SKIP LOCKED;
