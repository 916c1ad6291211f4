"""Regular shifts, and what an organisation wants to have seen before somebody takes a role."""

from alembic import op
from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)

from bot.storage.tables import Id, Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ROLES = "role IN ('host', 'companion', 'driver', 'helper')"


def upgrade() -> None:
    op.create_table(
        "regular",
        Column("id", Id, nullable=False),
        Column("activity", Id, nullable=False),
        Column("person", Id, nullable=False),
        Column("role", Text(), nullable=False),
        Column("weekday", Integer(), nullable=False),
        Column("made_at", Moment(), nullable=False),
        Column("until", Moment(), nullable=False),
        Column("ended_at", Moment()),
        CheckConstraint(ROLES, name=op.f("regular_role_check")),
        CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("regular_weekday_check")),
        ForeignKeyConstraint(
            ["activity"], ["activity.id"], name=op.f("regular_activity_fkey"), ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["person"], ["person.id"], name=op.f("regular_person_fkey"), ondelete="CASCADE"),
        PrimaryKeyConstraint("id", name=op.f("regular_pkey")),
        UniqueConstraint(
            "activity", "person", "role", "weekday", name=op.f("regular_activity_person_role_weekday_key")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("regular_person", "regular", ["person"])
    op.create_table(
        "paper",
        Column("organisation", Id, nullable=False),
        Column("role", Text(), nullable=False),
        Column("word", Text(), nullable=False),
        CheckConstraint(ROLES, name=op.f("paper_role_check")),
        CheckConstraint(
            "word IN ('attest', 'promise', 'licence', 'first_aid')", name=op.f("paper_word_check")
        ),
        ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("paper_organisation_fkey"), ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("organisation", "role", "word", name=op.f("paper_pkey")),
    )
    op.create_table(
        "seen_paper",
        Column("person", Id, nullable=False),
        Column("organisation", Id, nullable=False),
        Column("word", Text(), nullable=False),
        Column("seen_at", Moment(), nullable=False),
        Column("seen_by", Id),
        CheckConstraint("word IN ('licence', 'first_aid')", name=op.f("seen_paper_word_check")),
        ForeignKeyConstraint(
            ["organisation"],
            ["organisation.id"],
            name=op.f("seen_paper_organisation_fkey"),
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("seen_paper_person_fkey"), ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["seen_by"], ["person.id"], name=op.f("seen_paper_seen_by_fkey"), ondelete="SET NULL"
        ),
        PrimaryKeyConstraint("person", "organisation", "word", name=op.f("seen_paper_pkey")),
    )
