-- name: invitable
-- Everybody who may be asked to something now, with how often they were asked of late; the budget is looked at
-- here, so that nobody is asked what would have to wait for next week.  What waits since earlier comes first.
SELECT p.id, p.area, p.weekdays, p.times, p.company, p.needs, p.easier,
    (SELECT count(*) FROM invitation i WHERE i.person = p.id AND i.made_at > :lately)
FROM person p
WHERE (p.chat IS NOT NULL OR EXISTS (SELECT 1 FROM contact k WHERE k.person = p.id)) AND p.stage = 'member' AND p.stopped_at IS NULL AND p.deleting_at IS NULL
    AND (p.paused_until IS NULL OR p.paused_until <= :now)
    AND (p.rest_until IS NULL OR p.rest_until <= :now)
    AND (p.uninvited_until IS NULL OR p.uninvited_until <= :now)
    AND EXISTS (
        SELECT 1 FROM role r WHERE r.person = p.id AND r.role = 'citizen' AND r.state = 'approved')
    AND EXISTS (
        SELECT 1 FROM consent c
        WHERE c.person = p.id AND c.purpose = 'messages' AND c.withdrawn_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM unreachable u WHERE u.chat = p.chat)
    AND NOT EXISTS (
        SELECT 1 FROM conversation t WHERE t.person = p.id AND t.state <> 'closed'
        AND (t.state = 'taken' OR t.reason NOT IN ('silence', 'low', 'lower', 'missed', 'new', 'shifts')))
    AND NOT EXISTS (SELECT 1 FROM invitation i WHERE i.person = p.id AND i.made_at > :yesterday)
    AND (p.eased_at IS NULL OR p.eased_at <= :yesterday)
    AND p.weekly > (
        SELECT count(*) FROM outbox b
        WHERE b.person = p.id AND b.kind IN ('invitation', 'checkin', 'announcement') AND b.created_at > :oldest
        AND (b.state IN ('ready', 'sending') OR b.state IN ('sent', 'unknown') AND b.settled_at >= :monday))
    + CASE WHEN p.chat IS NOT NULL THEN 0 ELSE (
        SELECT count(*) FROM to_call t WHERE t.person = p.id AND t.kind = 'invitation' AND t.made_at > :oldest
        AND (t.state = 'open' OR t.state = 'done' AND t.settled_at >= :monday)) END
ORDER BY p.id;

-- name: houses_of_citizens
-- Where somebody may be invited from; who belongs to the home organisation may be invited by all.
SELECT r.person, r.organisation, h.home FROM role r JOIN organisation h ON h.id = r.organisation
WHERE r.role = 'citizen' AND r.state = 'approved';

-- name: all_interests
SELECT person, kind, word FROM interest ORDER BY person, kind, word;

-- name: all_noes
-- What was said no to of late, and what it was about; with how big a step it was, and whether a yes came since.
SELECT i.person, i.why, i.answered_at, i.reason, a.id, a.interest, a.title, a.area, a.latitude, a.longitude,
    o.starts_at, o.ends_at, o.capacity,
    CASE WHEN EXISTS (
        SELECT 1 FROM invitation y
        WHERE y.person = i.person AND y.answer IN ('yes', 'maybe') AND y.answered_at > i.answered_at) OR EXISTS (
        SELECT 1 FROM signup s
        WHERE s.person = i.person AND s.state = 'in' AND s.made_at > i.answered_at) THEN 0 ELSE 1 END
FROM invitation i JOIN occurrence o ON o.id = i.occurrence JOIN activity a ON a.id = o.activity
WHERE (i.answer = 'no' OR i.why <> '') AND i.answered_at > :since ORDER BY i.id;

-- name: noes_of
SELECT i.person, i.why, i.answered_at, i.reason, a.id, a.interest, a.title, a.area, a.latitude, a.longitude,
    o.starts_at, o.ends_at, o.capacity,
    CASE WHEN EXISTS (
        SELECT 1 FROM invitation y
        WHERE y.person = i.person AND y.answer IN ('yes', 'maybe') AND y.answered_at > i.answered_at) OR EXISTS (
        SELECT 1 FROM signup s
        WHERE s.person = i.person AND s.state = 'in' AND s.made_at > i.answered_at) THEN 0 ELSE 1 END
