"""Needs and facts, company on the way, people told of by others, question packs."""

from alembic import op
from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)

from bot.storage.tables import Id, Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", Column("needs", Integer(), server_default="0", nullable=False))
    op.add_column("person", Column("uninvited_until", Moment()))
    op.add_column("person", Column("spared_until", Moment()))
    op.add_column("person", Column("shift_cap", Integer(), server_default="0", nullable=False))
    op.create_index("role_organisation_role", "role", ["organisation", "role"])
    op.add_column("person", Column("easier", Integer(), server_default="0", nullable=False))
    op.add_column("person", Column("eased_at", Moment()))
    op.add_column("person", Column("welcome_asked_at", Moment()))
    op.add_column("invite", Column("personal", Integer(), server_default="0", nullable=False))
    op.add_column("role", Column("attest_seen_at", Moment()))
    op.add_column("role", Column("promised_at", Moment()))
    op.add_column("activity", Column("latitude", Float()))
    op.add_column("activity", Column("longitude", Float()))
    op.add_column("activity", Column("imported", Text(), server_default="", nullable=False))
    op.add_column("occurrence", Column("imported", Text(), server_default="", nullable=False))
    op.add_column("signup", Column("party", Integer(), server_default="1", nullable=False))
    fact()
    asked()
    companionship()
    referral()
    questionnaire()
    stand_in()
    block()
    favour()
    idea()


