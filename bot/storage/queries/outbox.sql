-- name: put_letter!
INSERT INTO outbox (dedupe_key, chat, kind, rank, body, person, occurrence, version, campaign, created_at,
    not_before, expires_at)
VALUES (:key, :chat, :kind, :rank, :body, :person, :occurrence, :version, :campaign, :now, :not_before,
    :expires_at)
ON CONFLICT (dedupe_key) DO NOTHING;

-- name: is_put$
SELECT 1 FROM outbox WHERE dedupe_key = :key;

-- name: put_letters*!
INSERT INTO outbox (dedupe_key, chat, kind, rank, body, person, occurrence, version, campaign, created_at,
    not_before, expires_at)
VALUES (:key, :chat, :kind, :rank, :body, :person, :occurrence, :version, :campaign, :now, :not_before,
    :expires_at)
ON CONFLICT (dedupe_key) DO NOTHING;

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
ORDER BY o.rank, o.id LIMIT :most;

-- name: next_letter_at$
SELECT not_before FROM outbox WHERE state = 'ready' AND not_before > :now ORDER BY not_before LIMIT 1;

-- name: mark_sending*!
UPDATE outbox SET state = 'sending', epoch = :epoch WHERE id = :id AND state = 'ready';

-- name: mark_sent*!
UPDATE outbox SET state = 'sent', message_id = :message_id, settled_at = :now
WHERE id = :id AND state = 'sending' AND epoch = :epoch;

-- name: letter_again!
UPDATE outbox SET state = 'ready', not_before = :not_before, attempts = :attempts, doubts = :doubts, why = :why
WHERE id = :id AND (state = 'ready' OR state = 'sending' AND epoch = :epoch);

-- name: close_letter!
UPDATE outbox SET state = :state, attempts = :attempts, doubts = :doubts, why = :why, settled_at = :now
WHERE id = :id AND (state = 'ready' OR state = 'sending' AND epoch = :epoch);

-- name: suppress_chat!
UPDATE outbox SET state = 'suppressed', why = :why, settled_at = :now WHERE chat = :chat AND state = 'ready';

-- name: move_chat!
UPDATE outbox SET chat = :new WHERE chat = :chat AND state IN ('ready', 'sending');

-- name: cancel_about!
UPDATE outbox SET state = 'cancelled', why = :why, settled_at = :now
WHERE occurrence = :occurrence AND state = 'ready' AND rank = 2 AND (version IS NULL OR version < :version);

-- name: cancel_about_for!
UPDATE outbox SET state = 'cancelled', why = :why, settled_at = :now
WHERE occurrence = :occurrence AND person = :person AND state = 'ready' AND rank = 2;

-- name: changes_on_their_way
-- Who has not yet heard of the last change of a date, by the keys of what would tell them.
SELECT dedupe_key, person FROM outbox
WHERE occurrence = :occurrence AND kind = 'change' AND state = 'ready' ORDER BY id;

-- name: changes_that_failed
-- What told of a change and did not arrive, or nobody knows whether it did.
SELECT DISTINCT o.occurrence, o.version, o.person FROM outbox o JOIN occurrence d ON d.id = o.occurrence
WHERE o.kind = 'change' AND o.state IN ('suppressed', 'failed', 'expired', 'unknown') AND o.person IS NOT NULL
  AND o.version = d.version AND d.ends_at > :now ORDER BY o.occurrence, o.person;

-- name: left_sending
SELECT o.id, o.chat, o.kind, o.rank, CASE WHEN length(o.body) = 0 THEN c.body ELSE o.body END AS body,
    o.person, o.occurrence, o.version, o.campaign, o.attempts, o.doubts, o.epoch, o.created_at, o.expires_at
FROM outbox o LEFT JOIN campaign c ON c.id = o.campaign
WHERE o.state = 'sending' AND o.epoch <> :epoch ORDER BY o.id;

-- name: letter_behind^
SELECT o.id, o.chat, o.kind, o.rank, CASE WHEN length(o.body) = 0 THEN c.body ELSE o.body END AS body,
    o.person, o.occurrence, o.version, o.campaign, o.attempts, o.doubts, o.epoch, o.created_at, o.expires_at
FROM outbox o LEFT JOIN campaign c ON c.id = o.campaign
WHERE o.chat = :chat AND o.message_id = :message_id ORDER BY o.id DESC LIMIT 1;

-- name: letter_key$
SELECT dedupe_key FROM outbox WHERE id = :id;

-- name: letters_since
-- How many of each kind a person was sent, or has waiting.
SELECT kind, state, count(*) FROM outbox
WHERE person = :person AND created_at > :since AND state IN ('ready', 'sending', 'sent', 'unknown')
GROUP BY kind, state;

-- name: campaign_letters
SELECT state, count(*) FROM outbox WHERE campaign = :campaign GROUP BY state;

-- name: outbox_states
SELECT state, count(*) FROM outbox GROUP BY state;

-- name: live_letters$
SELECT count(*) FROM outbox WHERE state IN ('ready', 'sending');

-- name: busy_letters$
SELECT count(*) FROM outbox WHERE state = 'sending' OR (state = 'ready' AND not_before <= :now);

-- name: cancel_letter!
UPDATE outbox SET state = 'cancelled', why = 'given up', settled_at = :now WHERE dedupe_key = :key AND state = 'ready';

-- name: letters_called_off$
-- How often something was called off: by a letter that says so, or because it had not left.
SELECT count(*) FROM outbox WHERE substr(dedupe_key, 1, length(:prefix)) = :prefix
    AND (state = 'cancelled' OR dedupe_key LIKE '%:off:%');
-- name: latest_letter$
-- Since when the one that is most late is due.
SELECT not_before FROM outbox WHERE state = 'ready' AND not_before <= :now ORDER BY not_before LIMIT 1;

-- name: unsent_between
-- What ended without having surely arrived, but for announcements, which show it themselves.
SELECT p.organisation, o.state, o.person, CASE WHEN o.kind = 'reminder' THEN 1 ELSE 0 END AS reminder
FROM outbox o JOIN person p ON p.id = o.person
WHERE o.state IN ('expired', 'failed', 'unknown') AND o.settled_at > :since AND o.settled_at <= :until
    AND o.campaign IS NULL AND o.kind NOT IN ('staff', 'digest', 'receipt')
ORDER BY p.organisation, o.id;

-- name: failed_since$
SELECT count(*) FROM outbox WHERE state = 'failed' AND settled_at > :since;
