-- name: gifts_in_organisation
-- What people who may be asked would like to give, what most of them would first.
SELECT i.word, count(*) FROM interest i JOIN person p ON p.id = i.person
WHERE i.kind = 'gift' AND p.stopped_at IS NULL AND p.deleting_at IS NULL AND p.chat IS NOT NULL
    AND EXISTS (
        SELECT 1 FROM role r WHERE r.person = p.id AND r.organisation = :organisation AND r.state = 'approved')
    AND EXISTS (
        SELECT 1 FROM consent c WHERE c.person = p.id AND c.purpose IN ('messages', 'volunteer')
        AND c.withdrawn_at IS NULL)
GROUP BY i.word ORDER BY count(*) DESC, i.word;

-- name: givers
-- Who of them would like to give one of these words; whoever was asked for something least of late first.
SELECT p.id FROM interest i JOIN person p ON p.id = i.person
WHERE i.kind = 'gift' AND i.word = :word
    AND p.stopped_at IS NULL AND p.deleting_at IS NULL AND p.chat IS NOT NULL
    AND EXISTS (
        SELECT 1 FROM role r WHERE r.person = p.id AND r.organisation = :organisation AND r.state = 'approved')
    AND EXISTS (
        SELECT 1 FROM consent c WHERE c.person = p.id AND c.purpose IN ('messages', 'volunteer')
        AND c.withdrawn_at IS NULL)
ORDER BY coalesce((SELECT max(f.id) FROM favour f WHERE f.person = p.id), 0), p.id;

-- name: add_favour<!
INSERT INTO favour (person, organisation, made_by, word, made_at)
VALUES (:person, :organisation, :made_by, :word, :now) RETURNING id;

-- name: favour_by_id^
SELECT id, person, organisation, made_by, word, answer FROM favour WHERE id = :id;

-- name: answer_favour!
UPDATE favour SET answer = :answer, answered_at = :now WHERE id = :id AND answer <> :answer;

-- name: add_idea<!
INSERT INTO idea (person, organisation, words, made_at) VALUES (:person, :organisation, :words, :now)
RETURNING id;

-- name: idea_by_id^
SELECT id, person, organisation FROM idea WHERE id = :id;

-- name: read_idea!
UPDATE idea SET read_at = :now WHERE id = :id AND read_at IS NULL;

-- name: may_welcome
-- Who has come some times, and when they last were there: they may like to welcome somebody new.
SELECT p.id, max(o.ends_at) AS "at [timestamp]" FROM person p
JOIN signup s ON s.person = p.id JOIN occurrence o ON o.id = s.occurrence
WHERE s.came = 'yes' AND p.welcome_asked_at IS NULL AND p.stage = 'member' AND p.stopped_at IS NULL
    AND p.deleting_at IS NULL AND p.chat IS NOT NULL
    AND (p.paused_until IS NULL OR p.paused_until <= :now)
    AND (p.rest_until IS NULL OR p.rest_until <= :now)
    AND NOT EXISTS (SELECT 1 FROM role r WHERE r.person = p.id AND r.role IN ('companion', 'coordinator'))
    AND NOT EXISTS (
        SELECT 1 FROM conversation t WHERE t.person = p.id AND t.state <> 'closed'
        AND (t.state = 'taken' OR t.reason NOT IN ('silence', 'low', 'lower', 'missed', 'new', 'shifts')))
    AND NOT EXISTS (SELECT 1 FROM pairing m WHERE m.citizen = p.id AND m.state = 'open')
    AND EXISTS (
        SELECT 1 FROM consent c WHERE c.person = p.id AND c.purpose = 'messages' AND c.withdrawn_at IS NULL)
GROUP BY p.id HAVING count(*) >= :visits ORDER BY p.id;

-- name: note_welcome_asked!
UPDATE person SET welcome_asked_at = :now WHERE id = :id AND welcome_asked_at IS NULL;

-- name: welcome_asked_at$
SELECT welcome_asked_at FROM person WHERE id = :id;
