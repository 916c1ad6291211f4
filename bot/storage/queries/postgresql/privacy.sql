-- name: audit_guards
-- What keeps the list of looks as it was written.
SELECT name FROM (SELECT tgname AS name FROM pg_trigger
    WHERE tgrelid = 'audit'::regclass AND NOT tgisinternal AND tgenabled <> 'D') AS guards;