def fact() -> None:
    op.create_table(
        "fact",
        Column("activity", Id, nullable=False),
        Column("field", Text(), nullable=False),
        Column("value", Text(), nullable=False),
        ForeignKeyConstraint(
            ["activity"], ["activity.id"], name=op.f("fact_activity_fkey"), ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("activity", "field", name=op.f("fact_pkey")),
    )


def asked() -> None:
    op.create_table(
        "asked",
        Column("activity", Id, nullable=False),
        Column("person", Id, nullable=False),
        Column("field", Text(), nullable=False),
        Column("asked_at", Moment(), nullable=False),
        Column("told_at", Moment()),
        ForeignKeyConstraint(
            ["activity"], ["activity.id"], name=op.f("asked_activity_fkey"), ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["person"], ["person.id"], name=op.f("asked_person_fkey"), ondelete="CASCADE"),
        PrimaryKeyConstraint("activity", "person", "field", name=op.f("asked_pkey")),
    )


def companionship() -> None:
    op.create_table(
        "companionship",
        Column("id", Id, nullable=False),
        Column("occurrence", Id, nullable=False),
        Column("citizen", Id, nullable=False),
        Column("companion", Id, nullable=False),
        Column("state", Text(), nullable=False),
        Column("made_at", Moment(), nullable=False),
        Column("changed_at", Moment(), nullable=False),
        Column("citizen_sign", Text(), server_default="", nullable=False),
        Column("companion_sign", Text(), server_default="", nullable=False),
        CheckConstraint(
            "state IN ('asked', 'willing', 'agreed', 'declined', 'refused', 'lapsed', 'ended')",
            name=op.f("companionship_state_check"),
        ),
        ForeignKeyConstraint(
            ["occurrence"], ["occurrence.id"], name=op.f("companionship_occurrence_fkey"), ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["citizen"], ["person.id"], name=op.f("companionship_citizen_fkey"), ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["companion"], ["person.id"], name=op.f("companionship_companion_fkey"), ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("id", name=op.f("companionship_pkey")),
        UniqueConstraint(
            "occurrence", "citizen", "companion", name=op.f("companionship_occurrence_citizen_companion_key")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("companionship_citizen", "companionship", ["citizen", "state"])
    op.create_index("companionship_companion", "companionship", ["companion", "state"])


def referral() -> None:
    op.create_table(
        "referral",
        Column("invite", Id, nullable=False),
        Column("first_name", Text(), nullable=False),
        Column("told_by", Text(), nullable=False),
        Column("wishes", Text(), server_default="[]", nullable=False),
        Column("area", Text(), server_default="", nullable=False),
        Column("made_at", Moment(), nullable=False),
        ForeignKeyConstraint(
            ["invite"], ["invite.id"], name=op.f("referral_invite_fkey"), ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("invite", name=op.f("referral_pkey")),
    )


def questionnaire() -> None:
    op.create_table(
        "questionnaire",
        Column("id", Id, nullable=False),
        Column("person", Id, nullable=False),
        Column("pack", Text(), nullable=False),
        Column("version", Text(), nullable=False),
        Column("month", Integer(), nullable=False),
        Column("state", Text(), nullable=False),
        Column("answers", Text(), server_default="{}", nullable=False),
        Column("asked_at", Moment(), nullable=False),
        Column("agreed_at", Moment()),
        Column("answered_at", Moment()),
        CheckConstraint(
            "state IN ('asked', 'answered', 'declined', 'lapsed')",
            name=op.f("questionnaire_state_check"),
        ),
        ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("questionnaire_person_fkey"), ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("id", name=op.f("questionnaire_pkey")),
        UniqueConstraint(
            "person",
            "pack",
            "month",
            name=op.f("questionnaire_person_pack_month_key"),
        ),
        sqlite_autoincrement=True,
    )


def stand_in() -> None:
    op.create_table(
        "stand_in",
        Column("id", Id, nullable=False),
        Column("shift", Id, nullable=False),
        Column("person", Id, nullable=False),
        Column("state", Text(), nullable=False),
        Column("made_at", Moment(), nullable=False),
        Column("changed_at", Moment(), nullable=False),
        CheckConstraint(
            "state IN ('asked', 'yes', 'no', 'late', 'silent', 'lapsed')", name=op.f("stand_in_state_check")
        ),
        ForeignKeyConstraint(["shift"], ["shift.id"], name=op.f("stand_in_shift_fkey"), ondelete="CASCADE"),
        ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("stand_in_person_fkey"), ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("id", name=op.f("stand_in_pkey")),
        UniqueConstraint("shift", "person", name=op.f("stand_in_shift_person_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("stand_in_person", "stand_in", ["person", "state"])


def favour() -> None:
    op.create_table(
        "favour",
        Column("id", Id, nullable=False),
        Column("person", Id, nullable=False),
        Column("organisation", Id, nullable=False),
        Column("made_by", Id),
        Column("word", Text(), nullable=False),
        Column("answer", Text(), server_default="", nullable=False),
        Column("made_at", Moment(), nullable=False),
        Column("answered_at", Moment()),
        CheckConstraint("answer IN ('', 'yes', 'no')", name=op.f("favour_answer_check")),
        ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("favour_made_by_fkey"), ondelete="SET NULL"
        ),
        ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("favour_organisation_fkey"), ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["person"], ["person.id"], name=op.f("favour_person_fkey"), ondelete="CASCADE"),
        PrimaryKeyConstraint("id", name=op.f("favour_pkey")),
        sqlite_autoincrement=True,
    )
    op.create_index("favour_person", "favour", ["person"])


def idea() -> None:
    op.create_table(
        "idea",
        Column("id", Id, nullable=False),
        Column("person", Id, nullable=False),
        Column("organisation", Id, nullable=False),
        Column("words", Text(), nullable=False),
        Column("made_at", Moment(), nullable=False),
        Column("read_at", Moment()),
        ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("idea_organisation_fkey"), ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["person"], ["person.id"], name=op.f("idea_person_fkey"), ondelete="CASCADE"),
        PrimaryKeyConstraint("id", name=op.f("idea_pkey")),
        sqlite_autoincrement=True,
    )
    op.create_index("idea_person", "idea", ["person"])


def block() -> None:
    op.create_table(
        "block",
        Column("one", Id, nullable=False),
        Column("other", Id, nullable=False),
        Column("made_by", Id),
        Column("made_at", Moment(), nullable=False),
        CheckConstraint("one < other", name=op.f("block_order_check")),
        ForeignKeyConstraint(["one"], ["person.id"], name=op.f("block_one_fkey"), ondelete="CASCADE"),
        ForeignKeyConstraint(["other"], ["person.id"], name=op.f("block_other_fkey"), ondelete="CASCADE"),
        ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("block_made_by_fkey"), ondelete="SET NULL"
        ),
        PrimaryKeyConstraint("one", "other", name=op.f("block_pkey")),
    )
