-- name: areas_where_things_go_on
-- Where something is to come, most of it first.
SELECT a.area FROM activity a JOIN occurrence o ON o.activity = a.id
WHERE a.state = 'published' AND o.state = 'planned' AND o.starts_at > :now AND a.area <> ''
GROUP BY a.area ORDER BY count(*) DESC, a.area LIMIT :limit;
