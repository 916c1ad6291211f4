-- name: add_invite<!
INSERT INTO invite (token_hash, role, organisation, made_by, made_at, expires_at, uses_left, personal)
VALUES (:token_hash, :role, :organisation, :made_by, :now, :expires_at, :uses, :personal) RETURNING id;

-- name: live_invite^
SELECT id, role, organisation FROM invite
WHERE token_hash = :token_hash AND revoked_at IS NULL AND uses_left > 0 AND expires_at > :now;

-- name: used_invite^
SELECT i.id, i.role, i.organisation FROM invite i JOIN invite_use u ON u.invite = i.id
WHERE i.token_hash = :token_hash AND u.person = :person;

-- name: spend_invite!
UPDATE invite SET uses_left = uses_left - 1
WHERE id = :id AND revoked_at IS NULL AND uses_left > 0 AND expires_at > :now;

-- name: note_invite_use!
INSERT INTO invite_use (invite, person, used_at) VALUES (:invite, :person, :now)
ON CONFLICT (invite, person) DO NOTHING;

-- name: revoke_invite!
UPDATE invite SET revoked_at = :now WHERE id = :id AND organisation = :organisation AND revoked_at IS NULL;

-- name: invite_by_id^
SELECT id, role, organisation, expires_at, uses_left, revoked_at FROM invite WHERE id = :id;

-- name: add_guess!
INSERT INTO guess (chat, at) VALUES (:chat, :now);

-- name: guesses_since$
SELECT count(*) FROM guess WHERE chat = :chat AND at > :since;

-- name: all_guesses_since$
SELECT count(*) FROM guess WHERE at > :since;

-- name: forget_guesses!
DELETE FROM guess WHERE at < :before;
