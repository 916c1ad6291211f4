-- name: imported_activity^
SELECT id, imported FROM activity WHERE organisation = :organisation AND uid = :uid;

-- name: imported_dates
SELECT id, recurrence, starts_at, ends_at, state, imported FROM occurrence
WHERE activity = :activity AND imported <> '' ORDER BY starts_at, id;

-- name: set_imported_activity!
UPDATE activity SET imported = :imported WHERE id = :id;

-- name: set_imported_date!
UPDATE occurrence SET recurrence = :recurrence, imported = :imported WHERE id = :id;

-- name: set_imported_new!
UPDATE occurrence SET imported = :imported WHERE activity = :activity AND recurrence = :recurrence;

-- name: activity_imported$
SELECT imported FROM activity WHERE id = :id;
