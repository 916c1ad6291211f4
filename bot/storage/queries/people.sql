-- name: person_by_chat^
SELECT id, chat, first_name, language, organisation, stage, stopped_at, paused_until, rest_until, deleting_at,
    weekly, misunderstood, area, weekdays, times, company, alert, heard_at, needs, keyboard
FROM person WHERE chat = :chat;

-- name: person_by_id^
SELECT id, chat, first_name, language, organisation, stage, stopped_at, paused_until, rest_until, deleting_at,
    weekly, misunderstood, area, weekdays, times, company, alert, heard_at, needs, keyboard
FROM person WHERE id = :id;

-- name: members
SELECT p.id, p.chat, p.first_name, p.language, p.organisation, p.stage, p.stopped_at, p.paused_until,
    p.rest_until, p.deleting_at, p.weekly, p.misunderstood, p.area, p.weekdays, p.times, p.company, p.alert,
    p.heard_at, p.needs, p.keyboard
FROM person p
WHERE p.organisation = :organisation OR EXISTS (
    SELECT 1 FROM role r WHERE r.person = p.id AND r.organisation = :organisation AND r.state = 'approved')
ORDER BY p.id;

-- name: people_with_role
SELECT p.id, p.chat, p.first_name, p.language, p.organisation, p.stage, p.stopped_at, p.paused_until,
    p.rest_until, p.deleting_at, p.weekly, p.misunderstood, p.area, p.weekdays, p.times, p.company, p.alert,
    p.heard_at, p.needs, p.keyboard
FROM person p JOIN role r ON r.person = p.id
WHERE r.organisation = :organisation AND r.role = :role AND r.state = :state ORDER BY p.id;

-- name: roles_of
SELECT organisation, role FROM role WHERE person = :person AND state = 'approved';

-- name: add_person<!
INSERT INTO person (chat, first_name, language, organisation, stage, created_at, heard_at)
VALUES (:chat, :first_name, :language, :organisation, :stage, :now, :now) RETURNING id;

-- name: set_heard!
UPDATE person SET heard_at = :now WHERE id = :id;

-- name: set_name!
UPDATE person SET first_name = :first_name WHERE id = :id;

-- name: set_language!
UPDATE person SET language = :language WHERE id = :id;

-- name: set_keyboard!
UPDATE person SET keyboard = :keyboard WHERE id = :id;

-- name: forget_keyboard!
UPDATE person SET keyboard = '' WHERE chat = :chat AND keyboard <> '';

-- name: set_stage!
UPDATE person SET stage = :stage WHERE id = :id;

-- name: set_stopped!
UPDATE person SET stopped_at = :stopped_at WHERE id = :id;

-- name: set_paused!
UPDATE person SET paused_until = :until WHERE id = :id;

-- name: set_rest!
UPDATE person SET rest_until = :until WHERE id = :id;

-- name: set_deleting!
UPDATE person SET deleting_at = :at WHERE id = :id;

-- name: set_weekly!
UPDATE person SET weekly = :weekly WHERE id = :id;

-- name: set_misunderstood!
UPDATE person SET misunderstood = :n WHERE id = :id;

-- name: set_profile!
UPDATE person SET area = :area, weekdays = :weekdays, times = :times, company = :company, needs = :needs
WHERE id = :id;

-- name: set_alert!
UPDATE person SET alert = :alert WHERE id = :id;

-- name: delete_person!
DELETE FROM person WHERE id = :id;

-- name: put_role!
INSERT INTO role (person, organisation, role, state, since, approved_by, approved_at)
VALUES (:person, :organisation, :role, :state, :now, :approved_by, :approved_at)
ON CONFLICT (person, organisation, role) DO UPDATE
SET state = excluded.state, since = excluded.since, approved_by = excluded.approved_by,
    approved_at = excluded.approved_at;

-- name: drop_role!
DELETE FROM role WHERE person = :person AND role = :role AND state = 'approved';

-- name: note_attest!
UPDATE role SET attest_seen_at = :now WHERE person = :person AND organisation = :organisation AND role = :role;

-- name: note_promise!
UPDATE role SET promised_at = :now WHERE person = :person AND organisation = :organisation AND role = :role;

-- name: role_state$
SELECT state FROM role WHERE person = :person AND organisation = :organisation AND role = :role;

-- name: put_interest!
INSERT INTO interest (person, kind, word) VALUES (:person, :kind, :word)
ON CONFLICT (person, kind, word) DO NOTHING;

-- name: interests_of
SELECT kind, word FROM interest WHERE person = :person ORDER BY kind, word;

-- name: forget_interests!
DELETE FROM interest WHERE person = :person AND kind = :kind;

-- name: give_consent!
INSERT INTO consent (person, purpose, basis, text_version, text_hash, language, method, given_at)
VALUES (:person, :purpose, :basis, :text_version, :text_hash, :language, :method, :now);

-- name: withdraw_consent!
UPDATE consent SET withdrawn_at = :now WHERE person = :person AND purpose = :purpose AND withdrawn_at IS NULL;

-- name: consents_of
SELECT purpose, given_at FROM consent WHERE person = :person AND withdrawn_at IS NULL ORDER BY id;

-- name: home_organisation^
SELECT id, name, reads_at, phone FROM organisation WHERE home = 1;

-- name: organisation_by_id^
SELECT id, name, reads_at, phone FROM organisation WHERE id = :id;

-- name: organisation_by_name^
SELECT id, name, reads_at, phone FROM organisation WHERE name = :name;

-- name: add_organisation<!
INSERT INTO organisation (name, home, reads_at, phone, created_at)
VALUES (:name, :home, :reads_at, :phone, :now) RETURNING id;

-- name: log_look!
INSERT INTO audit (at, who, what, whom, organisation) VALUES (:now, :who, :what, :whom, :organisation);

-- name: looks_at
SELECT a.at, a.what, coalesce(p.first_name, '') FROM audit a LEFT JOIN person p ON p.id = a.who
WHERE a.whom = :whom AND a.at > :since ORDER BY a.id;

-- name: bury!
INSERT INTO tombstone (mark, erased_at) VALUES (:mark, :now)
ON CONFLICT (mark) DO UPDATE SET erased_at = excluded.erased_at;

-- name: people_count$
SELECT count(*) FROM person;
