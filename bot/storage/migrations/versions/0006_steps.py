"""Companions who step back, and newcomers who would like to be met."""

from alembic import op
from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Text,
    text,
)

from bot.storage.tables import Id, Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("signup", Column("greeted", Text(), server_default="", nullable=False))
    op.add_column("signup", Column("went", Text(), server_default="", nullable=False))
    pairing()


def pairing() -> None:
    op.create_table(
        "pairing",
        Column("id", Id, nullable=False),
        Column("organisation", Id, nullable=False),
        Column("citizen", Id, nullable=False),
        Column("companion", Id, nullable=False),
        Column("step", Text(), server_default="together", nullable=False),
        Column("state", Text(), server_default="open", nullable=False),
        Column("citizen_word", Text(), server_default="", nullable=False),
        Column("companion_word", Text(), server_default="", nullable=False),
        Column("due", Integer(), nullable=False),
        Column("made_at", Moment(), nullable=False),
        Column("step_at", Moment(), nullable=False),
        Column("asked_at", Moment()),
        Column("ended_at", Moment()),
        Column("followed_at", Moment()),
        CheckConstraint("step IN ('together', 'door', 'hello')", name=op.f("pairing_step_check")),
        CheckConstraint("state IN ('open', 'ended', 'left')", name=op.f("pairing_state_check")),
        CheckConstraint("citizen_word IN ('', 'yes', 'wait')", name=op.f("pairing_citizen_word_check")),
        CheckConstraint("companion_word IN ('', 'yes', 'wait')", name=op.f("pairing_companion_word_check")),
        ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("pairing_organisation_fkey"), ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["citizen"], ["person.id"], name=op.f("pairing_citizen_fkey"), ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["companion"], ["person.id"], name=op.f("pairing_companion_fkey"), ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("id", name=op.f("pairing_pkey")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "pairing_open",
        "pairing",
        ["citizen", "companion"],
        unique=True,
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    )
    op.create_index("pairing_companion", "pairing", ["companion", "state"])
