-- name: all_consents_of
SELECT purpose, text_version, given_at, withdrawn_at FROM consent WHERE person = :person ORDER BY id;

-- name: all_roles_of
SELECT o.name, r.role, r.state, r.since, r.attest_seen_at, r.promised_at FROM role r JOIN organisation o ON o.id = r.organisation
WHERE r.person = :person ORDER BY o.name, r.role;

-- name: all_signups_of
SELECT a.title, o.starts_at, s.form, s.state, s.came, CASE s.greeted WHEN 'yes' THEN 'greeted' ELSE '' END, s.went
FROM signup s JOIN occurrence o ON o.id = s.occurrence
JOIN activity a ON a.id = o.activity WHERE s.person = :person ORDER BY o.starts_at, s.id;

-- name: all_shifts_of
SELECT a.title, o.starts_at, s.role, s.state FROM shift s JOIN occurrence o ON o.id = s.occurrence
JOIN activity a ON a.id = o.activity WHERE s.person = :person ORDER BY o.starts_at, s.id;

-- name: all_invitations_of
SELECT a.title, o.starts_at, i.answer, i.why, i.made_at, i.reason FROM invitation i JOIN occurrence o ON o.id = i.occurrence
JOIN activity a ON a.id = o.activity WHERE i.person = :person ORDER BY i.made_at, i.id;

-- name: all_answers_of
SELECT answer, word, asked_at, answered_at FROM checkin_answer WHERE person = :person ORDER BY number;

-- name: all_favours_of
SELECT word, answer, made_at FROM favour WHERE person = :person ORDER BY id;

-- name: all_ideas_of
SELECT words, made_at, read_at FROM idea WHERE person = :person ORDER BY id;

-- name: all_conversations_of
SELECT opened_at, reason, state, closed_at FROM conversation WHERE person = :person ORDER BY id;

-- name: all_looks_at
SELECT a.at, a.what, coalesce(p.first_name, '') FROM audit a LEFT JOIN person p ON p.id = a.who
WHERE a.whom = :person ORDER BY a.id;

-- name: all_stand_ins_of
SELECT a.title, o.starts_at, s.role, i.state FROM stand_in i JOIN shift s ON s.id = i.shift
JOIN occurrence o ON o.id = s.occurrence JOIN activity a ON a.id = o.activity WHERE i.person = :person ORDER BY i.id;

-- name: all_companionships_of
SELECT a.title, o.starts_at, c.state, CASE WHEN c.citizen = :person THEN c.citizen_sign ELSE c.companion_sign END
FROM companionship c JOIN occurrence o ON o.id = c.occurrence JOIN activity a ON a.id = o.activity
WHERE c.citizen = :person OR c.companion = :person ORDER BY c.id;

-- name: all_pairings_of
SELECT step, state, made_at, ended_at FROM pairing WHERE citizen = :person OR companion = :person ORDER BY id;

-- name: rhythm_of
SELECT rhythm, hour, next_at FROM checkin WHERE person = :person;

-- name: all_links_of
SELECT u.used_at, i.role, coalesce(r.told_by, ''), coalesce(r.first_name, ''), coalesce(r.wishes, ''),
    coalesce(r.area, '')
FROM invite_use u JOIN invite i ON i.id = u.invite LEFT JOIN referral r ON r.invite = u.invite
WHERE u.person = :person ORDER BY u.used_at, u.invite;

-- name: all_letters_to
SELECT created_at, kind FROM outbox WHERE chat = :chat ORDER BY id;

-- name: audit_guards
-- What keeps the list of looks as it was written.
SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit';
