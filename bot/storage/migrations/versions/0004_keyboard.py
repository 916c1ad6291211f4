"""Which large buttons stand on somebody's phone."""

from alembic import op
from sqlalchemy import Column, Text

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", Column("keyboard", Text(), server_default="", nullable=False))
