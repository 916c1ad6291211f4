"""An address at which somebody's own calendar can be read."""

from alembic import op
from sqlalchemy import Column, ForeignKeyConstraint, PrimaryKeyConstraint, Text, UniqueConstraint

from bot.storage.tables import Id, Moment

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feed",
        Column("person", Id, nullable=False),
        Column("token_hash", Text(), nullable=False),
        Column("made_at", Moment(), nullable=False),
        ForeignKeyConstraint(["person"], ["person.id"], name=op.f("feed_person_fkey"), ondelete="CASCADE"),
        PrimaryKeyConstraint("person", name=op.f("feed_pkey")),
        UniqueConstraint("token_hash", name=op.f("feed_token_hash_key")),
    )
