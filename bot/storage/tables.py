"""The schema, declared once: Alembic compares and migrates it, queries are plain SQL beside it.

Moments are UTC.  What recurs is wall time and zone, kept on the activity.  A name of a state is spelt
out in its column's comment; the CHECK beside it holds it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TIMESTAMP, TypeEngine

metadata = MetaData(
    naming_convention={
        "ix": "%(table_name)s_%(column_0_N_name)s",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s_check",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "pk": "%(table_name)s_pkey",
    }
)
# SQLite numbers rows by itself only in a column that is called INTEGER
Id = BigInteger().with_variant(sqlite.INTEGER(), "sqlite")


class Moment(TypeDecorator[datetime]):
    """``timestamptz`` on both engines: SQLite takes any name, and our converter listens to this one."""

    impl = TIMESTAMP
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the engine's own type."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.TIMESTAMP(timezone=True))
        return dialect.type_descriptor(sqlite.TIMESTAMP())


def ident() -> Column[int]:
    """Return a key that rises and is never given twice."""
    return Column("id", Id, primary_key=True, autoincrement=True)


def to(table: str, name: str | None = None, *, optional: bool = False, key: bool = False) -> Column[int]:
    """Return a reference to a row of another table; it goes when that row goes."""
    reference = ForeignKey(f"{table}.id", ondelete="CASCADE")
    return Column(name or table, Id, reference, nullable=optional and not key, primary_key=key)


def one_of(column: str, *words: str) -> CheckConstraint:
    """Hold a column to the words it may have."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(word) for word in words)})", name=column)


