"""Past orders in: a window of createdDate is read page by page and published part by part, as orders that are known and not booked.

``createdDate`` never changes, so a window holds the same orders for ever: none is lost or met twice because somebody changed it while
years were read. What is known from the hourly runs is left to them. Each part (a few pages) is a batch of its own: memory does not
grow with the window, and a run that was killed goes on after the last part that was published.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from order_sync.contracts.staging import ORDER_FIELDS
from order_sync.errors import ContractBroken, RetryLater, SettingsError
from order_sync.mapping.wix_order import OrderRows, rows
from order_sync.mapping.wix_pages import RawOrder
from order_sync.steps import landing
from order_sync.steps.building import build
from order_sync.steps.ingest import check, publish
from order_sync.steps.past_orders import first_day, instant, series_lacking
from order_sync.steps.shop import Shop
from order_sync.store import history, retention, staging
from order_sync.store.database import Database
from order_sync.store.history import Span
from order_sync.store.locks import exclusive

log = logging.getLogger(__name__)
PART = 10  # pages published at a time: 1000 orders
PHASES = ("unconfirmed", "confirmed")  # PENDING and REJECTED orders are a search of their own; first, as they may become the others
WANTED = ("known", "waiting", "making")  # states of an order whose draft is not decided about yet
_CREATED = ORDER_FIELDS.index("created_at")
Clock = Callable[[], float]


def take_over(
    shop: Shop, start: datetime, end: datetime, documents: str, *, seconds: float = 2400, part: int = PART, clock: Clock = time.monotonic
) -> dict[str, Any]:
    """Publish what was created in [start, end) as history; counts seen, taken, live (left to the hourly runs) and where it ended.

    ``documents``: none, or draft, which lets the sender make drafts of them little by little. RetryLater after ``seconds``: another try
    goes on where this one ended. SettingsError where the window is not before the first day of the hourly runs.
    """
    span = _span(shop, start, end, documents)
    paced = _paced(shop)
    deadline = clock() + seconds
    with exclusive(shop.database, f"history of {shop.store} from {span.window_start:%Y-%m-%d}"):
        progress = dict(history.begin(shop.database, span, shop.run_key))
        while progress["phase"] != "done":
            _phase(paced, span, progress, part, lambda: clock() >= deadline)
    return {name: progress[name] for name in ("seen", "taken", "live")} | {"until": span.window_end.isoformat()}


def _span(shop: Shop, start: datetime, end: datetime, documents: str) -> Span:
    start, end, border = instant(start), instant(end), first_day(shop.settings)
    if start >= border:
        raise SettingsError(
            f"the window starts on {start:%Y-%m-%d %H:%M} UTC, and from {border:%Y-%m-%d %H:%M} UTC on orders are the hourly run's",
            where=f"store {shop.store}",
            cure=f"Backfill wix_orders__{shop.store} instead, or set history.before to a later day.",
        )
    if documents == "draft" and (lacking := series_lacking(shop.settings)):
        raise SettingsError(
            f"no series of their own for past documents of the kind {', '.join(lacking)}", where=f"store {shop.store}, history.series",
            cure="Make a numbering series in Holded for each kind and name its id there; or take the orders over without documents.",
        )  # fmt: skip
    return Span(shop.store, start, min(end, border), documents)


def _paced(shop: Shop) -> Shop:
    """The shop with a Wix hook of its own pace: the hourly run keeps its share of the calls a minute."""
    from order_sync.hooks.wix import WixHook

    hook = WixHook(shop.settings.wix.connection, most_a_minute=shop.settings.history.calls_per_minute)
    shop.hooks["wix"] = hook
    return shop


def _phase(shop: Shop, span: Span, progress: dict[str, Any], part: int, late: Callable[[], bool]) -> None:
    """One of the two searches, from where it was left to the window's end."""
    unconfirmed = progress["phase"] == PHASES[0]
    pages = shop.wix().created_orders(progress["reached"], span.window_end, unconfirmed=unconfirmed)
    for some in _parts(pages, part):
        _publish(shop, span, progress, some)
        shop.save_calls()
        if late():
            raise RetryLater(
                f"orders created until {progress['reached']:%Y-%m-%d %H:%M} UTC are taken over, {progress['taken']} so far",
                where=f"history of {shop.store}", cure="It goes on from there.", delay=5,
            )  # fmt: skip
    progress |= {"phase": PHASES[1], "reached": span.window_start} if unconfirmed else {"phase": "done", "reached": span.window_end}
    history.reach(shop.database, span, progress)


