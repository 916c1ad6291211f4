-- name: add_activity<!
INSERT INTO activity (organisation, uid, title, interest, place, area, door, first_ten, price, host, made_by, state,
    made_at)
VALUES (:organisation, :uid, :title, :interest, :place, :area, :door, :first_ten, :price, :host, :made_by, :state,
    :now)
RETURNING id;

-- name: activity_by_uid^
SELECT id, organisation, title, interest, place, area, door, first_ten, price, host, made_by, state, latitude, longitude
FROM activity WHERE organisation = :organisation AND uid = :uid;

-- name: activity_by_id^
SELECT id, organisation, title, interest, place, area, door, first_ten, price, host, made_by, state, latitude, longitude
FROM activity WHERE id = :id;

-- name: set_activity_state!
UPDATE activity SET state = :state WHERE id = :id;

-- name: set_activity_texts!
UPDATE activity SET title = :title, interest = :interest, place = :place, area = :area, door = :door,
    first_ten = :first_ten, price = :price WHERE id = :id;

-- name: add_occurrence!
INSERT INTO occurrence (activity, recurrence, starts_at, ends_at, capacity)
VALUES (:activity, :recurrence, :starts_at, :ends_at, :capacity)
ON CONFLICT (activity, recurrence) DO NOTHING;

-- name: occurrence_by_id^
SELECT o.id, o.starts_at, o.ends_at, o.capacity, o.taken, o.version, o.state,
    a.id, a.organisation, a.title, a.interest, a.place, a.area, a.door, a.first_ten, a.price, a.host, a.made_by,
    a.state, a.latitude, a.longitude
FROM occurrence o JOIN activity a ON a.id = o.activity WHERE o.id = :id;

-- name: occurrences_of
SELECT o.id, o.starts_at, o.ends_at, o.capacity, o.taken, o.version, o.state,
    a.id, a.organisation, a.title, a.interest, a.place, a.area, a.door, a.first_ten, a.price, a.host, a.made_by,
    a.state, a.latitude, a.longitude
FROM occurrence o JOIN activity a ON a.id = o.activity
WHERE a.id = :activity AND o.starts_at > :after ORDER BY o.starts_at, o.id;

-- name: occurrences_between
SELECT o.id, o.starts_at, o.ends_at, o.capacity, o.taken, o.version, o.state,
    a.id, a.organisation, a.title, a.interest, a.place, a.area, a.door, a.first_ten, a.price, a.host, a.made_by,
    a.state, a.latitude, a.longitude
FROM occurrence o JOIN activity a ON a.id = o.activity
WHERE o.state = 'planned' AND a.state = 'published' AND o.starts_at > :after AND o.starts_at <= :until
ORDER BY o.starts_at, o.id;

-- name: occurrences_of_organisation
SELECT o.id, o.starts_at, o.ends_at, o.capacity, o.taken, o.version, o.state,
    a.id, a.organisation, a.title, a.interest, a.place, a.area, a.door, a.first_ten, a.price, a.host, a.made_by,
    a.state, a.latitude, a.longitude
FROM occurrence o JOIN activity a ON a.id = o.activity
WHERE a.organisation = :organisation AND o.state = 'planned' AND a.state <> 'cancelled'
    AND o.starts_at > :after AND o.starts_at <= :until
ORDER BY o.starts_at, o.id;

-- name: move_occurrence!
UPDATE occurrence SET starts_at = :starts_at, ends_at = :ends_at, version = version + 1 WHERE id = :id;

-- name: cancel_occurrence!
UPDATE occurrence SET state = 'cancelled', version = version + 1 WHERE id = :id AND state = 'planned';

-- name: set_capacity!
UPDATE occurrence SET capacity = :capacity WHERE id = :id AND taken <= :capacity;

-- name: put_need!
INSERT INTO need (activity, role, wanted) VALUES (:activity, :role, :wanted)
ON CONFLICT (activity, role) DO UPDATE SET wanted = excluded.wanted;

-- name: needs_of
SELECT role, wanted FROM need WHERE activity = :activity ORDER BY role;

-- name: take_seats!
-- All of them, or none.
UPDATE occurrence SET taken = taken + :n WHERE id = :id AND taken + :n <= capacity AND state = 'planned';

-- name: free_seats!
UPDATE occurrence SET taken = taken - :n WHERE id = :id AND taken >= :n;

-- name: signup_of^
SELECT id, occurrence, person, form, state, version, came, made_at, party FROM signup
WHERE occurrence = :occurrence AND person = :person;

-- name: signup_by_id^
SELECT id, occurrence, person, form, state, version, came, made_at FROM signup WHERE id = :id;

-- name: latest_attendance
-- Whether somebody came to the last three dates of which that is known; the newest first.
SELECT s.came FROM signup s JOIN occurrence o ON o.id = s.occurrence
WHERE s.person = :person AND s.state = 'in' AND s.came <> '' AND o.state = 'planned' AND o.ends_at <= :now
ORDER BY o.starts_at DESC, s.id DESC LIMIT 3;

