"""The order search: pages by cursor, the next one fetched ahead, and a way on when Wix refuses a cursor."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import msgspec

from order_sync.errors import AccessDenied, Rejected, RetryLater
from order_sync.hooks.rest import Response

log = logging.getLogger(__name__)
PAGE = 100
_RESTARTS = 20  # refused cursors in one search; each restart must have moved on
_PENDING = ["PENDING", "REJECTED"]


class _Cursors(msgspec.Struct):
    next: str | None = None


class _Metadata(msgspec.Struct):
    cursors: _Cursors | None = None
    hasNext: bool | None = None


class Page(msgspec.Struct):
    """One answer of the search; its paging block is ``metadata``, not pagingMetadata as elsewhere at Wix."""

    orders: list[msgspec.Raw]
    metadata: _Metadata

    @property
    def next(self) -> str:
        """Cursor of the next page, empty on the last: ``hasNext`` not true, or no cursor."""
        return ((self.metadata.cursors and self.metadata.cursors.next) or "") if self.metadata.hasNext else ""


class _Changed(msgspec.Struct):
    updatedDate: str | None = None


class OrderSearch:
    """Searches by one ``call`` (WixHook's)."""

    def __init__(self, call: Callable[..., Response]) -> None:
        self._call = call

    def pages(self, start: datetime | None, end: datetime | None, numbers: list[str] | None) -> Iterator[list[msgspec.Raw]]:
        """See WixHook.search_orders."""
        window = {operator: stamp(moment) for operator, moment in (("$gte", start), ("$lt", end)) if moment is not None}
        if not window and not numbers:
            raise ValueError("a search needs a window or order numbers")
        # PENDING and REJECTED come only when named, and naming all statuses would lose one that Wix adds later: so two searches.
        # The named ones first: an order that leaves PENDING in between is then seen in both, never in none.
        for status in ({"status": {"$in": _PENDING}}, {}):
            for part in slices(numbers):
                yield from self._search({**({"number": {"$in": part}} if part else {}), **status}, window)

    def placed(self, start: datetime, end: datetime) -> Iterator[list[msgspec.Raw]]:
        """See WixHook.placed_orders. One call a page, made when it is asked for."""
        window = {"createdDate": {"$gte": stamp(start), "$lt": stamp(end)}}
        for status in ({"status": {"$in": _PENDING}}, {}):
            search: dict[str, Any] = {"filter": {**window, **status}, "sort": [{"fieldName": "createdDate", "order": "DESC"}]}
            page = self.page({**search, "cursorPaging": {"limit": PAGE}})
            while True:
                yield page.orders
                if not page.next:
                    break
                page = self.page({"cursorPaging": {"limit": PAGE, "cursor": page.next}})

    def page(self, search: dict[str, Any]) -> Page:
        """One call."""
        return self._call("POST", "/ecom/v1/orders/search", read=True, json={"search": search}).decode(Page)

    def _search(self, base: dict[str, Any], window: dict[str, str]) -> Iterator[list[msgspec.Raw]]:
        last, restarts = "", 0
        with ThreadPoolExecutor(1, thread_name_prefix="wix-page") as fetcher:
            page = self._first(base, window)
            while True:
                # after the first page the cursor alone: Wix's other searches refuse it together with filter or sort
                ahead = fetcher.submit(self.page, {"cursorPaging": {"limit": PAGE, "cursor": page.next}}) if page.next else None
                if page.orders:
                    yield page.orders
                    last = msgspec.json.decode(page.orders[-1], type=_Changed).updatedDate or last
                if ahead is None:
                    return
                try:
                    page = ahead.result()
                except Rejected as error:
                    restarts += 1
                    window = _onward(error, window, last, restarts)
                    page = self._first(base, window)

    def _first(self, base: dict[str, Any], window: dict[str, str]) -> Page:
        wanted = {**base, **({"updatedDate": window} if window else {})}
        return self.page({"filter": wanted, "sort": [{"fieldName": "updatedDate", "order": "ASC"}], "cursorPaging": {"limit": PAGE}})


def _onward(error: Rejected, window: dict[str, str], last: str, restarts: int) -> dict[str, str]:
    """The window from which a search goes on after its cursor was refused: from the last change seen, that one included."""
    if isinstance(error, AccessDenied) or error.status not in (400, 404, 410):
        raise error
    if not window or not last or last == window.get("$gte") or restarts > _RESTARTS:
        raise RetryLater(
            f"the cursor was refused ({error.seen})", where=error.where, cure="The whole window is read again later."
        ) from None
    log.warning("%s: the cursor was refused; the search goes on from the last change seen", error.where)
    return {**window, "$gte": last}


def slices(values: list[str] | None) -> Iterator[list[str]]:
    """Slices of 100; one empty slice for None."""
    if values is None:
        yield []
        return
    for start in range(0, len(values), PAGE):
        yield values[start : start + PAGE]


def stamp(moment: datetime) -> str:
    """An aware datetime as Wix writes it: UTC with milliseconds."""
    if moment.tzinfo is None:
        raise ValueError("a window needs aware datetimes")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