def _parts(pages: Iterator[Sequence[Any]], size: int) -> Iterator[list[Sequence[Any]]]:
    part: list[Sequence[Any]] = []
    for page in pages:
        part.append(page)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part


def _publish(shop: Shop, span: Span, progress: dict[str, Any], pages: list[Sequence[Any]]) -> None:
    """One part: staged, marked as history, decided, checked, published; then its staging goes and the window is so far."""
    alone = replace(shop, run_key=f"{shop.run_key}/part-{progress['parts'] + 1:04}")
    choice = _Choice(span)
    landed = landing.land(shop.database, pages, alone.batch_id, shop.store, fresh=choice)
    if landed.changed:
        history.mark_batch(shop.database, alone.batch_id, span.documents, shop.run_key)
        build(alone)
        check(alone)
        publish(alone)
    with shop.database.begin() as tx:
        tx.run("staging/sweep_batch", batch_id=alone.batch_id)
        tx.run("staging/forget_batch", batch_id=alone.batch_id)
    for name, more in (("parts", 1), ("seen", landed.seen), ("taken", landed.changed + choice.wanted), ("live", choice.live)):
        progress[name] += more
    # The last instant is read again: orders that share it may stand on the next page.
    progress["reached"] = max(progress["reached"], choice.newest or progress["reached"])
    history.reach(shop.database, span, progress)
    log.info("History until %s: %d orders seen, %d taken over.", progress["reached"], progress["seen"], progress["taken"])


class _Choice:
    """What of a page is staged: orders that are new to us, and past orders with another payload. Counts what the hourly runs have."""

    def __init__(self, span: Span) -> None:
        self.span = span
        self.live = self.wanted = 0
        self.newest: datetime | None = None

    def __call__(self, database: Database, store: str, orders: Sequence[RawOrder]) -> list[tuple[RawOrder, OrderRows]]:
        ids = [order.wix_order_id for order in orders]
        published, marked = staging.known_orders(database, store, ids), history.marks(database, store, ids)
        again: set[str] = set()  # a draft is wanted of them, and their data is forgotten: it is taken anew
        if self.span.documents == "draft":
            forgotten = retention.guarded(database, store, ids)
            again = {id for id, erased in forgotten.items() if not erased and marked.get(id, {}).get("state") in WANTED}
            self.wanted += history.want(database, store, [id for id in ids if id in marked and id in published and id not in forgotten])
        chosen = []
        for order in orders:
            known = published.get(order.wix_order_id)
            self.live += known is not None and order.wix_order_id not in marked
            decoded = rows(order.raw, order.digest)
            self._inside(decoded)
            same = known is not None and known.payload_hash == order.digest and order.wix_order_id not in again
            if same or (known is not None and order.wix_order_id not in marked):
                continue
            if known is None or not landing.older(decoded.updated_at, known.updated_at):
                chosen.append((order, decoded))
        return chosen

    def _inside(self, decoded: OrderRows) -> None:
        """An order of another window would be marked as history for ever: the search must have kept to its filter."""
        created = decoded.order[_CREATED]
        if created is None:
            return
        if not self.span.window_start <= created < self.span.window_end:
            raise ContractBroken(
                f"Wix gave an order created at {created:%Y-%m-%d %H:%M} UTC", where=f"history of {self.span.store}",
                cure="The search did not keep to createdDate; nothing of this page was taken over. Report it with the request id.",
            )  # fmt: skip
        self.newest = max(self.newest or created, created)
