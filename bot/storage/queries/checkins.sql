-- name: checkin_of^
SELECT person, rhythm, hour, unanswered, next_at, asked FROM checkin WHERE person = :person;

-- name: put_checkin!
INSERT INTO checkin (person, rhythm, hour, next_at) VALUES (:person, :rhythm, :hour, :next_at)
ON CONFLICT (person) DO UPDATE
SET rhythm = excluded.rhythm, hour = excluded.hour, next_at = excluded.next_at, unanswered = 0;

-- name: end_checkin!
UPDATE checkin SET rhythm = 'never', next_at = NULL WHERE person = :person;

-- name: put_off_checkin!
UPDATE checkin SET next_at = :next_at WHERE person = :person;

-- name: open_asking$
SELECT number FROM checkin_answer WHERE person = :person AND answer = '' AND asked_at > :since
ORDER BY number DESC LIMIT 1;

-- name: letter_state$
SELECT state FROM outbox WHERE dedupe_key = :key;

-- name: checkins_due
SELECT person, rhythm, hour, unanswered, next_at, asked FROM checkin
WHERE next_at <= :now ORDER BY next_at, person LIMIT :most;

-- name: next_checkin$
SELECT next_at FROM checkin WHERE next_at > :now ORDER BY next_at LIMIT 1;

-- name: note_asked!
UPDATE checkin SET asked = asked + 1, unanswered = :unanswered, rhythm = :rhythm, next_at = :next_at
WHERE person = :person;

-- name: note_answered!
UPDATE checkin SET unanswered = 0 WHERE person = :person;

-- name: add_asking!
INSERT INTO checkin_answer (person, number, asked_at) VALUES (:person, :number, :now)
ON CONFLICT (person, number) DO NOTHING;

-- name: put_answer!
UPDATE checkin_answer SET answer = :answer, answered_at = :now WHERE person = :person AND number = :number;

-- name: put_answer_word!
UPDATE checkin_answer SET word = :word WHERE person = :person AND number = :number;

-- name: answers_of
SELECT answer, asked_at FROM checkin_answer WHERE person = :person AND answer <> '' ORDER BY number;

-- name: low_then_silent
-- Whose last question arrived then and is still open, after a low answer and without another sign of life.
SELECT c.person, c.asked FROM checkin c JOIN person p ON p.id = c.person
    JOIN checkin_answer a ON a.person = c.person AND a.number = c.asked
    JOIN checkin_answer b ON b.person = c.person AND b.number = c.asked - 1
    JOIN outbox l ON l.dedupe_key = 'checkin:' || c.person || ':' || c.asked
WHERE a.answer = '' AND b.answer = 'bad' AND l.state IN ('sent', 'unknown')
    AND l.settled_at <= :before AND l.settled_at > :since
    AND p.heard_at < l.settled_at AND p.stopped_at IS NULL AND p.deleting_at IS NULL ORDER BY c.person;

-- name: next_low_then_silent$
SELECT l.settled_at FROM checkin c JOIN checkin_answer a ON a.person = c.person AND a.number = c.asked
    JOIN checkin_answer b ON b.person = c.person AND b.number = c.asked - 1
    JOIN outbox l ON l.dedupe_key = 'checkin:' || c.person || ':' || c.asked
WHERE a.answer = '' AND b.answer = 'bad' AND l.state IN ('sent', 'unknown') AND l.settled_at > :after
ORDER BY l.settled_at LIMIT 1;

-- name: forget_answers!
DELETE FROM checkin_answer WHERE asked_at < :before;
