-- name: put_regular<!
INSERT INTO regular (activity, person, role, weekday, made_at, until)
VALUES (:activity, :person, :role, :weekday, :now, :now)
ON CONFLICT (activity, person, role, weekday) DO UPDATE
SET made_at = CASE WHEN regular.ended_at IS NULL THEN regular.made_at ELSE excluded.made_at END,
    until = CASE WHEN regular.ended_at IS NULL THEN regular.until ELSE excluded.until END, ended_at = NULL
RETURNING id;

-- name: regular_by_id^
SELECT id, activity, person, role, weekday, until, ended_at FROM regular WHERE id = :id;

-- name: regular_of^
SELECT id, activity, person, role, weekday, until, ended_at FROM regular
WHERE activity = :activity AND person = :person AND role = :role AND weekday = :weekday AND ended_at IS NULL;

-- name: regulars
-- Those that are on, where dates have come since they were looked at.
SELECT r.id, r.activity, r.person, r.role, r.weekday, r.until, r.ended_at FROM regular r
WHERE r.ended_at IS NULL AND EXISTS (
    SELECT 1 FROM occurrence o JOIN activity a ON a.id = o.activity
    WHERE o.activity = r.activity AND a.state = 'published' AND o.state = 'planned' AND o.starts_at > r.until
    AND o.starts_at > :now)
ORDER BY r.id;

-- name: set_regular_until!
UPDATE regular SET until = :until WHERE id = :id;

-- name: end_regular!
UPDATE regular SET ended_at = :now WHERE id = :id AND ended_at IS NULL;

-- name: begin_regular_again!
UPDATE regular SET ended_at = NULL WHERE id = :id;

-- name: given_up_with
-- The shifts of somebody in a role of an activity that were given up at this very moment.
SELECT s.id, s.occurrence FROM shift s JOIN occurrence o ON o.id = s.occurrence
WHERE o.activity = :activity AND s.person = :person AND s.role = :role AND s.changed_at = :at
    AND s.state IN ('prevented', 'released') AND o.starts_at > :now
ORDER BY o.starts_at, o.id;

-- name: all_regular_of
SELECT a.title, r.weekday, r.role, r.made_at, r.ended_at FROM regular r JOIN activity a ON a.id = r.activity
WHERE r.person = :person ORDER BY r.id;

-- name: papers_of
SELECT word FROM paper WHERE organisation = :organisation AND role = :role;

-- name: add_paper!
INSERT INTO paper (organisation, role, word) VALUES (:organisation, :role, :word)
ON CONFLICT (organisation, role, word) DO NOTHING;

-- name: drop_paper!
DELETE FROM paper WHERE organisation = :organisation AND role = :role AND word = :word;

-- name: papers_seen
-- What was seen of somebody's: attest and promise stand on the role they were seen for.
SELECT word FROM seen_paper WHERE person = :person AND organisation = :organisation
UNION SELECT 'attest' FROM role WHERE person = :person AND organisation = :organisation AND role = :role
    AND attest_seen_at IS NOT NULL
UNION SELECT 'promise' FROM role WHERE person = :person AND organisation = :organisation AND role = :role
    AND promised_at IS NOT NULL;

-- name: see_paper!
INSERT INTO seen_paper (person, organisation, word, seen_at, seen_by)
VALUES (:person, :organisation, :word, :now, :by)
ON CONFLICT (person, organisation, word) DO UPDATE SET seen_at = excluded.seen_at, seen_by = excluded.seen_by;

-- name: all_papers_of
SELECT g.name, s.word, s.seen_at FROM seen_paper s JOIN organisation g ON g.id = s.organisation
WHERE s.person = :person ORDER BY g.name, s.word;
