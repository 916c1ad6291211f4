-- name: gate_person^
-- What the gate asks about whoever a letter is for.
SELECT p.stopped_at, p.paused_until, p.rest_until, p.deleting_at, p.weekly,
    (SELECT count(*) FROM conversation c WHERE c.person = p.id AND c.state = 'taken') AS talks,
    p.awake_from, p.awake_until
FROM person p WHERE p.id = :id;

-- name: gate_occurrence^
SELECT version, state FROM occurrence WHERE id = :id;

-- name: gate_campaign$
SELECT state FROM campaign WHERE id = :id;

-- name: unprompted_left$
-- How many unasked messages left for a person since then; what is leaving counts.
SELECT count(*) FROM outbox WHERE person = :person AND kind IN ('invitation', 'checkin', 'announcement')
  AND (state = 'sending' OR state IN ('sent', 'unknown') AND settled_at >= :since);
