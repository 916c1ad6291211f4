-- name: add_campaign<!
INSERT INTO campaign (organisation, made_by, audience, body, state, made_at, starts_at, expires_at)
VALUES (:organisation, :made_by, :audience, :body, 'making', :now, :starts_at, :expires_at) RETURNING id;

-- name: campaign^
SELECT id, organisation, made_by, audience, body, state, "cursor", total, progress_id, shown, made_at, starts_at,
    ended_at, expires_at
FROM campaign WHERE id = :id;

-- name: campaign_like$
SELECT made_at FROM campaign
WHERE organisation = :organisation AND audience = :audience AND body = :body AND made_at > :since
ORDER BY id DESC LIMIT 1;

-- name: campaigns_in
SELECT id FROM campaign WHERE state = :state ORDER BY id;

-- name: audience
-- The next people who would get it, each once; :role is one role, or empty for citizens and volunteers.
SELECT p.id, p.chat FROM person p
WHERE p.id > :after AND p.chat IS NOT NULL AND p.stopped_at IS NULL AND p.deleting_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM unreachable u WHERE u.chat = p.chat)
  AND EXISTS (SELECT 1 FROM role r WHERE r.person = p.id AND r.organisation = :organisation
    AND r.state = 'approved' AND (r.role = :role OR :role = '' AND r.role IN ('citizen', 'volunteer')))
ORDER BY p.id LIMIT :most;

-- name: audience_size$
SELECT count(*) FROM person p
WHERE p.chat IS NOT NULL AND p.stopped_at IS NULL AND p.deleting_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM unreachable u WHERE u.chat = p.chat)
  AND EXISTS (SELECT 1 FROM role r WHERE r.person = p.id AND r.organisation = :organisation
    AND r.state = 'approved' AND (r.role = :role OR :role = '' AND r.role IN ('citizen', 'volunteer')));

-- name: campaign_made!
UPDATE campaign SET "cursor" = :last, total = total + :more, state = :state
WHERE id = :id;

-- name: set_campaign_state!
UPDATE campaign SET state = :state, ended_at = :ended_at WHERE id = :id AND state = :before;

-- name: pause_letters!
UPDATE outbox SET state = 'held', why = 'campaign paused' WHERE campaign = :campaign AND state = 'ready';

-- name: resume_letters!
UPDATE outbox SET state = 'ready', why = NULL, settled_at = NULL, not_before = :now
WHERE campaign = :campaign AND state = 'held';

-- name: stop_letters!
UPDATE outbox SET state = 'cancelled', why = 'campaign stopped', settled_at = :now
WHERE campaign = :campaign AND state IN ('ready', 'held');

-- name: campaign_outcomes
-- How its letters ended; a refusal because of a block is told apart, and who has had enough this week.
SELECT CASE WHEN state = 'ready' AND why = 'budget' THEN 'waiting' ELSE state END,
    CASE WHEN state = 'suppressed' AND why <> 'stopped' AND why <> 'erased' THEN 1 ELSE 0 END AS gone,
    count(*) AS n
FROM outbox WHERE campaign = :campaign GROUP BY 1, 2;

-- name: waiting_letters$
-- How many messages wait because their readers have had enough this week.
SELECT count(*) FROM outbox l WHERE l.state = 'ready' AND l.why = 'budget' AND EXISTS (
    SELECT 1 FROM role r WHERE r.person = l.person AND r.organisation = :organisation AND r.state = 'approved');

-- name: campaign_shows!
UPDATE campaign SET shown = :shown WHERE id = :id;

-- name: campaign_progress_messages
-- The messages that show how far an announcement is, while it goes on and for a day after.
SELECT c.id, o.message_id FROM campaign c JOIN outbox o ON o.dedupe_key = 'progress:' || c.id || ':0'
WHERE o.state = 'sent' AND (c.ended_at IS NULL OR substr(c.shown, 1, length(c.state)) <> c.state);
