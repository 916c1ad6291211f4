-- name: add_questionnaire!
INSERT INTO questionnaire (person, pack, version, month, state, asked_at)
VALUES (:person, :pack, :version, :month, 'asked', :now)
ON CONFLICT (person, pack, month) DO NOTHING;

-- name: questionnaire_of^
SELECT id, person, pack, version, month, state, asked_at, agreed_at FROM questionnaire
WHERE person = :person AND pack = :pack AND month = :month;

-- name: questionnaire_by_id^
SELECT id, person, pack, version, month, state, asked_at, agreed_at FROM questionnaire WHERE id = :id;

-- name: agree_to_pack!
-- A yes, from which the months are counted.
UPDATE questionnaire SET agreed_at = :now, asked_at = :now, state = 'asked', version = :version WHERE id = :id;

-- name: set_pack_version!
UPDATE questionnaire SET version = :version WHERE id = :id;

-- name: set_questionnaire!
UPDATE questionnaire SET state = :state WHERE id = :id;

-- name: put_pack_answers!
UPDATE questionnaire SET state = 'answered', answers = :answers, version = :version, answered_at = :now
WHERE id = :id;

-- name: drop_questionnaire!
DELETE FROM questionnaire WHERE id = :id;

-- name: end_questionnaires!
-- The yes is taken back: what was answered goes, and nothing is asked again.
UPDATE questionnaire SET state = 'declined', answers = '{}', agreed_at = NULL WHERE person = :person;

-- name: drop_later_months!
DELETE FROM questionnaire WHERE person = :person AND pack = :pack AND month > 0;

-- name: new_to_pack
-- Members for a while who were never asked whether they would answer this pack.
SELECT p.id FROM person p
WHERE p.chat IS NOT NULL AND p.stage = 'member' AND p.created_at <= :before
    AND p.stopped_at IS NULL AND p.deleting_at IS NULL
    AND (p.paused_until IS NULL OR p.paused_until <= :now) AND (p.rest_until IS NULL OR p.rest_until <= :now)
    AND (p.language = 'da' OR :english = 1)
    AND EXISTS (SELECT 1 FROM role r WHERE r.person = p.id AND r.role = 'citizen' AND r.state = 'approved')
    AND EXISTS (
        SELECT 1 FROM consent c
        WHERE c.person = p.id AND c.purpose = 'messages' AND c.withdrawn_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM unreachable u WHERE u.chat = p.chat)
    AND NOT EXISTS (SELECT 1 FROM questionnaire q WHERE q.person = p.id AND q.pack = :pack)
ORDER BY p.id LIMIT :most;

-- name: next_new_to_pack$
SELECT created_at FROM person WHERE created_at > :after AND stage = 'member' ORDER BY created_at LIMIT 1;

-- name: due_for_pack
-- Who said yes so long ago, and was not asked for this month yet.
SELECT p.id FROM questionnaire q JOIN person p ON p.id = q.person
WHERE q.pack = :pack AND q.month = 0 AND q.agreed_at <= :until AND q.agreed_at > :since
    AND p.chat IS NOT NULL AND p.stopped_at IS NULL AND p.deleting_at IS NULL
    AND (p.paused_until IS NULL OR p.paused_until <= :now) AND (p.rest_until IS NULL OR p.rest_until <= :now)
    AND EXISTS (
        SELECT 1 FROM consent c
        WHERE c.person = p.id AND c.purpose = 'research' AND c.withdrawn_at IS NULL)
    AND NOT EXISTS (
        SELECT 1 FROM questionnaire m WHERE m.person = q.person AND m.pack = q.pack AND m.month = :month)
ORDER BY q.id LIMIT :most;

-- name: next_due_for_pack$
SELECT agreed_at FROM questionnaire WHERE month = 0 AND agreed_at > :after ORDER BY agreed_at LIMIT 1;

-- name: open_questionnaires
SELECT id, person, pack, version, month, state, asked_at, agreed_at FROM questionnaire
WHERE state = 'asked' AND asked_at <= :before ORDER BY id LIMIT :most;

-- name: next_open_questionnaire$
SELECT asked_at FROM questionnaire WHERE state = 'asked' AND asked_at > :after ORDER BY asked_at LIMIT 1;

-- name: forget_pack_answers!
UPDATE questionnaire SET answers = '{}' WHERE answered_at < :before AND answers <> '{}';

-- name: answered_questionnaires
SELECT pack, version, month, answers FROM questionnaire WHERE state = 'answered' AND answers <> '{}' ORDER BY id;

-- name: all_questionnaires_of
SELECT pack, version, month, state, answers, asked_at, agreed_at, answered_at FROM questionnaire
WHERE person = :person ORDER BY pack, month;
