"""When volunteers are reminded, in which hours, and whether their week comes on Mondays."""

from alembic import op
from sqlalchemy import Column, Integer

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("organisation", Column("remind_days", Integer(), server_default="2", nullable=False))
    op.add_column("organisation", Column("remind_hours", Integer(), server_default="3", nullable=False))
    op.add_column("person", Column("remind_days", Integer()))
    op.add_column("person", Column("remind_hours", Integer()))
    op.add_column("person", Column("awake_from", Integer(), server_default="8", nullable=False))
    op.add_column("person", Column("awake_until", Integer(), server_default="21", nullable=False))
    op.add_column("person", Column("monday", Integer(), server_default="1", nullable=False))