-- name: forget_absences!
-- After a while somebody who did not come is as somebody who had cancelled.
UPDATE signup SET state = 'out', came = '' WHERE came = 'no' AND occurrence IN (
    SELECT o.id FROM occurrence o WHERE o.ends_at < :before);

-- name: add_signup!
INSERT INTO signup (occurrence, person, form, state, party, made_at, changed_at)
VALUES (:occurrence, :person, :form, :state, :party, :now, :now);

-- name: set_signup!
UPDATE signup SET form = :form, state = :state, party = :party, version = version + 1, changed_at = :now
WHERE id = :id;

-- name: greeted_of$
SELECT greeted FROM signup WHERE id = :id;

-- name: set_greeted!
UPDATE signup SET greeted = :greeted WHERE id = :id;

-- name: set_went!
UPDATE signup SET went = :went WHERE id = :id;

-- name: greeted_between
SELECT s.id, s.occurrence, s.person, s.form, s.state, s.version, s.came, s.made_at, s.party
FROM signup s JOIN occurrence o ON o.id = s.occurrence JOIN activity a ON a.id = o.activity
WHERE s.greeted = 'yes' AND s.state = 'in' AND o.state = 'planned' AND a.state = 'published'
    AND o.starts_at > :after AND o.starts_at <= :until
ORDER BY o.starts_at, s.id;

-- name: greeted_at
SELECT person FROM signup WHERE occurrence = :occurrence AND greeted = 'yes' AND state = 'in';

-- name: times_before$
-- How often somebody was at an activity, as far as anybody has said.
SELECT count(*) FROM signup s JOIN occurrence o ON o.id = s.occurrence
WHERE s.person = :person AND o.activity = :activity AND s.state = 'in' AND s.came <> 'no' AND o.state = 'planned'
    AND o.starts_at < :before;

-- name: came_of_it^
-- Who came, of whom it is not known, who of them for the first time, and who is signed up for a later date.
SELECT sum(CASE WHEN s.came = 'yes' THEN 1 ELSE 0 END), sum(CASE WHEN s.came = '' THEN 1 ELSE 0 END),
    sum(CASE WHEN s.came = 'yes' AND NOT EXISTS (
        SELECT 1 FROM signup b JOIN occurrence p ON p.id = b.occurrence
        WHERE b.person = s.person AND p.activity = :activity AND b.came = 'yes' AND p.starts_at < :starts_at)
        THEN 1 ELSE 0 END),
    sum(CASE WHEN s.came = 'yes' AND EXISTS (
        SELECT 1 FROM signup b JOIN occurrence p ON p.id = b.occurrence
        WHERE b.person = s.person AND p.activity = :activity AND b.state = 'in' AND p.state = 'planned'
            AND p.starts_at > :starts_at)
        THEN 1 ELSE 0 END)
FROM signup s WHERE s.occurrence = :occurrence AND s.state = 'in';

-- name: forget_greetings!
-- Who was new, and how it went, is nobody's business after a while.
UPDATE signup SET greeted = '', went = '' WHERE (greeted <> '' OR went <> '') AND occurrence IN (
    SELECT o.id FROM occurrence o WHERE o.ends_at < :before);

-- name: set_came!
UPDATE signup SET came = :came WHERE id = :id;

-- name: signups_of_occurrence
SELECT id, occurrence, person, form, state, version, came, made_at, party FROM signup
WHERE occurrence = :occurrence AND state = :state ORDER BY id;

-- name: signups_of_person
SELECT s.id, s.occurrence, s.person, s.form, s.state, s.version, s.came, s.made_at, s.party
FROM signup s JOIN occurrence o ON o.id = s.occurrence
WHERE s.person = :person AND s.state IN ('in', 'waiting', 'offered') AND o.state = 'planned' AND o.ends_at > :now
ORDER BY o.starts_at, s.id;

-- name: shift_by_id^
SELECT id, occurrence, person, role, state, version, made_at FROM shift WHERE id = :id;

-- name: shift_of^
SELECT id, occurrence, person, role, state, version, made_at FROM shift
WHERE occurrence = :occurrence AND person = :person AND role = :role;

-- name: shifts_of_occurrence
SELECT id, occurrence, person, role, state, version, made_at FROM shift
WHERE occurrence = :occurrence AND state IN ('taken', 'confirmed') ORDER BY id;

-- name: shifts_of_person
SELECT s.id, s.occurrence, s.person, s.role, s.state, s.version, s.made_at
FROM shift s JOIN occurrence o ON o.id = s.occurrence
WHERE s.person = :person AND s.state IN ('taken', 'confirmed') AND o.state = 'planned' AND o.ends_at > :now
ORDER BY o.starts_at, s.id;

-- name: add_shift<!
INSERT INTO shift (occurrence, person, role, state, made_at, changed_at)
VALUES (:occurrence, :person, :role, 'taken', :now, :now) RETURNING id;

-- name: set_shift!
UPDATE shift SET state = :state, version = version + 1, changed_at = :now WHERE id = :id AND state <> :state;