FROM invitation i JOIN occurrence o ON o.id = i.occurrence JOIN activity a ON a.id = o.activity
WHERE i.person = :person AND (i.answer = 'no' OR i.why <> '') AND i.answered_at > :since ORDER BY i.id;

-- name: all_visits
-- Who has been to which activity.
SELECT DISTINCT s.person, o.activity FROM signup s JOIN occurrence o ON o.id = s.occurrence
WHERE s.state = 'in' AND s.came <> 'no' AND o.ends_at < :now AND o.state = 'planned';

-- name: visits_of
SELECT DISTINCT s.person, o.activity FROM signup s JOIN occurrence o ON o.id = s.occurrence
WHERE s.state = 'in' AND s.came <> 'no' AND o.ends_at < :now AND o.state = 'planned'
    AND s.person = :person;

-- name: parts_ahead
-- Who takes part in what, or waits for it, or gave it up: ahead, and where it changed of late.
SELECT s.person, o.id, o.activity, o.starts_at, o.ends_at, s.state, s.changed_at
FROM signup s JOIN occurrence o ON o.id = s.occurrence WHERE o.starts_at > :now OR s.changed_at > :since;

-- name: duties_ahead
SELECT v.person, o.id, o.starts_at, o.ends_at FROM shift v JOIN occurrence o ON o.id = v.occurrence
WHERE v.state IN ('taken', 'confirmed') AND o.starts_at > :now AND o.state = 'planned';

-- name: asked_ahead
-- Who was asked to what: ahead, and of late.
SELECT i.person, o.id, o.activity, i.made_at, i.answer IN ('', 'maybe') AND i.made_at > :holding AND NOT EXISTS (
    SELECT 1 FROM signup s WHERE s.occurrence = i.occurrence AND s.person = i.person AND s.state = 'in')
FROM invitation i JOIN occurrence o ON o.id = i.occurrence WHERE o.starts_at > :now OR i.made_at > :since;

-- name: open_questions$
SELECT count(*) FROM invitation i
WHERE i.occurrence = :occurrence AND i.answer IN ('', 'maybe') AND i.made_at > :since AND NOT EXISTS (
    SELECT 1 FROM signup s WHERE s.occurrence = i.occurrence AND s.person = i.person AND s.state = 'in');

-- name: roles_wanted
SELECT n.activity, n.role FROM need n JOIN activity a ON a.id = n.activity
WHERE a.state = 'published' AND n.wanted > 0;

-- name: all_needs
SELECT activity, role, wanted FROM need WHERE wanted > 0 ORDER BY activity, role;

-- name: ease_of^
SELECT easier, eased_at, uninvited_until FROM person WHERE id = :id;

-- name: set_easier!
UPDATE person SET easier = :easier WHERE id = :id;

-- name: set_uninvited!
UPDATE person SET uninvited_until = :until WHERE id = :id;

-- name: set_eased!
UPDATE person SET eased_at = :now, uninvited_until = :until WHERE id = :id;

-- name: noes_in_a_row
-- Each no of late to an invitation, by those who have said nothing else since, nor were asked since what is easier.
SELECT i.person, i.answered_at, p.eased_at FROM invitation i JOIN person p ON p.id = i.person
WHERE i.answer = 'no' AND i.reason <> '{}' AND i.answered_at > :since
    AND NOT EXISTS (
        SELECT 1 FROM invitation y
        WHERE y.person = i.person AND y.answer IN ('yes', 'maybe') AND y.answered_at > i.answered_at)
    AND NOT EXISTS (
        SELECT 1 FROM signup s WHERE s.person = i.person AND s.state = 'in' AND s.made_at > i.answered_at)
ORDER BY i.person;

-- name: newest_invitation$
SELECT occurrence FROM invitation WHERE person = :person AND reason <> '{}' ORDER BY made_at DESC, id DESC LIMIT 1;

-- name: drop_invitations!
-- What has not left yet is not asked any more.
UPDATE outbox SET state = 'cancelled', why = 'rest', settled_at = :now
WHERE person = :person AND kind = 'invitation' AND state = 'ready';

-- name: forget_tiredness!
-- The no stays, but what it was about is over.
UPDATE invitation SET why = '' WHERE person = :person AND why = 'energy';

-- name: uninvited_end
SELECT uninvited_until FROM person WHERE uninvited_until > :now AND stage = 'member';
