"""Who may see the coordinators' page: links that log in once, and browsers that are logged in."""

from alembic import op
from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, PrimaryKeyConstraint, Text

from bot.storage.tables import Id, Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk_key",
        Column("token_hash", Text(), nullable=False),
        Column("person", Id, nullable=False),
        Column("kind", Text(), nullable=False),
        Column("page", Text(), server_default="", nullable=False),
        Column("made_at", Moment(), nullable=False),
        Column("heard_at", Moment(), nullable=False),
        Column("expires_at", Moment(), nullable=False),
        CheckConstraint("kind IN ('link', 'session')", name=op.f("desk_key_kind_check")),
        ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("desk_key_person_fkey"), ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("token_hash", name=op.f("desk_key_pkey")),
    )
    op.create_index(op.f("desk_key_person"), "desk_key", ["person"])
