-- name: first_waiting^
-- The first in line whom the free seats are enough for: somebody who needs two keeps their place meanwhile.
SELECT s.id, s.occurrence, s.person, s.form, s.state, s.version, s.came, s.made_at, s.party FROM signup s
JOIN person p ON p.id = s.person JOIN occurrence o ON o.id = s.occurrence
WHERE s.occurrence = :occurrence AND s.state = 'waiting' AND p.chat IS NOT NULL AND p.deleting_at IS NULL
    AND o.taken + s.party <= o.capacity
ORDER BY s.changed_at, s.id LIMIT 1;

-- name: offered
SELECT s.id, s.occurrence, s.person, s.changed_at FROM signup s
WHERE s.state = 'offered' ORDER BY s.changed_at, s.id;

-- name: offered_at$
SELECT changed_at FROM signup WHERE occurrence = :occurrence AND person = :person AND state = 'offered';

-- name: waited_for
-- Dates with a free seat and somebody who waits: the seat has not yet been offered.
SELECT DISTINCT o.id, o.starts_at FROM occurrence o JOIN signup s ON s.occurrence = o.id
JOIN activity a ON a.id = o.activity
WHERE s.state = 'waiting' AND o.taken + s.party <= o.capacity AND o.state = 'planned' AND a.state = 'published'
    AND o.starts_at > :now ORDER BY o.starts_at, o.id;
