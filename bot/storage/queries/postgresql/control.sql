-- name: epoch$
-- Whoever raises it waits until what is claimed under the old one is to be seen.
SELECT epoch FROM control WHERE id = 1 FOR SHARE;
