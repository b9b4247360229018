"""Landing: pages of Wix orders in, typed rows in staging out; what has not changed since it was published stops here.

The hook reads the next page, this thread decodes one, and two more compress and store the one before it: memory holds a few pages,
whatever the window. Each page is committed by itself, so no transaction is open while the remote is awaited; a new try of the same
batch starts from nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from order_sync.mapping.wix_order import OrderRows, rows
from order_sync.mapping.wix_pages import RawOrder, pack, raw_order, unpack
from order_sync.steps.erased import Erased
from order_sync.store import staging
from order_sync.store.database import Database
from order_sync.store.staging import Batch, Version

if TYPE_CHECKING:
    import msgspec

_PAGES_IN_FLIGHT = 2
Fresh = Callable[[Database, str, Sequence[RawOrder]], list[tuple[RawOrder, OrderRows]]]


class Landed(NamedTuple):
    """Counts of one landing: orders the remote returned, of them staged, taken up again from store, and staged as malformed."""

    seen: int
    changed: int
    rebuilt: int
    malformed: int


def land(
    database: Database,
    pages: Iterable[Sequence[msgspec.Raw | bytes]],
    batch_id: str,
    store: str,
    window: tuple[datetime | None, datetime | None] = (None, None),
    rebuild: Iterable[str] = (),
    fresh: Fresh | None = None,
) -> Landed:
    """Stage the orders of all pages that are new or changed, and those of ``rebuild`` (Wix order ids) from their stored payloads.

    ``window`` is the half-open [start, end) that the pages were searched by. An order older than its published version is a late
    search result and is left out. Malformed orders are staged as such and stop nothing. ``fresh`` chooses otherwise what of a page is staged.
    """
    choose = fresh or fresh_orders
    batch = Batch(batch_id, store, *window)
    staging.open_batch(database, batch)
    seen, rebuild = 0, list(rebuild)
    erased = Erased(database, store, batch_id, rebuild)
    with _Writer(database, batch) as writer:
        for page in pages:
            seen += len(page)
            orders = [raw_order(payload) for payload in page]
            chosen = erased.left(orders, choose(database, store, orders))
            if chosen:
                writer.put(chosen)
    rebuilt = _restage(database, batch, rebuild)
    return Landed(**staging.close_batch(database, batch, seen=seen, rebuilt=rebuilt))


def stored_order(database: Database, store: str, wix_order_id: str) -> bytes | None:
    """The published payload of an order, byte for byte as Wix sent it; None where the order is not published."""
    for chunk_id, places in staging.stored_places(database, store, [wix_order_id]):
        return unpack(staging.chunk(database, chunk_id))[places[wix_order_id]]
    return None


class _Writer:
    """Compresses and stores pages in a thread of its own, a bounded number of them behind the reader."""

    def __init__(self, database: Database, batch: Batch) -> None:
        self._database, self._batch = database, batch
        # One thread each: pages are stored in the order in which they were read.
        self._packer = ThreadPoolExecutor(1, thread_name_prefix="landing-pack")
        self._storer = ThreadPoolExecutor(1, thread_name_prefix="landing-store")
        self._pending: deque[Future[None]] = deque()

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        for thread in (self._packer, self._storer):
            thread.shutdown(wait=True, cancel_futures=error is not None)
        if error is None:
            self._settle(0)

    def put(self, fresh: Sequence[tuple[RawOrder, OrderRows]]) -> None:
        """Store a page behind the caller's back; waits where too many are pending."""
        self._settle(_PAGES_IN_FLIGHT - 1)
        body = self._packer.submit(pack, [order.raw for order, _ in fresh])
        versions = [_version(decoded, place) for place, (_, decoded) in enumerate(fresh)]
        self._pending.append(self._storer.submit(self._store, versions, body))

    def _store(self, versions: Sequence[Version], body: Future[bytes]) -> None:
        staging.stage_page(self._database, self._batch, versions, body.result())

    def _settle(self, left: int) -> None:
        while len(self._pending) > left:
            self._pending.popleft().result()


def fresh_orders(database: Database, store: str, orders: Sequence[RawOrder]) -> list[tuple[RawOrder, OrderRows]]:
    """The orders of a page that differ from what is published and are not older, decoded."""
    known = staging.known_orders(database, store, [order.wix_order_id for order in orders])
    fresh = []
    for order in orders:
        published = known.get(order.wix_order_id)
        if published is None or published.payload_hash != order.digest:
            decoded = rows(order.raw, order.digest)
            if published is None or not older(decoded.updated_at, published.updated_at):
                fresh.append((order, decoded))
    return fresh


def older(found: datetime | None, published: datetime | None) -> bool:
    return found is not None and published is not None and found < published


def _version(decoded: OrderRows, place: int) -> Version:
    return Version(decoded.wix_order_id, decoded.updated_at, decoded.order, decoded.lines, place)


def _restage(database: Database, batch: Batch, wix_order_ids: Sequence[str]) -> int:
    rebuilt = 0
    for chunk_id, places in staging.stored_places(database, batch.store, wix_order_ids) if wix_order_ids else ():
        raws = unpack(staging.chunk(database, chunk_id))
        versions = [_version(rows(raw, raw_order(raw).digest), place) for place, raw in ((place, raws[place]) for place in places.values())]
        rebuilt += staging.stage_stored(database, batch, versions, chunk_id)
    return rebuilt
