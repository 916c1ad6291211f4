-- name: add_invitation!
INSERT INTO invitation (occurrence, person, reason, made_at)
VALUES (:occurrence, :person, :reason, :now)
ON CONFLICT (occurrence, person) DO NOTHING;

-- name: invitation_of^
SELECT occurrence, person, reason, answer, why, made_at FROM invitation
WHERE occurrence = :occurrence AND person = :person;

-- name: answer_invitation!
UPDATE invitation SET answer = :answer, answered_at = :now
WHERE occurrence = :occurrence AND person = :person;

-- name: note_why!
-- Also of somebody who came without having been asked: what did not fit is remembered with the date.
INSERT INTO invitation (occurrence, person, reason, answer, why, made_at, answered_at)
VALUES (:occurrence, :person, '{}', 'no', :why, :now, :now)
ON CONFLICT (occurrence, person) DO UPDATE SET why = excluded.why, answered_at = excluded.answered_at;

-- name: expire_invitations!
UPDATE invitation SET answer = 'expired' WHERE occurrence = :occurrence AND answer = '';

-- name: lapse_invitations!
UPDATE invitation SET answer = 'expired'
WHERE answer = '' AND occurrence IN (
    SELECT o.id FROM occurrence o JOIN activity a ON a.id = o.activity
    WHERE o.starts_at <= :starting OR o.state = 'cancelled' OR a.state = 'cancelled');

-- name: next_invitation_time$
-- When somebody was next asked after a moment: an old question gives its seat to another.
SELECT made_at FROM invitation WHERE made_at > :after ORDER BY made_at LIMIT 1;

-- name: pauses_end
SELECT paused_until FROM person WHERE paused_until > :now AND stage = 'member';

-- name: rests_end
SELECT rest_until FROM person WHERE rest_until > :now AND stage = 'member';

-- name: unanswered_invitations
-- Invitations that reached somebody and were left unanswered since they last answered one, or signed up; the
-- newest first, and whether anything else was heard since.
SELECT i.person, i.made_at, CASE WHEN i.made_at > p.heard_at THEN 1 ELSE 0 END AS unheard
FROM invitation i JOIN person p ON p.id = i.person
WHERE i.answer IN ('', 'expired') AND i.made_at > :since
    AND NOT EXISTS (
        SELECT 1 FROM invitation j WHERE j.person = i.person AND j.answer IN ('yes', 'maybe', 'no')
        AND j.answered_at >= i.made_at)
    AND NOT EXISTS (SELECT 1 FROM signup s WHERE s.person = i.person AND s.changed_at >= i.made_at)
    AND NOT EXISTS (
        SELECT 1 FROM outbox l WHERE l.dedupe_key = 'inv:' || i.person || ':' || i.occurrence
        AND l.state IN ('ready', 'expired', 'suppressed', 'cancelled', 'failed', 'held'))
ORDER BY i.person, i.made_at DESC;

-- name: never_answering
-- Who was invited so many times since anything was last heard of them, and answered none of it.
SELECT i.person, max(i.id) AS last FROM person p CROSS JOIN invitation i
WHERE p.stopped_at IS NULL AND p.deleting_at IS NULL AND i.person = p.id AND i.made_at > p.heard_at
    AND i.answer IN ('', 'expired') AND i.made_at <= :before AND i.made_at > :since
    AND NOT EXISTS (
        SELECT 1 FROM outbox l WHERE l.dedupe_key = 'inv:' || i.person || ':' || i.occurrence
        AND l.state IN ('ready', 'expired', 'suppressed', 'cancelled', 'failed', 'held'))
GROUP BY i.person HAVING count(*) >= :enough ORDER BY i.person;

-- name: next_unanswered_invitation$
SELECT made_at FROM invitation WHERE answer IN ('', 'expired') AND made_at > :after ORDER BY made_at LIMIT 1;

-- name: drop_questions!
-- The last seat is taken: what has not left yet is not asked any more.
UPDATE outbox SET state = 'cancelled', why = 'full', settled_at = :now
WHERE occurrence = :occurrence AND kind = 'invitation' AND state = 'ready';

-- name: newest_message$
SELECT message_id FROM outbox WHERE chat = :chat AND state = 'sent' AND message_id IS NOT NULL
ORDER BY id DESC LIMIT 1;
