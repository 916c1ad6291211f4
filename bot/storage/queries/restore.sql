-- name: tombstones
SELECT mark, erased_at FROM tombstone ORDER BY erased_at;

-- name: last_moment$
-- When something last came in or was settled: until then, at least, a copy knows what happened.
SELECT max(at) AS "at [timestamp]" FROM (
    SELECT max(received_at) AS at FROM inbox UNION ALL SELECT max(settled_at) FROM outbox
    UNION ALL SELECT max(heard_at) FROM person UNION ALL SELECT max(created_at) FROM organisation) AS moments;

-- name: known_chats
-- Every chat that anything is kept of, and who is in it, if we know.
SELECT c.chat, p.id FROM (
    SELECT chat FROM person WHERE chat IS NOT NULL UNION SELECT chat FROM dialogue UNION SELECT chat FROM outbox
    UNION SELECT chat FROM inbox WHERE chat <> 0) AS c LEFT JOIN person p ON p.chat = c.chat ORDER BY c.chat;

-- name: drop_updates!
-- What somebody wrote before they were erased; it was not yet answered.
UPDATE inbox SET state = 'ignored', raw = '', chat = 0 WHERE chat = :chat AND state = 'new';

-- name: due_by_kind
SELECT kind, count(*) FROM outbox
WHERE state IN ('ready', 'sending') AND not_before <= :now AND rank >= :rank GROUP BY kind ORDER BY kind;

-- name: urgent_by_kind
SELECT kind, count(*) FROM outbox
WHERE state IN ('ready', 'sending') AND not_before <= :now AND rank < :rank AND expires_at > :now
GROUP BY kind ORDER BY kind;

-- name: let_go!
UPDATE outbox SET state = CASE WHEN expires_at <= :now THEN 'expired' ELSE 'unknown' END, why = :why,
    settled_at = :now
WHERE state IN ('ready', 'sending') AND not_before <= :now AND rank >= :rank;

-- name: stopped_since
-- Who has said stop since then.
SELECT chat, stopped_at FROM person WHERE stopped_at > :since AND chat IS NOT NULL ORDER BY stopped_at;

-- name: every_organisation
SELECT id FROM organisation ORDER BY id;
