"""Until when an announcement makes sense; letters are indexed by what they are looked for by, and no more."""

from alembic import op
from sqlalchemy import Column, text

from bot.storage.tables import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("campaign", Column("expires_at", Moment()))
    op.create_index("invitation_made_at", "invitation", ["made_at"])
    op.create_index("invitation_answers", "invitation", ["person", "answer", "answered_at"])
    for name in ("outbox_campaign", "outbox_occurrence", "outbox_chat_message"):
        op.drop_index(name, "outbox")
    some("outbox_campaign", "outbox", "campaign", "state", where="campaign IS NOT NULL")
    some("outbox_occurrence", "outbox", "occurrence", where="occurrence IS NOT NULL")
    some("outbox_chat_message", "outbox", "chat", "message_id", where="message_id IS NOT NULL")
    some("outbox_words", "outbox", "settled_at", where="length(body) > 0")
    op.create_index("outbox_settled", "outbox", ["settled_at"])
    failed = "kind = 'change' AND state IN ('suppressed', 'failed', 'expired', 'unknown')"
    some("outbox_untold", "outbox", "occurrence", where=failed)
    some("outbox_receipts", "outbox", "id", where="kind = 'receipt'")
    some("signup_company", "signup", "occurrence", where="state = 'in' AND form = 'company'")


def some(name: str, table: str, *columns: str, where: str) -> None:
    chosen = text(where)
    op.create_index(name, table, list(columns), sqlite_where=chosen, postgresql_where=chosen)
