"""What a volunteer has given, in hours; and a certificate to print and have signed, when they ask for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from html import escape
from types import MappingProxyType
from typing import Final

from bot.handlers import cards
from bot.handlers.on_duty import ROLES
from bot.handlers.registry import action, command, press
from bot.handlers.visit import Visit
from bot.i18n import Reader
from bot.ports import Attachment, Outbound
from bot.storage.shifts import Done, done_by

STYLE: Final = (
    "@page{size:A4;margin:25mm}body{font:12pt/1.5 Georgia,serif;max-width:160mm;margin:10mm auto;color:#111}"
    "h1{font-size:22pt;margin:0 0 8mm}.who{font-size:16pt;margin:6mm 0}"
    "table{border-collapse:collapse;width:100%}"
    "td,th{padding:2mm;border-bottom:1px solid #999;text-align:left}td.n,th.n{text-align:right}"
    ".sign{margin-top:25mm;border-top:1px solid #111;width:90mm;padding-top:2mm}"
    "section+section{page-break-before:always}.small{font-size:10pt;color:#333}"
)
FILE: Final = MappingProxyType({"da": "frivilligbevis.html", "en": "certificate.html"})


@action("hours")
@command("timer")
def hours(visit: Visit) -> None:
    """Show how many shifts and hours one has given, and offer a certificate."""
    _, done = visit._, done_by(visit.tx, visit.known().id, visit.now)
    if not done:
        visit.say(
            _("I have no shifts of yours written down that are over."), (press(_("My shifts"), "shifts"),)
        )
        return
    text = _.count(
        "You have had {n} shift since {day}, {hours} in all. Thank you.",
        "You have had {n} shifts since {day}, {hours} in all. Thank you.",
        len(done),
        day=_.date(done[0].starts_at),
        hours=span(_, _sum(done)),
    )
    certificate = (press(_("Send me a certificate"), "hours.file"),)
    visit.say(text, certificate, (press(_("My shifts"), "shifts"),), cards.menu(_))


@action("hours.file")
def certificate(visit: Visit) -> None:
    """Send a page to print, for each organisation; it holds when somebody there has signed it."""
    _, done = visit._, done_by(visit.tx, visit.known().id, visit.now)
    if not done:
        hours(visit)
        return
    page = document(visit, done)
    text = _(
        "Here is your certificate. Print it, write your surname, and have {coordinator} sign it.",
        coordinator=visit.coordinator_name(),
    )
    file = Attachment(FILE[_.language], page.encode())
    visit.send(Outbound(text, (cards.menu(_),), attachment=file), lasting=True)


def document(visit: Visit, done: list[Done]) -> str:
    """Return the certificate as a page of HTML that needs nothing but itself."""
    _ = visit._
    houses = list(dict.fromkeys(one.house for one in done))
    parts = [_section(visit, house, [one for one in done if one.house == house]) for house in houses]
    title = escape(_("Certificate of voluntary work"))
    return (
        f'<!doctype html><html lang="{_.language}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{STYLE}</style></head><body>{''.join(parts)}</body></html>"
    )


def span(_: Reader, time: timedelta) -> str:
    """Return hours and minutes in words."""
    minutes = int(time.total_seconds()) // 60
    n, rest = divmod(minutes, 60)
    said = [_.count("{n} hour", "{n} hours", n)] if n or not rest else []
    said += [_.count("{n} minute", "{n} minutes", rest)] if rest else []
    return _.all_of(said)


def _section(visit: Visit, house: str, done: list[Done]) -> str:
    _ = visit._
    texts = {
        "title": _("Certificate of voluntary work"),
        "says": _("{organisation} confirms that", organisation=house),
        "has": _(
            "was a volunteer from {first} until {last}, {hours} in all.",
            first=_.date(done[0].starts_at),
            last=_.date(done[-1].starts_at),
            hours=span(_, _sum(done)),
        ),
        "where": _("It was at: {activities}.", activities=_.all_of(_titles(_, done))),
        "holds": _(
            "Written on {day} from the list of shifts. It holds when it is signed.", day=_.date(visit.now)
        ),
        "sign": _("Date and signature, for {organisation}", organisation=house),
    }
    said = {name: escape(text) for name, text in texts.items()}
    name = escape(visit.known().first_name)
    heads = [escape(_("Role")), escape(_("Shifts")), escape(_("Time"))]
    return (
        f"<section><h1>{said['title']}</h1><p>{said['says']}</p>"
        f'<p class="who">{name} ______________________________</p><p>{said["has"]}</p>'
        f'<table><tr><th>{heads[0]}</th><th class="n">{heads[1]}</th><th class="n">{heads[2]}</th></tr>'
        f"{''.join(_rows(_, done))}</table><p>{said['where']}</p>"
        f'<p class="sign">{said["sign"]}</p><p class="small">{said["holds"]}</p></section>'
    )


def _rows(_: Reader, done: list[Done]) -> Iterable[str]:
    for role in dict.fromkeys(one.role for one in done):
        own = [one for one in done if one.role == role]
        word, time = escape(_(ROLES[role]).capitalize()), escape(span(_, _sum(own)))
        yield f'<tr><td>{word}</td><td class="n">{len(own)}</td><td class="n">{time}</td></tr>'


def _titles(_: Reader, done: list[Done]) -> list[str]:
    return [f"{title} ({n})" for title, n in Counter(one.title for one in done).most_common()]


def _sum(done: list[Done]) -> timedelta:
    return sum((one.ends_at - one.starts_at for one in done), timedelta())
