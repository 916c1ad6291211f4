"""Everything, as it began."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.tables import Id, Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Nobody rewrites who looked at whom.  What is over 360 days old may go: by the clock of the machine, or by
# the clock that the sweeps last saw, whichever is ahead (a simulated year must be able to forget too).
GUARDS = {
    "sqlite": (
        """CREATE TRIGGER audit_kept_as_written BEFORE UPDATE ON audit BEGIN
            SELECT RAISE(ABORT, 'the audit log is append-only');
        END""",
        """CREATE TRIGGER audit_kept_a_year BEFORE DELETE ON audit
        WHEN OLD.at > strftime('%Y-%m-%dT%H:%M:%S', max(
            datetime('now'), coalesce((SELECT max(datetime(ran_at)) FROM sweep), '')
        ), '-360 days') BEGIN
            SELECT RAISE(ABORT, 'the audit log is append-only');
        END""",
    ),
    "postgresql": (
        """CREATE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP = 'DELETE'
            AND OLD.at <= greatest(now(), (SELECT max(ran_at) FROM sweep)) - interval '360 days'
            THEN RETURN OLD; END IF;
            RAISE EXCEPTION 'the audit log is append-only';
        END $$""",
        """CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit
        FOR EACH ROW EXECUTE FUNCTION audit_guard()""",
    ),
}


def upgrade() -> None:
    control()
    dialogue()
    frozen()
    guess()
    inbox()
    organisation()
    sweep()
    tombstone()
    unreachable()
    audit()
    person()
    activity()
    campaign()
    checkin()
    checkin_answer()
    consent()
    conversation()
    interest()
    invite()
    role()
    invite_use()
    need()
    occurrence()
    invitation()
    outbox()
    shift()
    signup()
    guards()


def control() -> None:
    op.create_table(
        "control",
        Column("id", Integer, autoincrement=False, nullable=False),
        Column("epoch", BigInteger, nullable=False),
        Column("send_mode", Text, server_default="all", nullable=False),
        CheckConstraint("send_mode IN ('all', 'urgent', 'off')", name=op.f("control_send_mode_check")),
        PrimaryKeyConstraint("id", name=op.f("control_pkey")),
    )


def dialogue() -> None:
    op.create_table(
        "dialogue",
        Column("id", Id, nullable=False),
        Column("chat", BigInteger, nullable=False),
        Column("position", Integer, nullable=False),
        Column("script", Text, nullable=False),
        Column("state", Text, nullable=False),
        Column("touched_at", Moment, nullable=False),
        Column("expires_at", Moment, nullable=False),
        PrimaryKeyConstraint("id", name=op.f("dialogue_pkey")),
        UniqueConstraint("chat", "position", name=op.f("dialogue_chat_position_key")),
        sqlite_autoincrement=True,
    )


def frozen() -> None:
    op.create_table(
        "frozen",
        Column("chat", BigInteger, autoincrement=False, nullable=False),
        Column("until", Moment, nullable=False),
        PrimaryKeyConstraint("chat", name=op.f("frozen_pkey")),
    )


def guess() -> None:
    op.create_table(
        "guess",
        Column("id", Id, nullable=False),
        Column("chat", BigInteger, nullable=False),
        Column("at", Moment, nullable=False),
        PrimaryKeyConstraint("id", name=op.f("guess_pkey")),
        sqlite_autoincrement=True,
    )
    op.create_index("guess_chat_at", "guess", ["chat", "at"])


def inbox() -> None:
    op.create_table(
        "inbox",
        Column("id", Id, nullable=False),
        Column("key", Text, nullable=False),
        Column("chat", BigInteger, nullable=False),
        Column("raw", Text, nullable=False),
        Column("state", Text, server_default="new", nullable=False),
        Column("attempts", Integer, server_default="1", nullable=False),
        Column("why", Text),
        Column("received_at", Moment, nullable=False),
        CheckConstraint("state IN ('new', 'done', 'ignored', 'quarantined')", name=op.f("inbox_state_check")),
        PrimaryKeyConstraint("id", name=op.f("inbox_pkey")),
        UniqueConstraint("key", name=op.f("inbox_key_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "inbox_new",
        "inbox",
        ["id"],
        sqlite_where=text("state = 'new'"),
        postgresql_where=text("state = 'new'"),
    )


def organisation() -> None:
    op.create_table(
        "organisation",
        Column("id", Id, nullable=False),
        Column("name", Text, nullable=False),
        Column("home", Integer, server_default="0", nullable=False),
        Column("reads_at", Text, server_default="", nullable=False),
        Column("phone", Text, server_default="", nullable=False),
        Column("created_at", Moment, nullable=False),
        PrimaryKeyConstraint("id", name=op.f("organisation_pkey")),
        UniqueConstraint("name", name=op.f("organisation_name_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "organisation_home",
        "organisation",
        ["home"],
        unique=True,
        sqlite_where=text("home = 1"),
        postgresql_where=text("home = 1"),
    )


def sweep() -> None:
    op.create_table(
        "sweep",
        Column("name", Text, nullable=False),
        Column("ran_at", Moment, nullable=False),
        Column("did", Integer, nullable=False),
        PrimaryKeyConstraint("name", name=op.f("sweep_pkey")),
    )


def tombstone() -> None:
    op.create_table(
        "tombstone",
        Column("mark", Text, nullable=False),
        Column("erased_at", Moment, nullable=False),
        PrimaryKeyConstraint("mark", name=op.f("tombstone_pkey")),
    )


def unreachable() -> None:
    op.create_table(
        "unreachable",
        Column("chat", BigInteger, autoincrement=False, nullable=False),
        Column("since", Moment, nullable=False),
        Column("told_at", Moment),
        PrimaryKeyConstraint("chat", name=op.f("unreachable_pkey")),
    )


def audit() -> None:
    op.create_table(
        "audit",
        Column("id", Id, nullable=False),
        Column("at", Moment, nullable=False),
        Column("who", Id, nullable=False),
        Column("what", Text, nullable=False),
        Column("whom", Id, server_default="0", nullable=False),
        Column("organisation", Id, nullable=False),
        ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("audit_organisation_fkey"), ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("id", name=op.f("audit_pkey")),
        sqlite_autoincrement=True,
    )
    op.create_index("audit_whom_at", "audit", ["whom", "at"])


def person() -> None:
    op.create_table(
        "person",
        Column("id", Id, nullable=False),
        Column("chat", BigInteger),
        Column("first_name", Text, server_default="", nullable=False),
        Column("language", Text, server_default="da", nullable=False),
        Column("organisation", Id, nullable=False),
        Column("stage", Text, server_default="door", nullable=False),
        Column("stopped_at", Moment),
        Column("paused_until", Moment),
        Column("rest_until", Moment),
        Column("deleting_at", Moment),
        Column("weekly", Integer, server_default="2", nullable=False),
        Column("misunderstood", Integer, server_default="0", nullable=False),
        Column("area", Text, server_default="", nullable=False),
        Column("weekdays", Integer, server_default="127", nullable=False),
        Column("times", Integer, server_default="7", nullable=False),
        Column("company", Text, server_default="", nullable=False),
        Column("alert", Integer, server_default="0", nullable=False),
        Column("created_at", Moment, nullable=False),
        Column("heard_at", Moment, nullable=False),
        CheckConstraint("company IN ('', 'yes', 'later', 'alone')", name=op.f("person_company_check")),
        CheckConstraint("stage IN ('door', 'onboarding', 'member')", name=op.f("person_stage_check")),
        ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("person_organisation_fkey"), ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("id", name=op.f("person_pkey")),
        UniqueConstraint("chat", name=op.f("person_chat_key")),
        sqlite_autoincrement=True,
    )


def activity() -> None:
    op.create_table(
        "activity",
        Column("id", Id, nullable=False),
        Column("organisation", Id, nullable=False),
        Column("uid", Text, nullable=False),
        Column("title", Text, nullable=False),
        Column("interest", Text, server_default="", nullable=False),
        Column("place", Text, server_default="", nullable=False),
        Column("area", Text, server_default="", nullable=False),
        Column("door", Text, server_default="", nullable=False),
        Column("first_ten", Text, server_default="", nullable=False),
        Column("price", Text, server_default="", nullable=False),
        Column("host", Id),
        Column("made_by", Id),
        Column("state", Text, server_default="draft", nullable=False),
        Column("made_at", Moment, nullable=False),
        CheckConstraint("state IN ('draft', 'published', 'cancelled')", name=op.f("activity_state_check")),
        ForeignKeyConstraint(["host"], ["person.id"], name=op.f("activity_host_fkey"), ondelete="SET NULL"),
        ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("activity_made_by_fkey"), ondelete="SET NULL"
        ),
        ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("activity_organisation_fkey"), ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("id", name=op.f("activity_pkey")),
        UniqueConstraint("organisation", "uid", name=op.f("activity_organisation_uid_key")),
        sqlite_autoincrement=True,
    )


def campaign() -> None:
    op.create_table(
        "campaign",
        Column("id", Id, nullable=False),
        Column("organisation", Id, nullable=False),
        Column("made_by", Id),
        Column("audience", Text, nullable=False),
        Column("body", LargeBinary, nullable=False),
        Column("state", Text, nullable=False),
        Column("cursor", Id, server_default="0", nullable=False),
        Column("total", Integer, server_default="0", nullable=False),
        Column("progress_id", BigInteger),
        Column("shown", Text, server_default="", nullable=False),
        Column("made_at", Moment, nullable=False),
        Column("starts_at", Moment, nullable=False),
        Column("ended_at", Moment),
        CheckConstraint(
            "state IN ('making', 'sending', 'paused', 'stopped', 'done')", name=op.f("campaign_state_check")
        ),
        ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("campaign_made_by_fkey"), ondelete="SET NULL"
        ),
        ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("campaign_organisation_fkey"), ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("id", name=op.f("campaign_pkey")),
        sqlite_autoincrement=True,
    )


def checkin() -> None:
    op.create_table(
        "checkin",
        Column("person", Id, nullable=False),
        Column("rhythm", Text, nullable=False),
        Column("hour", Integer, server_default="10", nullable=False),
        Column("unanswered", Integer, server_default="0", nullable=False),
        Column("next_at", Moment),
        Column("asked", Integer, server_default="0", nullable=False),
        CheckConstraint(
            "rhythm IN ('weekly', 'fortnightly', 'monthly', 'rarely', 'never')",
            name=op.f("checkin_rhythm_check"),
        ),
        ForeignKeyConstraint(["person"], ["person.id"], name=op.f("checkin_person_fkey"), ondelete="CASCADE"),
        PrimaryKeyConstraint("person", name=op.f("checkin_pkey")),
    )
    op.create_index("checkin_next_at", "checkin", ["next_at"])


def checkin_answer() -> None:
    op.create_table(
        "checkin_answer",
        Column("id", Id, nullable=False),
        Column("person", Id, nullable=False),
        Column("number", Integer, nullable=False),
        Column("answer", Text, server_default="", nullable=False),
        Column("word", Text, server_default="", nullable=False),
        Column("asked_at", Moment, nullable=False),
        Column("answered_at", Moment),
        CheckConstraint(
            "answer IN ('', 'good', 'ok', 'bad', 'none')", name=op.f("checkin_answer_answer_check")
        ),
        ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("checkin_answer_person_fkey"), ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("id", name=op.f("checkin_answer_pkey")),
        UniqueConstraint("person", "number", name=op.f("checkin_answer_person_number_key")),
        sqlite_autoincrement=True,
    )


def consent() -> None:
    op.create_table(
        "consent",
        Column("id", Id, nullable=False),
        Column("person", Id, nullable=False),
        Column("purpose", Text, nullable=False),
        Column("basis", Text, nullable=False),
        Column("text_version", Integer, nullable=False),
        Column("text_hash", Text, nullable=False),
        Column("language", Text, nullable=False),
        Column("method", Text, nullable=False),
        Column("given_at", Moment, nullable=False),
        Column("withdrawn_at", Moment),
        ForeignKeyConstraint(["person"], ["person.id"], name=op.f("consent_person_fkey"), ondelete="CASCADE"),
        PrimaryKeyConstraint("id", name=op.f("consent_pkey")),
        sqlite_autoincrement=True,
    )
    op.create_index("consent_person_purpose", "consent", ["person", "purpose"])


def conversation() -> None:
    op.create_table(
        "conversation",
        Column("id", Id, nullable=False),
        Column("person", Id, nullable=False),
        Column("organisation", Id, nullable=False),
        Column("state", Text, nullable=False),
        Column("reason", Text, server_default="", nullable=False),
        Column("taken_by", Id),
        Column("opened_at", Moment, nullable=False),
        Column("heard_at", Moment, nullable=False),
        Column("reminded_at", Moment),
        Column("closed_at", Moment),
        CheckConstraint("state IN ('waiting', 'taken', 'closed')", name=op.f("conversation_state_check")),
        ForeignKeyConstraint(
            ["organisation"],
            ["organisation.id"],
            name=op.f("conversation_organisation_fkey"),
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("conversation_person_fkey"), ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["taken_by"], ["person.id"], name=op.f("conversation_taken_by_fkey"), ondelete="SET NULL"
        ),
        PrimaryKeyConstraint("id", name=op.f("conversation_pkey")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "conversation_open",
        "conversation",
        ["person"],
        unique=True,
        sqlite_where=text("state <> 'closed'"),
        postgresql_where=text("state <> 'closed'"),
    )


def interest() -> None:
    op.create_table(
        "interest",
        Column("person", Id, nullable=False),
        Column("kind", Text, nullable=False),
        Column("word", Text, nullable=False),
        CheckConstraint("kind IN ('wish', 'gift')", name=op.f("interest_kind_check")),
        ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("interest_person_fkey"), ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("person", "kind", "word", name=op.f("interest_pkey")),
    )


def invite() -> None:
    op.create_table(
        "invite",
        Column("id", Id, nullable=False),
        Column("token_hash", Text, nullable=False),
        Column("role", Text, nullable=False),
        Column("organisation", Id, nullable=False),
        Column("made_by", Id),
        Column("made_at", Moment, nullable=False),
        Column("expires_at", Moment, nullable=False),
        Column("uses_left", Integer, nullable=False),
        Column("revoked_at", Moment),
        CheckConstraint("role IN ('citizen', 'volunteer', 'coordinator')", name=op.f("invite_role_check")),
        CheckConstraint("uses_left >= 0", name=op.f("invite_uses_left_check")),
        ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("invite_made_by_fkey"), ondelete="SET NULL"
        ),
        ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("invite_organisation_fkey"), ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("id", name=op.f("invite_pkey")),
        UniqueConstraint("token_hash", name=op.f("invite_token_hash_key")),
        sqlite_autoincrement=True,
    )


def role() -> None:
    op.create_table(
        "role",
        Column("person", Id, nullable=False),
        Column("organisation", Id, nullable=False),
        Column("role", Text, nullable=False),
        Column("state", Text, nullable=False),
        Column("since", Moment, nullable=False),
        Column("approved_by", Id),
        Column("approved_at", Moment),
        CheckConstraint(
            "role IN ('citizen', 'volunteer', 'coordinator', 'host', 'companion', 'driver', 'helper')",
            name=op.f("role_role_check"),
        ),
        CheckConstraint("state IN ('asked', 'approved', 'revoked')", name=op.f("role_state_check")),
        ForeignKeyConstraint(
            ["approved_by"], ["person.id"], name=op.f("role_approved_by_fkey"), ondelete="SET NULL"
        ),
        ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("role_organisation_fkey"), ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["person"], ["person.id"], name=op.f("role_person_fkey"), ondelete="CASCADE"),
        PrimaryKeyConstraint("person", "organisation", "role", name=op.f("role_pkey")),
    )


def invite_use() -> None:
    op.create_table(
        "invite_use",
        Column("invite", Id, nullable=False),
        Column("person", Id, nullable=False),
        Column("used_at", Moment, nullable=False),
        ForeignKeyConstraint(
            ["invite"], ["invite.id"], name=op.f("invite_use_invite_fkey"), ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("invite_use_person_fkey"), ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("invite", "person", name=op.f("invite_use_pkey")),
    )


def need() -> None:
    op.create_table(
        "need",
        Column("activity", Id, nullable=False),
        Column("role", Text, nullable=False),
        Column("wanted", Integer, nullable=False),
        CheckConstraint("role IN ('host', 'companion', 'driver', 'helper')", name=op.f("need_role_check")),
        ForeignKeyConstraint(
            ["activity"], ["activity.id"], name=op.f("need_activity_fkey"), ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("activity", "role", name=op.f("need_pkey")),
    )


def occurrence() -> None:
    op.create_table(
        "occurrence",
        Column("id", Id, nullable=False),
        Column("activity", Id, nullable=False),
        Column("recurrence", Text, nullable=False),
        Column("starts_at", Moment, nullable=False),
        Column("ends_at", Moment, nullable=False),
        Column("capacity", Integer, nullable=False),
        Column("taken", Integer, server_default="0", nullable=False),
        Column("version", Integer, server_default="1", nullable=False),
        Column("state", Text, server_default="planned", nullable=False),
        CheckConstraint("state IN ('planned', 'cancelled')", name=op.f("occurrence_state_check")),
        CheckConstraint("taken BETWEEN 0 AND capacity", name=op.f("occurrence_taken_check")),
        ForeignKeyConstraint(
            ["activity"], ["activity.id"], name=op.f("occurrence_activity_fkey"), ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("id", name=op.f("occurrence_pkey")),
        UniqueConstraint("activity", "recurrence", name=op.f("occurrence_activity_recurrence_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("occurrence_starts_at", "occurrence", ["starts_at"])


def invitation() -> None:
    op.create_table(
        "invitation",
        Column("id", Id, nullable=False),
        Column("occurrence", Id, nullable=False),
        Column("person", Id, nullable=False),
        Column("reason", Text, nullable=False),
        Column("answer", Text, server_default="", nullable=False),
        Column("why", Text, server_default="", nullable=False),
        Column("made_at", Moment, nullable=False),
        Column("answered_at", Moment),
        CheckConstraint(
            "answer IN ('', 'yes', 'maybe', 'no', 'expired')", name=op.f("invitation_answer_check")
        ),
        ForeignKeyConstraint(
            ["occurrence"], ["occurrence.id"], name=op.f("invitation_occurrence_fkey"), ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("invitation_person_fkey"), ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("id", name=op.f("invitation_pkey")),
        UniqueConstraint("occurrence", "person", name=op.f("invitation_occurrence_person_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("invitation_person", "invitation", ["person", "made_at"])


def outbox() -> None:
    op.create_table(
        "outbox",
        Column("id", Id, nullable=False),
        Column("dedupe_key", Text, nullable=False),
        Column("chat", BigInteger, nullable=False),
        Column("kind", Text, nullable=False),
        Column("rank", SmallInteger, nullable=False),
        Column("body", LargeBinary, nullable=False),
        Column("person", Id),
        Column("occurrence", Id),
        Column("version", Integer),
        Column("campaign", Id),
        Column("state", Text, server_default="ready", nullable=False),
        Column("attempts", Integer, server_default="0", nullable=False),
        Column("doubts", Integer, server_default="0", nullable=False),
        Column("epoch", BigInteger, server_default="0", nullable=False),
        Column("why", Text),
        Column("message_id", BigInteger),
        Column("created_at", Moment, nullable=False),
        Column("not_before", Moment, nullable=False),
        Column("expires_at", Moment, nullable=False),
        Column("settled_at", Moment),
        CheckConstraint(
            "state IN ('ready', 'sending', 'sent', "
            "'unknown', 'failed', 'expired', 'suppressed', 'cancelled', 'held')",
            name=op.f("outbox_state_check"),
        ),
        ForeignKeyConstraint(
            ["campaign"], ["campaign.id"], name=op.f("outbox_campaign_fkey"), ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["occurrence"], ["occurrence.id"], name=op.f("outbox_occurrence_fkey"), ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["person"], ["person.id"], name=op.f("outbox_person_fkey"), ondelete="CASCADE"),
        PrimaryKeyConstraint("id", name=op.f("outbox_pkey")),
        UniqueConstraint("dedupe_key", name=op.f("outbox_dedupe_key_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_campaign", "outbox", ["campaign", "state"])
    op.create_index("outbox_chat_message", "outbox", ["chat", "message_id"])
    op.create_index(
        "outbox_head",
        "outbox",
        ["chat", "id"],
        sqlite_where=text("state IN ('ready', 'sending')"),
        postgresql_where=text("state IN ('ready', 'sending')"),
    )
    op.create_index("outbox_occurrence", "outbox", ["occurrence", "state"])
    op.create_index("outbox_person_kind", "outbox", ["person", "kind", "created_at"])
    op.create_index(
        "outbox_ready",
        "outbox",
        ["rank", "id"],
        sqlite_where=text("state = 'ready'"),
        postgresql_where=text("state = 'ready'"),
    )


def shift() -> None:
    op.create_table(
        "shift",
        Column("id", Id, nullable=False),
        Column("occurrence", Id, nullable=False),
        Column("person", Id, nullable=False),
        Column("role", Text, nullable=False),
        Column("state", Text, nullable=False),
        Column("version", Integer, server_default="1", nullable=False),
        Column("made_at", Moment, nullable=False),
        Column("changed_at", Moment, nullable=False),
        CheckConstraint("role IN ('host', 'companion', 'driver', 'helper')", name=op.f("shift_role_check")),
        CheckConstraint(
            "state IN ('taken', 'confirmed', 'prevented', 'released')", name=op.f("shift_state_check")
        ),
        ForeignKeyConstraint(
            ["occurrence"], ["occurrence.id"], name=op.f("shift_occurrence_fkey"), ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["person"], ["person.id"], name=op.f("shift_person_fkey"), ondelete="CASCADE"),
        PrimaryKeyConstraint("id", name=op.f("shift_pkey")),
        UniqueConstraint("occurrence", "person", "role", name=op.f("shift_occurrence_person_role_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("shift_person", "shift", ["person", "state"])


def signup() -> None:
    op.create_table(
        "signup",
        Column("id", Id, nullable=False),
        Column("occurrence", Id, nullable=False),
        Column("person", Id, nullable=False),
        Column("form", Text, server_default="join", nullable=False),
        Column("state", Text, nullable=False),
        Column("version", Integer, server_default="1", nullable=False),
        Column("made_at", Moment, nullable=False),
        Column("changed_at", Moment, nullable=False),
        Column("came", Text, server_default="", nullable=False),
        CheckConstraint("came IN ('', 'yes', 'no')", name=op.f("signup_came_check")),
        CheckConstraint("form IN ('join', 'look', 'hand', 'company')", name=op.f("signup_form_check")),
        CheckConstraint("state IN ('in', 'waiting', 'offered', 'out')", name=op.f("signup_state_check")),
        ForeignKeyConstraint(
            ["occurrence"], ["occurrence.id"], name=op.f("signup_occurrence_fkey"), ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["person"], ["person.id"], name=op.f("signup_person_fkey"), ondelete="CASCADE"),
        PrimaryKeyConstraint("id", name=op.f("signup_pkey")),
        UniqueConstraint("occurrence", "person", name=op.f("signup_occurrence_person_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("signup_person", "signup", ["person", "state"])


def guards() -> None:
    for guard in GUARDS[op.get_context().dialect.name]:
        op.execute(guard)
