-- name: put_contact!
INSERT INTO contact (person, mode, phone, address, said_by, said_on, made_by, made_at)
VALUES (:person, :mode, :phone, :address, :said_by, :said_on, :made_by, :now)
ON CONFLICT (person) DO UPDATE SET mode = excluded.mode, phone = excluded.phone, address = excluded.address;

-- name: contact_of^
SELECT mode, phone, address, said_by, said_on FROM contact WHERE person = :person;

-- name: all_contacts_of
SELECT mode, phone, address, said_by, said_on FROM contact WHERE person = :person;

-- name: people_without_a_chat
SELECT p.id FROM person p JOIN contact k ON k.person = p.id
WHERE p.organisation = :organisation AND p.chat IS NULL ORDER BY p.first_name, p.id;

-- name: put_call!
INSERT INTO to_call (dedupe_key, person, organisation, kind, body, occurrence, version, made_at, not_before, expires_at)
VALUES (:key, :person, :organisation, :kind, :body, :occurrence, :version, :now, :not_before, :expires_at)
ON CONFLICT (dedupe_key) DO NOTHING;

-- name: call_by_id^
SELECT id, person, organisation, kind, body, occurrence, version, state, tries, not_before, expires_at, dedupe_key
FROM to_call WHERE id = :id;

-- name: calls_waiting
-- What is to be said now, the most urgent first; not to who has said stop, takes a break or is being erased.
SELECT c.id, c.person, c.organisation, c.kind, c.body, c.occurrence, c.version, c.state, c.tries, c.not_before,
    c.expires_at, c.dedupe_key
FROM to_call c JOIN person p ON p.id = c.person
WHERE c.organisation = :organisation AND c.state = 'open' AND c.not_before <= :now AND c.expires_at > :now
    AND p.deleting_at IS NULL AND (
        c.kind IN ('change', 'reminder', 'followup') OR p.stopped_at IS NULL
        AND (p.paused_until IS NULL OR p.paused_until <= :now) AND (p.rest_until IS NULL OR p.rest_until <= :now))
ORDER BY CASE WHEN c.kind = 'change' THEN 0 ELSE 1 END, c.expires_at, c.id;

-- name: settle_call!
UPDATE to_call SET state = 'done', answer = :answer, settled_at = :now WHERE id = :id AND state = 'open';

-- name: call_again!
UPDATE to_call SET tries = tries + 1, not_before = :not_before
WHERE id = :id AND state = 'open' AND not_before <= :now;

-- name: cancel_calls_about!
UPDATE to_call SET state = 'cancelled', settled_at = :now
WHERE occurrence = :occurrence AND state = 'open' AND (version IS NULL OR version < :version);

-- name: cancel_calls_for!
UPDATE to_call SET state = 'cancelled', settled_at = :now
WHERE occurrence = :occurrence AND person = :person AND state = 'open' AND kind <> 'change';

-- name: cancel_calls_of!
UPDATE to_call SET state = 'cancelled', settled_at = :now WHERE person = :person AND state = 'open';

-- name: lapse_calls!
UPDATE to_call SET state = 'expired', settled_at = :now WHERE state = 'open' AND expires_at <= :now;

-- name: next_call_begins$
SELECT not_before FROM to_call WHERE state = 'open' AND not_before > :now ORDER BY not_before LIMIT 1;

-- name: next_call_ends$
SELECT expires_at FROM to_call WHERE state = 'open' AND expires_at > :now ORDER BY expires_at LIMIT 1;

-- name: signups_to_call
-- Who takes part without having a chat, in what begins in this span.
SELECT s.id, s.person, s.occurrence, s.version, s.changed_at, o.starts_at, o.version, k.mode
FROM contact k JOIN person p ON p.id = k.person JOIN signup s ON s.person = k.person
JOIN occurrence o ON o.id = s.occurrence JOIN activity a ON a.id = o.activity
WHERE p.chat IS NULL AND s.state = 'in' AND o.state = 'planned' AND a.state = 'published'
    AND o.starts_at > :after AND o.starts_at <= :until ORDER BY o.starts_at, s.id;

-- name: all_calls_of
SELECT made_at, kind, state, answer FROM to_call WHERE person = :person ORDER BY id;

-- name: forget_call_words!
UPDATE to_call SET body = :nothing WHERE settled_at < :before AND length(body) > 0;

-- name: forget_old_calls!
DELETE FROM to_call WHERE settled_at < :before;

-- name: forget_calls_told_about!
-- What others were to be told because of somebody's doing.
DELETE FROM to_call WHERE substr(dedupe_key, 1, length('t:' || :person || ':')) = 't:' || :person || ':';

-- name: forget_calls_of_pairs!
-- What others were to be told of going along with somebody.
DELETE FROM to_call WHERE EXISTS (
    SELECT 1 FROM companionship c WHERE (c.citizen = :person OR c.companion = :person)
    AND substr(to_call.dedupe_key, 1, length('pair:' || c.id || ':')) = 'pair:' || c.id || ':')
OR EXISTS (
    SELECT 1 FROM pairing m WHERE (m.citizen = :person OR m.companion = :person)
    AND substr(to_call.dedupe_key, 1, length('match:' || m.id || ':')) = 'match:' || m.id || ':');

-- name: told_of_calls$
-- Whether a coordinator has had a day's line: its key ends with the day.
SELECT count(*) FROM outbox WHERE person = :person AND kind = 'digest' AND substr(dedupe_key, length(dedupe_key) - length(:ending) + 1) = :ending;

-- name: looked_since$
SELECT count(*) FROM audit WHERE whom = :whom AND at > :since AND who = :who AND what = :what;

-- name: ids_without_a_chat
SELECT id FROM person WHERE chat IS NULL;

-- name: organisations_to_call
SELECT DISTINCT organisation FROM to_call WHERE state = 'open' AND not_before <= :now AND expires_at > :now
ORDER BY organisation;

-- name: set_area!
UPDATE person SET area = :area WHERE id = :id;
