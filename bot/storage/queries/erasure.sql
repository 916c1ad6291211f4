-- name: seats_of
SELECT s.occurrence, s.party FROM signup s JOIN occurrence o ON o.id = s.occurrence
WHERE s.person = :person AND s.state IN ('in', 'offered') AND o.starts_at > :now;

-- name: forget_told_about!
-- What was said to others because of a person's doing is named after that person.
DELETE FROM outbox WHERE substr(dedupe_key, 1, length('t:' || :person || ':')) = 't:' || :person || ':';

-- name: forget_relayed!
-- Keys that begin with a word and a number are found as a span of the index: ';' comes next after ':'.
-- A CROSS JOIN is done in the order in which it is written.
DELETE FROM outbox WHERE id IN (
    SELECT o.id FROM conversation c CROSS JOIN outbox o
    WHERE c.person = :person AND o.dedupe_key > 'relay:' || c.id || ':' AND o.dedupe_key < 'relay:' || c.id || ';'
    UNION ALL
    SELECT o.id FROM conversation c CROSS JOIN outbox o
    WHERE c.person = :person AND o.dedupe_key > 'danger:' || c.id || ':' AND o.dedupe_key < 'danger:' || c.id || ';'
    UNION ALL
    SELECT o.id FROM conversation c CROSS JOIN outbox o
    WHERE c.person = :person AND o.dedupe_key > 'late:' || c.id || ':' AND o.dedupe_key < 'late:' || c.id || ';');

-- name: forget_unsure!
DELETE FROM outbox WHERE id IN (
    SELECT o.id FROM shift s CROSS JOIN outbox o
    WHERE s.person = :person AND o.dedupe_key > 'unsure:' || s.id || ':' AND o.dedupe_key < 'unsure:' || s.id || ';');

-- name: forget_near!
-- Lines to coordinators about a person are named after that person.
DELETE FROM outbox WHERE substr(dedupe_key, 1, length('near:' || :person || ':')) = 'near:' || :person || ':';

-- name: forget_calls_about!
-- The lines to coordinators that somebody is to be called, or has closed for us.
DELETE FROM outbox WHERE substr(dedupe_key, 1, length('call:' || :person || ':')) = 'call:' || :person || ':'
    OR substr(dedupe_key, 1, length('closed:' || :person || ':')) = 'closed:' || :person || ':';

-- name: forget_who!
-- Lists of who was there are named after the date.
DELETE FROM outbox WHERE id IN (
    SELECT o.id FROM signup s CROSS JOIN outbox o
    WHERE s.person = :person AND o.dedupe_key > 'who:' || s.occurrence || ':' AND o.dedupe_key < 'who:' || s.occurrence || ';');

-- name: forget_given!
-- What was asked of a person or by one, what they answered, and the ideas they had.
DELETE FROM outbox WHERE EXISTS (
    SELECT 1 FROM favour f WHERE (f.person = :person OR f.made_by = :person)
    AND substr(outbox.dedupe_key, 1, length('favour:' || f.id || ':')) = 'favour:' || f.id || ':')
OR EXISTS (
    SELECT 1 FROM idea i WHERE i.person = :person
    AND substr(outbox.dedupe_key, 1, length('idea:' || i.id || ':')) = 'idea:' || i.id || ':');

-- name: forget_answers_about!
-- Answers to others that speak of people carry all their numbers: about:.5.9.: and so on.
DELETE FROM outbox WHERE substr(dedupe_key, 1, 6) = 'about:'
    AND replace(dedupe_key, '.' || :person || '.', '') <> dedupe_key;
-- name: forget_stand_ins!
DELETE FROM outbox WHERE id IN (
    SELECT o.id FROM stand_in i CROSS JOIN outbox o
    WHERE i.person = :person AND o.dedupe_key > 'sub:' || i.id || ':' AND o.dedupe_key < 'sub:' || i.id || ';');

-- name: forget_pairs!
-- What was said to others about going along, or looking for somebody to go with.
DELETE FROM outbox WHERE id IN (
    SELECT o.id FROM companionship c CROSS JOIN outbox o
    WHERE (c.citizen = :person OR c.companion = :person) AND o.dedupe_key > 'pair:' || c.id || ':' AND o.dedupe_key < 'pair:' || c.id || ';'
    UNION ALL
    SELECT o.id FROM signup s CROSS JOIN outbox o
    WHERE s.person = :person AND o.dedupe_key > 'alone:' || s.id || ':' AND o.dedupe_key < 'alone:' || s.id || ';'
    UNION ALL
    SELECT o.id FROM pairing m CROSS JOIN outbox o
    WHERE (m.citizen = :person OR m.companion = :person) AND o.dedupe_key > 'match:' || m.id || ':' AND o.dedupe_key < 'match:' || m.id || ';');

-- name: forget_letters!
DELETE FROM outbox WHERE chat = :chat;

-- name: forget_updates!
UPDATE inbox SET raw = '', chat = 0 WHERE chat = :chat AND (state <> 'new' OR key = :key);

-- name: forget_receipts!
DELETE FROM outbox WHERE kind = 'receipt' AND state NOT IN ('ready', 'sending');

-- name: forget_chat!
DELETE FROM frozen WHERE chat = :chat;

-- name: forget_guesses_of!
DELETE FROM guess WHERE chat = :chat;

-- name: letters_naming
-- What was said to anybody, and has these letters somewhere in it.
SELECT id, body FROM outbox WHERE length(body) > 0 AND settled_at IS NOT NULL AND instr(body, :name) > 0;

-- name: set_body*!
UPDATE outbox SET body = :body WHERE id = :id;

-- name: calls_naming
SELECT id, body FROM to_call WHERE length(body) > 0 AND settled_at IS NOT NULL AND instr(body, :name) > 0;

-- name: set_call_body*!
UPDATE to_call SET body = :body WHERE id = :id;
