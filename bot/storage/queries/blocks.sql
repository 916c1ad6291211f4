-- name: add_block!
INSERT INTO block (one, other, made_by, made_at) VALUES (:one, :other, :made_by, :now)
ON CONFLICT (one, other) DO NOTHING;

-- name: block_of$
SELECT one FROM block WHERE one = :one AND other = :other;

-- name: drop_block!
DELETE FROM block WHERE one = :one AND other = :other;
