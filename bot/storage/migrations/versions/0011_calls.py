"""People without a chat: how they are reached, and what they are to be called or written to about."""

from alembic import op
from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)

from bot.storage.tables import Id, Moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contact",
        Column("person", Id, nullable=False),
        Column("mode", Text(), nullable=False),
        Column("phone", Text(), nullable=False),
        Column("address", Text(), nullable=False),
        Column("said_by", Text(), nullable=False),
        Column("said_on", Text(), nullable=False),
        Column("made_by", Id),
        Column("made_at", Moment(), nullable=False),
        CheckConstraint("mode IN ('phone', 'letter')", name=op.f("contact_mode_check")),
        CheckConstraint(
            "said_by IN ('met', 'called', 'wrote', 'guardian')", name=op.f("contact_said_by_check")
        ),
        ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("contact_made_by_fkey"), ondelete="SET NULL"
        ),
        ForeignKeyConstraint(["person"], ["person.id"], name=op.f("contact_person_fkey"), ondelete="CASCADE"),
        PrimaryKeyConstraint("person", name=op.f("contact_pkey")),
    )
    op.create_table(
        "to_call",
        Column("id", Id, nullable=False),
        Column("dedupe_key", Text(), nullable=False),
        Column("person", Id, nullable=False),
        Column("organisation", Id, nullable=False),
        Column("kind", Text(), nullable=False),
        Column("body", LargeBinary(), nullable=False),
        Column("occurrence", Id),
        Column("version", Integer()),
        Column("state", Text(), server_default="open", nullable=False),
        Column("answer", Text(), server_default="", nullable=False),
        Column("tries", Integer(), server_default="0", nullable=False),
        Column("made_at", Moment(), nullable=False),
        Column("not_before", Moment(), nullable=False),
        Column("expires_at", Moment(), nullable=False),
        Column("settled_at", Moment()),
        CheckConstraint(
            "state IN ('open', 'done', 'expired', 'cancelled')", name=op.f("to_call_state_check")
        ),
        CheckConstraint("answer IN ('', 'yes', 'no', 'sent')", name=op.f("to_call_answer_check")),
        ForeignKeyConstraint(
            ["occurrence"], ["occurrence.id"], name=op.f("to_call_occurrence_fkey"), ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("to_call_organisation_fkey"), ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["person"], ["person.id"], name=op.f("to_call_person_fkey"), ondelete="CASCADE"),
        PrimaryKeyConstraint("id", name=op.f("to_call_pkey")),
        UniqueConstraint("dedupe_key", name=op.f("to_call_dedupe_key_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("to_call_organisation", "to_call", ["organisation", "state"])
    op.create_index("to_call_person", "to_call", ["person", "made_at"])
    op.create_index("to_call_occurrence", "to_call", ["occurrence"])
