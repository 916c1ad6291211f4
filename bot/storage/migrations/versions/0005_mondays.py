"""When a volunteer's own week was last looked at."""

from alembic import op
from sqlalchemy import Column

from bot.storage.tables import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", Column("week_at", Moment()))
