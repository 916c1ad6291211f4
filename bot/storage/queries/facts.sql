-- name: facts_of
SELECT field, value FROM fact WHERE activity = :activity ORDER BY field;

-- name: all_facts
SELECT f.activity, f.field, f.value FROM fact f JOIN activity a ON a.id = f.activity
WHERE a.state <> 'cancelled' ORDER BY f.activity, f.field;

-- name: put_fact!
INSERT INTO fact (activity, field, value) VALUES (:activity, :field, :value)
ON CONFLICT (activity, field) DO UPDATE SET value = excluded.value;

-- name: drop_fact!
DELETE FROM fact WHERE activity = :activity AND field = :field;

-- name: set_position!
UPDATE activity SET latitude = :latitude, longitude = :longitude WHERE id = :id;

-- name: crowd_of
-- How many came to each of the last six dates that are over, and how many of them for the first time.
SELECT coalesce(sum(s.party), 0), coalesce(sum(CASE WHEN s.id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM signup e JOIN occurrence b ON b.id = e.occurrence
        WHERE e.person = s.person AND b.activity = o.activity AND b.starts_at < o.starts_at
            AND e.state = 'in' AND e.came <> 'no') THEN 1 ELSE 0 END), 0)
FROM occurrence o LEFT JOIN signup s ON s.occurrence = o.id AND s.state = 'in' AND s.came <> 'no'
WHERE o.activity = :activity AND o.state = 'planned' AND o.ends_at <= :now
GROUP BY o.id, o.starts_at ORDER BY o.starts_at DESC LIMIT 6;

-- name: ask_about!
-- Asked again after it was told, it is asked anew.
INSERT INTO asked (activity, person, field, asked_at) VALUES (:activity, :person, :field, :now)
ON CONFLICT (activity, person, field) DO UPDATE SET asked_at = excluded.asked_at, told_at = NULL
WHERE asked.told_at IS NOT NULL;

-- name: who_asked
SELECT person, asked_at FROM asked WHERE activity = :activity AND field = :field AND told_at IS NULL ORDER BY person;

-- name: told_about!
UPDATE asked SET told_at = :now WHERE activity = :activity AND field = :field AND told_at IS NULL;

-- name: fields_asked
SELECT DISTINCT field FROM asked WHERE activity = :activity AND told_at IS NULL ORDER BY field;

-- name: all_asked_of
SELECT a.title, q.field, q.asked_at, q.told_at FROM asked q JOIN activity a ON a.id = q.activity
WHERE q.person = :person ORDER BY q.asked_at, q.activity, q.field;

-- name: forget_asked!
DELETE FROM asked WHERE asked_at < :before;
