-- name: letters_naming
-- What was said to anybody, and has these letters somewhere in it.
SELECT id, body FROM outbox
WHERE length(body) > 0 AND settled_at IS NOT NULL AND position(CAST(:name AS bytea) IN body) > 0;

-- name: calls_naming
SELECT id, body FROM to_call WHERE length(body) > 0 AND settled_at IS NOT NULL AND position(CAST(:name AS bytea) IN body) > 0;

-- Where a database sorts words by its own language, a span of keys is not what begins with them: each is compared.

-- name: forget_relayed!
DELETE FROM outbox WHERE id IN (
    SELECT o.id FROM conversation c
    JOIN outbox o ON substr(o.dedupe_key, 1, length('relay:' || c.id || ':')) = 'relay:' || c.id || ':'
    WHERE c.person = :person
    UNION ALL
    SELECT o.id FROM conversation c
    JOIN outbox o ON substr(o.dedupe_key, 1, length('danger:' || c.id || ':')) = 'danger:' || c.id || ':'
    WHERE c.person = :person
    UNION ALL
    SELECT o.id FROM conversation c
    JOIN outbox o ON substr(o.dedupe_key, 1, length('late:' || c.id || ':')) = 'late:' || c.id || ':'
    WHERE c.person = :person);

-- name: forget_unsure!
DELETE FROM outbox WHERE id IN (
    SELECT o.id FROM shift s
    JOIN outbox o ON substr(o.dedupe_key, 1, length('unsure:' || s.id || ':')) = 'unsure:' || s.id || ':'
    WHERE s.person = :person);

-- name: forget_who!
-- Lists of who was there are named after the date.
DELETE FROM outbox WHERE id IN (
    SELECT o.id FROM signup s
    JOIN outbox o ON substr(o.dedupe_key, 1, length('who:' || s.occurrence || ':')) = 'who:' || s.occurrence || ':'
    WHERE s.person = :person);

-- name: forget_stand_ins!
DELETE FROM outbox WHERE id IN (
    SELECT o.id FROM stand_in i
    JOIN outbox o ON substr(o.dedupe_key, 1, length('sub:' || i.id || ':')) = 'sub:' || i.id || ':'
    WHERE i.person = :person);

-- name: forget_pairs!
-- What was said to others about going along, or looking for somebody to go with.
DELETE FROM outbox WHERE id IN (
    SELECT o.id FROM companionship c
    JOIN outbox o ON substr(o.dedupe_key, 1, length('pair:' || c.id || ':')) = 'pair:' || c.id || ':'
    WHERE (c.citizen = :person OR c.companion = :person)
    UNION ALL
    SELECT o.id FROM signup s
    JOIN outbox o ON substr(o.dedupe_key, 1, length('alone:' || s.id || ':')) = 'alone:' || s.id || ':'
    WHERE s.person = :person
    UNION ALL
    SELECT o.id FROM pairing m
    JOIN outbox o ON substr(o.dedupe_key, 1, length('match:' || m.id || ':')) = 'match:' || m.id || ':'
    WHERE (m.citizen = :person OR m.companion = :person));
