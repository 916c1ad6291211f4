-- name: add_desk_key!
INSERT INTO desk_key (token_hash, person, kind, page, made_at, heard_at, expires_at)
VALUES (:token_hash, :person, :kind, :page, :now, :now, :expires_at);

-- name: is_desk_link$
SELECT 1 FROM desk_key WHERE token_hash = :token_hash AND kind = 'link' AND expires_at > :now;

-- name: spend_desk_link<!
-- Whoever comes second finds no row: a link logs in once.
DELETE FROM desk_key WHERE token_hash = :token_hash AND kind = 'link' AND expires_at > :now
RETURNING person, page;

-- name: desk_session^
SELECT person, heard_at FROM desk_key
WHERE token_hash = :token_hash AND kind = 'session' AND expires_at > :now AND heard_at > :idle;

-- name: note_desk_session!
UPDATE desk_key SET heard_at = :now WHERE token_hash = :token_hash;

-- name: end_desk_session!
DELETE FROM desk_key WHERE token_hash = :token_hash AND kind = 'session';

-- name: end_desk_links!
DELETE FROM desk_key WHERE person = :person AND kind = 'link';

-- name: end_desk_of!
DELETE FROM desk_key WHERE person = :person;

-- name: tidy_desk_keys!
DELETE FROM desk_key WHERE expires_at <= :now;

-- name: desk_sessions_of
SELECT made_at, heard_at FROM desk_key WHERE person = :person AND kind = 'session' AND expires_at > :now
ORDER BY made_at, token_hash;
