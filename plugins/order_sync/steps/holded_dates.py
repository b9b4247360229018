"""The day of a document: not before the newest approved one of its series, and not in a closed period. Source: Holded contract, 2.9, 6.1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from order_sync.mapping.closed_period import open_day
from order_sync.steps.holded_work import series_of
from order_sync.steps.series_numbers import look, newest_seen
from order_sync.steps.shop import Shop
from order_sync.store import periods
from order_sync.store.ledger import Entry


@dataclass(frozen=True)
class WrongDay:
    """Why a document cannot have its day. ``move_to``: the day that it may have; None: it is held with ``code``."""

    code: str
    seen: str
    move_to: date | None


def wrong_day(shop: Shop, document: Entry, *, to_approve: bool = True) -> WrongDay | None:
    """What is wrong with a document's day, None where nothing is. Numbers matter only where it is ``to_approve``."""
    settings = shop.settings.holded
    day, closed = open_day(document.doc_date, settings.closed_period, _let_in(shop, document))
    if closed:
        return WrongDay("PERIOD_CLOSED", closed, None)
    newest, number = newest_day(shop, document.kind, series_of(document)) if to_approve else (None, "")
    if newest is not None and newest > day:
        seen = f"{document.doc_date} is before {newest}{number and f', the day of {number}'}"
        return WrongDay("DATE_GOES_BACK", seen, newest if settings.late_documents == "move" else None)
    return None if day == document.doc_date else WrongDay("PERIOD_CLOSED", f"{document.doc_date} is in the closed period", day)


def late_at_holded(shop: Shop, document: Entry) -> WrongDay | None:
    """The same after a refusal, for what others approved meanwhile: one list of the later documents of the kind."""
    look(shop, document.kind, document.doc_date + timedelta(days=1), max(shop.today(), document.doc_date + timedelta(days=1)))
    return wrong_day(shop, document)


def _let_in(shop: Shop, document: Entry) -> bool:
    until = shop.settings.holded.closed_period.until
    if until is None or document.doc_date > until:
        return False
    with shop.database.begin() as tx:
        return document.wix_order_id in periods.let_in_of(tx, shop.store, [document.wix_order_id])


def newest_day(shop: Shop, kind: str, series: str | None) -> tuple[date | None, str]:
    """The newest approved day of a series (None: where a document names none), and its number where only a list has shown it."""
    ours = shop.database.one("ledger/newest_approved", store=shop.store, kind=kind, series=series)["day"]
    seen = newest_seen(shop, kind, series)
    if seen and (ours is None or seen["day"] > ours):
        return seen["day"], seen["number"]
    return ours, ""
