-- name: invitees
-- Who may be asked to an occurrence, whoever was asked least of late first.
SELECT p.id, p.chat, p.first_name, p.language, p.organisation, p.stage, p.stopped_at, p.paused_until,
    p.rest_until, p.deleting_at, p.weekly, p.misunderstood, p.area, p.weekdays, p.times, p.company, p.alert,
    p.heard_at, p.needs
FROM person p
WHERE p.chat IS NOT NULL AND p.stage = 'member' AND p.stopped_at IS NULL AND p.deleting_at IS NULL
    AND (p.paused_until IS NULL OR p.paused_until <= :now)
    AND (p.rest_until IS NULL OR p.rest_until <= :now)
    AND EXISTS (
        SELECT 1 FROM role r JOIN organisation h ON h.id = r.organisation
        WHERE r.person = p.id AND r.role = 'citizen' AND r.state = 'approved'
        AND (h.id = :organisation OR h.home = 1))
    AND EXISTS (
        SELECT 1 FROM consent c
        WHERE c.person = p.id AND c.purpose = 'messages' AND c.withdrawn_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM unreachable u WHERE u.chat = p.chat)
    AND NOT EXISTS (
        SELECT 1 FROM conversation t WHERE t.person = p.id AND t.state <> 'closed'
        AND (t.state = 'taken' OR t.reason NOT IN ('silence', 'low', 'lower', 'missed')))
    AND NOT EXISTS (
        SELECT 1 FROM signup s JOIN occurrence o ON o.id = s.occurrence
        WHERE s.person = p.id AND o.activity = :activity
        AND (s.occurrence = :occurrence OR s.changed_at > :since))
    AND NOT EXISTS (
        SELECT 1 FROM invitation i JOIN occurrence o ON o.id = i.occurrence
        WHERE i.person = p.id AND o.activity = :activity
        AND (i.occurrence = :occurrence OR i.made_at > :since))
    AND NOT EXISTS (SELECT 1 FROM invitation i WHERE i.person = p.id AND i.made_at > :yesterday)
    AND NOT EXISTS (
        SELECT 1 FROM shift v
        WHERE v.person = p.id AND v.occurrence = :occurrence AND v.state IN ('taken', 'confirmed'))
ORDER BY (SELECT count(*) FROM invitation i WHERE i.person = p.id AND i.made_at > :lately), p.id;

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

-- name: whys_of
SELECT i.why, a.id, a.area, o.starts_at, i.answered_at
FROM invitation i JOIN occurrence o ON o.id = i.occurrence JOIN activity a ON a.id = o.activity
WHERE i.person = :person AND i.why <> '' AND i.answered_at > :since ORDER BY i.id;

-- name: open_invitations$
-- How many were asked lately and may still say yes.
SELECT count(*) FROM invitation i
WHERE i.occurrence = :occurrence AND i.answer IN ('', 'maybe') AND i.made_at > :since
    AND NOT EXISTS (
        SELECT 1 FROM signup s WHERE s.occurrence = i.occurrence AND s.person = i.person AND s.state = 'in');

-- name: expire_invitations!
UPDATE invitation SET answer = 'expired' WHERE occurrence = :occurrence AND answer = '';

-- name: lapse_invitations!
UPDATE invitation SET answer = 'expired'
WHERE answer = '' AND occurrence IN (
    SELECT o.id FROM occurrence o JOIN activity a ON a.id = o.activity
    WHERE o.starts_at <= :starting OR o.state = 'cancelled' OR a.state = 'cancelled');

-- name: invitation_times
-- When somebody was asked to what is still ahead: an old question gives its seat to another.
SELECT i.made_at FROM invitation i WHERE i.made_at > :since ORDER BY i.made_at;

-- name: pauses_end
SELECT paused_until FROM person WHERE paused_until > :now AND stage = 'member';

-- name: rests_end
SELECT rest_until FROM person WHERE rest_until > :now AND stage = 'member';

-- name: came_before$
SELECT count(*) FROM signup s JOIN occurrence o ON o.id = s.occurrence
WHERE s.person = :person AND o.activity = :activity AND s.state = 'in' AND s.came <> 'no' AND o.ends_at < :now
    AND o.state = 'planned';

-- name: unanswered_invitations
-- Invitations that reached somebody and were left unanswered since they last answered one, or signed up; the
-- newest first, and whether anything else was heard since.
SELECT i.made_at, CASE WHEN i.made_at > p.heard_at THEN 1 ELSE 0 END AS unheard
FROM invitation i JOIN person p ON p.id = i.person
WHERE i.person = :person AND i.answer IN ('', 'expired') AND i.made_at <= :before AND i.made_at > :since
    AND NOT EXISTS (
        SELECT 1 FROM invitation j WHERE j.person = i.person AND j.answer IN ('yes', 'maybe', 'no')
        AND j.answered_at >= i.made_at)
    AND NOT EXISTS (SELECT 1 FROM signup s WHERE s.person = i.person AND s.changed_at >= i.made_at)
    AND NOT EXISTS (
        SELECT 1 FROM outbox l WHERE l.dedupe_key = 'inv:' || i.person || ':' || i.occurrence
        AND l.state IN ('ready', 'expired', 'suppressed', 'cancelled', 'failed', 'held'))
ORDER BY i.made_at DESC;

-- name: never_answering
-- Who was invited so many times since anything was last heard of them, and answered none of it.
SELECT i.person, max(i.id) AS last FROM invitation i JOIN person p ON p.id = i.person
WHERE i.answer IN ('', 'expired') AND i.made_at <= :before AND i.made_at > :since AND i.made_at > p.heard_at
    AND p.stopped_at IS NULL AND p.deleting_at IS NULL
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
