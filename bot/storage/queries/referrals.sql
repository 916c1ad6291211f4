-- name: add_referral!
INSERT INTO referral (invite, first_name, told_by, wishes, area, made_at)
VALUES (:invite, :first_name, :told_by, :wishes, :area, :now);

-- name: referral_of^
SELECT first_name, told_by, wishes, area FROM referral WHERE invite = :invite;

-- name: drop_referral!
DELETE FROM referral WHERE invite = :invite;

-- name: ended_referrals
SELECT r.invite FROM referral r JOIN invite i ON i.id = r.invite
WHERE i.expires_at <= :now OR i.revoked_at IS NOT NULL OR i.uses_left = 0 ORDER BY r.invite;

-- name: chats_that_opened
-- Who stands at the door with this link: what others told of them stands in what they are being asked.
SELECT DISTINCT d.chat FROM dialogue d
WHERE d.script = :script AND d.state LIKE :pattern
    AND NOT EXISTS (SELECT 1 FROM person p WHERE p.chat = d.chat);

-- name: personal_invites
-- Links made for one person each: still to be taken up, or taken up lately; the newest first.
SELECT i.id, i.made_at, i.expires_at, i.uses_left, u.person FROM invite i
LEFT JOIN invite_use u ON u.invite = i.id
WHERE i.organisation = :organisation AND i.personal = 1 AND i.revoked_at IS NULL
    AND ((i.uses_left > 0 AND i.expires_at > :now) OR (i.uses_left = 0 AND i.made_at > :since))
ORDER BY i.made_at DESC, i.id DESC;

-- name: blank_words_since!
UPDATE outbox SET body = :nothing
WHERE chat = :chat AND created_at >= :since AND settled_at IS NOT NULL AND length(body) > 0;

-- name: forget_words_at_the_door!
-- An answer to danger still has to arrive, and holds nothing of the person.
DELETE FROM outbox WHERE chat = :chat AND kind <> 'safety';
