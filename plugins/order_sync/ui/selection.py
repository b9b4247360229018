"""What a page is asked for by its address: store, period, order of a table, part of a list. Nothing of it is believed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import Request

from order_sync.errors import NotThere
from order_sync.settings import StoreSettings, load_config
from order_sync.ui.access import may_look

PERIODS = {"7": "7 days", "30": "30 days", "90": "90 days", "365": "a year", "all": "everything"}
PAGE_ROWS = 50


@dataclass(frozen=True)
class Selection:
    """The stores a user may look at, the chosen one, and what the address says about the list."""

    stores: Mapping[str, StoreSettings]
    store: str
    path: str
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def settings(self) -> StoreSettings:
        """The chosen store's settings."""
        return self.stores[self.store]

    @property
    def zone(self) -> str:
        """The merchant's time zone."""
        return self.settings.timezone

    @property
    def today(self) -> date:
        """The merchant's calendar day."""
        return datetime.now(UTC).astimezone(ZoneInfo(self.zone)).date()

    @property
    def period(self) -> str:
        """A key of PERIODS; 30 days where the address names none of them."""
        return self.given.get("period", "") if self.given.get("period") in PERIODS else "30"

    @property
    def days(self) -> tuple[date | None, date]:
        """First and last day of the period, both included; the first is None for everything."""
        if self.period == "all":
            return None, self.today
        return self.today - timedelta(days=int(self.period) - 1), self.today

    @property
    def place(self) -> int:
        """The page of a long list, from 1."""
        text = self.given.get("page", "")
        return max(1, min(int(text), 100_000)) if text.isascii() and text.isdigit() else 1

    def sort(self, columns: Sequence[str]) -> tuple[str, bool]:
        """(column, descending) of a table; the first one, as it is written, where the address names none of them. ``-name`` is descending."""
        text = self.given.get("sort", "")
        name = text.removeprefix("-")
        return (
            (name, text.startswith("-"))
            if name in {column.removeprefix("-") for column in columns}
            else (columns[0].removeprefix("-"), columns[0].startswith("-"))
        )

    def link(self, path: str = "", **changes: Any) -> str:
        """The query of this page with changes (None takes one out), for links that keep what was chosen."""
        chosen = {**self.given, "store": self.store, **changes}
        return f"{path}?{urlencode({name: value for name, value in chosen.items() if value not in (None, '')})}"


def selected(request: Request, user: Any) -> Selection:
    """What the request selects; NotThere where the user may look at no store, or not at this one."""
    stores = {key: one for key, one in sorted(load_config().stores.items()) if may_look(user, f"wix_orders__{key}")}
    given = {name: value[:200] for name, value in request.query_params.items()}
    store = given.get("store") or next(iter(stores), "")
    if store not in stores:
        raise NotThere(
            "no such store",
            where=f"store {store or 'none'}",
            cure="Choose one that is listed, or ask for the right to see its DAGs.",
            status=404,
        )
    return Selection(stores, store, request.url.path, given)