def _some(name: str, *columns: str, where: str) -> Index:
    """Return an index of the rows that it is asked for only: writing the others costs nothing."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


# --- in, out, and who runs -------------------------------------------------------------------------

inbox = Table(
    "inbox",
    metadata,
    ident(),
    Column("key", Text, nullable=False, unique=True),  # u:<update id>, or an event's own
    Column("chat", BigInteger, nullable=False),
    Column("raw", Text, nullable=False),  # blanked when done
    Column("state", Text, nullable=False, server_default="new"),
    Column("attempts", Integer, nullable=False, server_default="1"),  # tries begun, the first one counted
    Column("why", Text),  # the class of the last error
    Column("received_at", Moment, nullable=False),
    one_of("state", "new", "done", "ignored", "quarantined"),
    Index("inbox_new", "id", sqlite_where=text("state = 'new'"), postgresql_where=text("state = 'new'")),
    sqlite_autoincrement=True,
)

UNTOLD = "kind = 'change' AND state IN ('suppressed', 'failed', 'expired', 'unknown')"
LIVE = text("state IN ('ready', 'sending')")
outbox = Table(
    "outbox",
    metadata,
    ident(),
    Column("dedupe_key", Text, nullable=False, unique=True),
    Column("chat", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),  # bot.ports.Kind
    Column("rank", SmallInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),  # our Outbound as JSON; blanked 30 days after it left
    to("person", optional=True),  # whom it is for; none in a group or after erasure
    to("occurrence", optional=True),  # what it is about ...
    Column("version", Integer),  # ... and as it stood then: an older version is superseded
    to("campaign", optional=True),
    Column("state", Text, nullable=False, server_default="ready"),
    Column("attempts", Integer, nullable=False, server_default="0"),  # sends that surely did not arrive
    Column("doubts", Integer, nullable=False, server_default="0"),  # sends that may have arrived
    Column("epoch", BigInteger, nullable=False, server_default="0"),  # whose send it is
    Column("why", Text),
    Column("message_id", BigInteger),
    Column("created_at", Moment, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("settled_at", Moment),
    one_of(
        "state", "ready", "sending", "sent", "unknown", "failed", "expired", "suppressed", "cancelled", "held"
    ),
    Index(
        "outbox_ready",
        "rank",
        "id",
        sqlite_where=text("state = 'ready'"),
        postgresql_where=text("state = 'ready'"),
    ),
    Index("outbox_head", "chat", "id", sqlite_where=LIVE, postgresql_where=LIVE),
    Index("outbox_person_kind", "person", "kind", "created_at"),
    _some("outbox_campaign", "campaign", "state", where="campaign IS NOT NULL"),
    _some("outbox_occurrence", "occurrence", where="occurrence IS NOT NULL"),
    _some("outbox_chat_message", "chat", "message_id", where="message_id IS NOT NULL"),
    _some("outbox_words", "settled_at", where="length(body) > 0"),  # what is to be forgotten first
    Index("outbox_settled", "settled_at"),
    _some("outbox_untold", "occurrence", where=UNTOLD),
    _some("outbox_receipts", "id", where="kind = 'receipt'"),
    sqlite_autoincrement=True,
)

frozen = Table(
    "frozen",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),  # 0: all
    Column("until", Moment, nullable=False),
)
unreachable = Table(
    "unreachable",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("since", Moment, nullable=False),
    Column("told_at", Moment),  # when a coordinator heard of it
)
control = Table(
    "control",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1
    Column("epoch", BigInteger, nullable=False),
    Column("send_mode", Text, nullable=False, server_default="all"),
    one_of("send_mode", "all", "urgent", "off"),
)
dialogue = Table(
    "dialogue",
    metadata,
    ident(),
    Column("chat", BigInteger, nullable=False),
    Column("position", Integer, nullable=False),  # in the chat's stack; the highest is on top
    Column("script", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("touched_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    UniqueConstraint("chat", "position"),
    sqlite_autoincrement=True,
)
sweep = Table(
    "sweep",
    metadata,
    Column("name", Text, primary_key=True),
    Column("ran_at", Moment, nullable=False),
    Column("did", Integer, nullable=False),
)
tombstone = Table(
    "tombstone",
    metadata,
    Column("mark", Text, primary_key=True),  # a keyed hash of the chat: erasures are replayed after a restore
    Column("erased_at", Moment, nullable=False),
)

# --- people ----------------------------------------------------------------------------------------

organisation = Table(
    "organisation",
    metadata,
    ident(),
    Column("name", Text, nullable=False, unique=True),
    Column("home", Integer, nullable=False, server_default="0"),  # 1: the controller; one per installation
    Column("reads_at", Text, nullable=False, server_default=""),  # when somebody reads, in words
    Column("phone", Text, nullable=False, server_default=""),  # where a citizen may call instead
    Column("remind_days", Integer, nullable=False, server_default="2"),  # before a shift: "does it suit?"
    Column("remind_hours", Integer, nullable=False, server_default="3"),  # before a shift; 0: not then
    Column("created_at", Moment, nullable=False),
    Index(
        "organisation_home",
        "home",
        unique=True,
        sqlite_where=text("home = 1"),
        postgresql_where=text("home = 1"),
    ),
    sqlite_autoincrement=True,
)
person = Table(
    "person",
    metadata,
    ident(),
    Column("chat", BigInteger, unique=True),  # none: no Telegram
    Column("first_name", Text, nullable=False, server_default=""),
    Column("language", Text, nullable=False, server_default="da"),
    to("organisation"),
    Column("stage", Text, nullable=False, server_default="door"),
    Column("stopped_at", Moment),
    Column("paused_until", Moment),
    Column("rest_until", Moment),  # after words of danger: invitations, check-ins, announcements rest
    Column("deleting_at", Moment),  # "slet mig" was said: everything is held until it is answered
    Column("weekly", Integer, nullable=False, server_default="2"),  # unprompted messages a week, at most
    Column("misunderstood", Integer, nullable=False, server_default="0"),  # in a row
    Column("area", Text, nullable=False, server_default=""),
    Column("weekdays", Integer, nullable=False, server_default="127"),  # bit 0 is Monday
    Column("times", Integer, nullable=False, server_default="7"),  # bits: morning, afternoon, evening
    Column("company", Text, nullable=False, server_default=""),
    Column("alert", Integer, nullable=False, server_default="0"),  # 1: a standing yes to telling in danger
    Column("created_at", Moment, nullable=False),
    Column("heard_at", Moment, nullable=False),  # when the person last wrote or pressed
    Column("needs", Integer, nullable=False, server_default="0"),  # bits: bot.domain.needs
    Column("spared_until", Moment),  # a volunteer who is asked nothing until then
    Column(
        "shift_cap", Integer, nullable=False, server_default="0"
    ),  # shifts a week to be asked about; 0: any
    Column("uninvited_until", Moment),  # after some refusals: invitations rest, all else goes on
    Column("easier", Integer, nullable=False, server_default="0"),  # bits: bot.domain.ladder.Wanted
    Column("eased_at", Moment),  # when it was last asked what would be easier
    Column("welcome_asked_at", Moment),  # whether they would welcome a newcomer: asked once
    Column("remind_days", Integer),  # as for the organisation, which holds where nothing is said here
    Column("remind_hours", Integer),
    Column("awake_from", Integer, nullable=False, server_default="8"),  # hours on the wall between which a
    Column("awake_until", Integer, nullable=False, server_default="21"),  # person likes to be written to
    Column("monday", Integer, nullable=False, server_default="1"),  # 1: a volunteer's own week, on Mondays
    Column("week_at", Moment),  # when it was last looked at
    Column("keyboard", Text, nullable=False, server_default=""),  # the large buttons that this phone shows
    one_of("stage", "door", "onboarding", "member"),
    one_of("company", "", "yes", "later", "alone"),
    sqlite_autoincrement=True,
)
role = Table(
    "role",
    metadata,
    to("person", key=True),
    to("organisation", key=True),
    Column("role", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("approved_by", Id, ForeignKey("person.id", ondelete="SET NULL")),
    Column("approved_at", Moment),
    Column("attest_seen_at", Moment),  # that a certificate was seen and when, never what it says
    Column("promised_at", Moment),  # to keep confidences
    one_of("role", "citizen", "volunteer", "coordinator", "host", "companion", "driver", "helper"),
    one_of("state", "asked", "approved", "revoked"),
    Index("role_organisation_role", "organisation", "role"),  # the few coordinators among all citizens
)
consent = Table(
    "consent",
    metadata,
    ident(),
    to("person"),
    Column("purpose", Text, nullable=False),
    Column("basis", Text, nullable=False),  # the legal basis, by the controller's type
    Column("text_version", Integer, nullable=False),
    Column("text_hash", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("given_at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
    Index("consent_person_purpose", "person", "purpose"),
    sqlite_autoincrement=True,
)
interest = Table(
    "interest",
    metadata,
    to("person", key=True),
    Column("kind", Text, primary_key=True),  # wish: would like; gift: would like to give
    Column("word", Text, primary_key=True),
    one_of("kind", "wish", "gift"),
)
invite = Table(
    "invite",
    metadata,
    ident(),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    to("organisation"),
    Column("made_by", Id, ForeignKey("person.id", ondelete="SET NULL")),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("uses_left", Integer, nullable=False),
    Column("revoked_at", Moment),
    Column("personal", Integer, nullable=False, server_default="0"),  # 1: made for one person
    one_of("role", "citizen", "volunteer", "coordinator"),
    CheckConstraint("uses_left >= 0", name="uses_left"),
    sqlite_autoincrement=True,
)
invite_use = Table(
    "invite_use",
    metadata,
    to("invite", key=True),
    to("person", key=True),
    Column("used_at", Moment, nullable=False),
)
referral = Table(
    "referral",
    metadata,
    to("invite", key=True),  # the link it was told for; nothing is sent before that person's own yes
    Column("first_name", Text, nullable=False),
    Column("told_by", Text, nullable=False),  # who gave it, in words that the person is shown
    Column("wishes", Text, nullable=False, server_default="[]"),  # JSON: words
    Column("area", Text, nullable=False, server_default=""),
    Column("made_at", Moment, nullable=False),
)
guess = Table(
    "guess",
    metadata,
    ident(),
    Column("chat", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
    Index("guess_chat_at", "chat", "at"),
    sqlite_autoincrement=True,
)
audit = Table(
    "audit",
    metadata,
    ident(),
    Column("at", Moment, nullable=False),
    Column("who", Id, nullable=False),  # a person, or 0: the operator
    Column("what", Text, nullable=False),
    Column("whom", Id, nullable=False, server_default="0"),
    to("organisation"),
    Index("audit_whom_at", "whom", "at"),
    sqlite_autoincrement=True,
)

# --- what goes on ----------------------------------------------------------------------------------

activity = Table(
    "activity",
    metadata,
    ident(),
    to("organisation"),
    Column("uid", Text, nullable=False),  # the calendar's own, or ours
    Column("title", Text, nullable=False),
    Column("interest", Text, nullable=False, server_default=""),
    Column("place", Text, nullable=False, server_default=""),
    Column("area", Text, nullable=False, server_default=""),
    Column("door", Text, nullable=False, server_default=""),  # how to get in
    Column("first_ten", Text, nullable=False, server_default=""),  # what happens first
    Column("price", Text, nullable=False, server_default=""),  # empty: free
    Column("host", Id, ForeignKey("person.id", ondelete="SET NULL")),
    Column("made_by", Id, ForeignKey("person.id", ondelete="SET NULL")),
    Column("state", Text, nullable=False, server_default="draft"),
    Column("made_at", Moment, nullable=False),
    Column("latitude", Float),  # degrees, WGS 84; none: nobody has shown it on a map
    Column("longitude", Float),
    Column("imported", Text, nullable=False, server_default=""),  # JSON: what a calendar said last
    UniqueConstraint("organisation", "uid"),
    one_of("state", "draft", "published", "cancelled"),
    sqlite_autoincrement=True,
)
occurrence = Table(
    "occurrence",
    metadata,
    ident(),
    to("activity"),
    Column("recurrence", Text, nullable=False),  # which of a series: its first wall-clock start
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("taken", Integer, nullable=False, server_default="0"),
    Column("version", Integer, nullable=False, server_default="1"),  # rises when moved or cancelled
    Column("state", Text, nullable=False, server_default="planned"),
    Column("imported", Text, nullable=False, server_default=""),  # JSON: what a calendar said last
    UniqueConstraint("activity", "recurrence"),
    one_of("state", "planned", "cancelled"),
    CheckConstraint("taken BETWEEN 0 AND capacity", name="taken"),
    Index("occurrence_starts_at", "starts_at"),
    sqlite_autoincrement=True,
)
need = Table(
    "need",
    metadata,
    to("activity", key=True),
    Column("role", Text, primary_key=True),
    Column("wanted", Integer, nullable=False),
    one_of("role", "host", "companion", "driver", "helper"),
)
fact = Table(
    "fact",
    metadata,
    to("activity", key=True),
    Column("field", Text, primary_key=True),  # what a newcomer asks: bot.domain.facts
    Column("value", Text, nullable=False),
)
asked = Table(
    "asked",
    metadata,
    to("activity", key=True),
    to("person", key=True),
    Column("field", Text, primary_key=True),  # what nobody had said: bot.handlers.expecting
    Column("asked_at", Moment, nullable=False),
    Column("told_at", Moment),
)
signup = Table(
    "signup",
    metadata,
    ident(),
    to("occurrence"),
    to("person"),
    Column("form", Text, nullable=False, server_default="join"),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),  # rises with each change of mind
    Column("made_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("came", Text, nullable=False, server_default=""),
    Column("party", Integer, nullable=False, server_default="1"),  # seats: 2 with a companion or a guest
    Column("greeted", Text, nullable=False, server_default=""),  # yes: new, and wants to be met
    Column("went", Text, nullable=False, server_default=""),  # well or hard, as the host saw it
    UniqueConstraint("occurrence", "person"),
    one_of("form", "join", "look", "hand", "company"),
    one_of("state", "in", "waiting", "offered", "out"),
    one_of("came", "", "yes", "no"),
    Index("signup_person", "person", "state"),
    _some("signup_company", "occurrence", where="state = 'in' AND form = 'company'"),
    sqlite_autoincrement=True,
)
shift = Table(
    "shift",
    metadata,
    ident(),
    to("occurrence"),
    to("person"),
    Column("role", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("made_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    UniqueConstraint("occurrence", "person", "role"),
    one_of("role", "host", "companion", "driver", "helper"),
    one_of("state", "taken", "confirmed", "prevented", "released"),
    Index("shift_person", "person", "state"),
    sqlite_autoincrement=True,
)
stand_in = Table(
    "stand_in",
    metadata,
    ident(),
    to("shift"),  # the one that was given back
    to("person"),
    Column("state", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    UniqueConstraint("shift", "person"),
    # asked; yes; no; late: somebody was faster; silent: no answer in time; lapsed: no longer needed
    one_of("state", "asked", "yes", "no", "late", "silent", "lapsed"),
    Index("stand_in_person", "person", "state"),
    sqlite_autoincrement=True,
)
regular = Table(  # one yes to every date of an activity on a weekday; single dates are shifts of their own
    "regular",
    metadata,
    ident(),
    to("activity"),
    to("person"),
    Column("role", Text, nullable=False),
    Column("weekday", Integer, nullable=False),  # 0 is Monday
    Column("made_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),  # dates up to here were looked at
    Column("ended_at", Moment),
    UniqueConstraint("activity", "person", "role", "weekday"),
    one_of("role", "host", "companion", "driver", "helper"),
    CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
    Index("regular_person", "person"),
    sqlite_autoincrement=True,
)
feed = Table(  # an address at which somebody's own calendar can be read
    "feed",
    metadata,
    to("person", key=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("made_at", Moment, nullable=False),
)
desk_key = Table(  # who may see the coordinators' page
    "desk_key",
    metadata,
    Column("token_hash", Text, primary_key=True),
    to("person"),
    Column("kind", Text, nullable=False),  # link: logs in once; session: a browser that is logged in
    Column("page", Text, nullable=False, server_default=""),  # where a link leads to
    Column("made_at", Moment, nullable=False),
    Column("heard_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    one_of("kind", "link", "session"),
    Index("desk_key_person", "person"),
)
contact = Table(  # how people without a chat are reached; never seen in Telegram
    "contact",
    metadata,
    to("person", key=True),
    Column("mode", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("said_by", Text, nullable=False),  # how the yes to this was given ...
    Column("said_on", Text, nullable=False),  # ... and on which day, ISO
    Column("made_by", Id, ForeignKey("person.id", ondelete="SET NULL")),
    Column("made_at", Moment, nullable=False),
    one_of("mode", "phone", "letter"),
    one_of("said_by", "met", "called", "wrote", "guardian"),
)
to_call = Table(  # what they are to be told, instead of a letter in the outbox
    "to_call",
    metadata,
    ident(),
    Column("dedupe_key", Text, nullable=False, unique=True),
    to("person"),
    to("organisation"),
    Column("kind", Text, nullable=False),  # bot.ports.Kind
    Column("body", LargeBinary, nullable=False),  # what to say, as our Outbound; blanked later
    to("occurrence", optional=True),
    Column("version", Integer),
    Column("state", Text, nullable=False, server_default="open"),
    Column("answer", Text, nullable=False, server_default=""),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("made_at", Moment, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("settled_at", Moment),
    one_of("state", "open", "done", "expired", "cancelled"),
    one_of("answer", "", "yes", "no", "sent"),
    Index("to_call_organisation", "organisation", "state"),
    Index("to_call_person", "person", "made_at"),
    Index("to_call_occurrence", "occurrence"),
    sqlite_autoincrement=True,
)
paper = Table(  # what an organisation wants to have seen before somebody takes a role
    "paper",
    metadata,
    to("organisation", key=True),
    Column("role", Text, primary_key=True),
    Column("word", Text, primary_key=True),
    one_of("role", "host", "companion", "driver", "helper"),
    one_of("word", "attest", "promise", "licence", "first_aid"),
)
seen_paper = Table(  # that it was seen, and when; never what it says.  Attest and promise stand on the role
    "seen_paper",
    metadata,
    to("person", key=True),
    to("organisation", key=True),
    Column("word", Text, primary_key=True),
    Column("seen_at", Moment, nullable=False),
    Column("seen_by", Id, ForeignKey("person.id", ondelete="SET NULL")),
    one_of("word", "licence", "first_aid"),
)
invitation = Table(
    "invitation",
    metadata,
    ident(),
    to("occurrence"),
    to("person"),
    Column("reason", Text, nullable=False),  # JSON: why this person
    Column("answer", Text, nullable=False, server_default=""),
    Column("why", Text, nullable=False, server_default=""),  # what a no was about
    Column("made_at", Moment, nullable=False),
    Column("answered_at", Moment),
    UniqueConstraint("occurrence", "person"),
    one_of("answer", "", "yes", "maybe", "no", "expired"),
    Index("invitation_person", "person", "made_at"),
    Index("invitation_made_at", "made_at"),
    Index("invitation_answers", "person", "answer", "answered_at"),
    sqlite_autoincrement=True,
)

companionship = Table(
    "companionship",
    metadata,
    ident(),
    to("occurrence"),
    to("person", "citizen"),
    to("person", "companion"),
    Column("state", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("citizen_sign", Text, nullable=False, server_default=""),  # how to be known at the door; blanked
    Column("companion_sign", Text, nullable=False, server_default=""),  # ... once the date is over
    UniqueConstraint("occurrence", "citizen", "companion"),
    # asked: the companion is; willing: said yes, the citizen is asked; agreed: both know; declined: by the
    # companion; refused: by the citizen; lapsed: nobody needs the answer any more; ended: after agreed
    one_of("state", "asked", "willing", "agreed", "declined", "refused", "lapsed", "ended"),
    Index("companionship_citizen", "citizen", "state"),
    Index("companionship_companion", "companion", "state"),
    sqlite_autoincrement=True,
)

pairing = Table(
    "pairing",
    metadata,
    ident(),
    to("organisation"),
    to("person", "citizen"),
    to("person", "companion"),
    Column("step", Text, nullable=False, server_default="together"),  # bot.domain.steps
    Column("state", Text, nullable=False, server_default="open"),
    Column("citizen_word", Text, nullable=False, server_default=""),  # to the question that is open
    Column("companion_word", Text, nullable=False, server_default=""),
    Column("due", Integer, nullable=False),  # dates in this step after which it is asked how to go on
    Column("made_at", Moment, nullable=False),
    Column("step_at", Moment, nullable=False),
    Column("asked_at", Moment),  # none: no question is open
    Column("ended_at", Moment),
    Column("followed_at", Moment),  # when it was asked, a while after the end, how it goes
    one_of("step", "together", "door", "hello"),
    # ended: as planned, or rested; left: one of the two wished to end it
    one_of("state", "open", "ended", "left"),
    one_of("citizen_word", "", "yes", "wait"),
    one_of("companion_word", "", "yes", "wait"),
    Index(
        "pairing_open",
        "citizen",
        "companion",
        unique=True,
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
    Index("pairing_companion", "companion", "state"),
    sqlite_autoincrement=True,
)

favour = Table(
    "favour",
    metadata,
    ident(),
    to("person"),  # who offered something, and is asked for it now
    to("organisation"),
    Column("made_by", Id, ForeignKey("person.id", ondelete="SET NULL")),
    Column("word", Text, nullable=False),  # what was offered
    Column("answer", Text, nullable=False, server_default=""),
    Column("made_at", Moment, nullable=False),
    Column("answered_at", Moment),
    one_of("answer", "", "yes", "no"),
    Index("favour_person", "person"),
    sqlite_autoincrement=True,
)
idea = Table(
    "idea",
    metadata,
    ident(),
    to("person"),
    to("organisation"),
    Column("words", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("read_at", Moment),
    Index("idea_person", "person"),
    sqlite_autoincrement=True,
)

block = Table(
    "block",
    metadata,
    to("person", "one", key=True),  # the lower number of the two
    to("person", "other", key=True),
    Column("made_by", Id, ForeignKey("person.id", ondelete="SET NULL")),
    Column("made_at", Moment, nullable=False),
    CheckConstraint("one < other", name="order"),
)

# --- how it goes, and talking ----------------------------------------------------------------------

checkin = Table(
    "checkin",
    metadata,
    to("person", key=True),
    Column("rhythm", Text, nullable=False),
    Column("hour", Integer, nullable=False, server_default="10"),  # wall clock
    Column("unanswered", Integer, nullable=False, server_default="0"),
    Column("next_at", Moment),
    Column("asked", Integer, nullable=False, server_default="0"),  # how many times in all
    one_of("rhythm", "weekly", "fortnightly", "monthly", "rarely", "never"),
    Index("checkin_next_at", "next_at"),
)
checkin_answer = Table(
    "checkin_answer",
    metadata,
    ident(),
    to("person"),
    Column("number", Integer, nullable=False),  # which asking it answers
    Column("answer", Text, nullable=False, server_default=""),
    Column("word", Text, nullable=False, server_default=""),
    Column("asked_at", Moment, nullable=False),
    Column("answered_at", Moment),
    UniqueConstraint("person", "number"),
    one_of("answer", "", "good", "ok", "bad", "none"),
    sqlite_autoincrement=True,
)
questionnaire = Table(
    "questionnaire",
    metadata,
    ident(),
    to("person"),
    Column("pack", Text, nullable=False),  # the name in the pack's file ...
    Column("version", Text, nullable=False),  # ... and its wording's version then
    Column("month", Integer, nullable=False),  # since the yes to it: 0, 3, 6 or 12
    Column("state", Text, nullable=False),
    Column("answers", Text, nullable=False, server_default="{}"),  # JSON: option by question
    Column("asked_at", Moment, nullable=False),
    Column("agreed_at", Moment),  # with month 0: the yes, from which the months are counted
    Column("answered_at", Moment),
    UniqueConstraint("person", "pack", "month"),
    one_of("state", "asked", "answered", "declined", "lapsed"),
    sqlite_autoincrement=True,
)
conversation = Table(
    "conversation",
    metadata,
    ident(),
    to("person"),
    to("organisation"),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),  # asked, call, danger; or why one might call
    Column("taken_by", Id, ForeignKey("person.id", ondelete="SET NULL")),
    Column("opened_at", Moment, nullable=False),
    Column("heard_at", Moment, nullable=False),
    Column("reminded_at", Moment),
    Column("closed_at", Moment),
    one_of("state", "waiting", "taken", "closed"),
    Index(
        "conversation_open",
        "person",
        unique=True,
        sqlite_where=text("state <> 'closed'"),
        postgresql_where=text("state <> 'closed'"),
    ),
    sqlite_autoincrement=True,
)
campaign = Table(
    "campaign",
    metadata,
    ident(),
    to("organisation"),
    Column("made_by", Id, ForeignKey("person.id", ondelete="SET NULL")),
    Column("audience", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),  # the content, once; the rows only point here
    Column("state", Text, nullable=False),
    Column("cursor", Id, nullable=False, server_default="0"),  # the last person a row was made for
    Column("total", Integer, nullable=False, server_default="0"),
    Column("progress_id", BigInteger),  # the message that shows how far it is
    Column("shown", Text, nullable=False, server_default=""),  # what that message says now
    Column("made_at", Moment, nullable=False),
    Column("starts_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("expires_at", Moment),  # until when it makes sense to get it; missing: as long as it was before
    one_of("state", "making", "sending", "paused", "stopped", "done"),
    sqlite_autoincrement=True,
)
