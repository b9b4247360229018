"""A shop with a past: orders created over two years, before the first day of the hourly runs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from order_sync.settings import Config
from order_sync.steps.history import take_over
from order_sync.steps.shop import open_shop
from shop_world import World, wix_order

MAY = (datetime(2024, 5, 1, tzinfo=UTC), datetime(2024, 6, 1, tzinfo=UTC))
JUNE = (MAY[1], datetime(2024, 7, 1, tzinfo=UTC))
SERIES = {"invoice": "a" * 24, "receipt": "b" * 24, "credit_note": "c" * 24, "receipt_note": "d" * 24}


_KINDS = {"invoice": "invoice", "receipt": "salesreceipt", "credit_note": "creditnote", "receipt_note": "receiptnote"}


def own_series(world: World, account: str = "es") -> None:
    """The account's series for past documents."""
    rows = world.sandbox.state("holded", account)["series"]
    rows += [
        {"id": id, "type": _KINDS[kind], "name": f"Historia {kind}", "format": "H%%%%", "refund_numbering_series_id": None}
        for kind, id in SERIES.items()
    ]


def stamp(moment: datetime) -> str:
    """As Wix writes it."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def past_order(number: str, created: datetime, *, changed: datetime | None = None, **changes: Any) -> dict[str, Any]:
    """A paid order of long ago."""
    return wix_order(
        number, createdDate=stamp(created), purchasedDate=stamp(created), updatedDate=stamp(changed or created), **changes
    )  # fmt: skip


def with_history(config: Config, store: str = "es", **history: Any) -> Config:
    """The configuration with other settings of history."""
    settings = config.stores[store]
    changed = settings.model_copy(update={"history": settings.history.model_copy(update=history)})
    return config.model_copy(update={"stores": config.stores | {store: changed}})


def taken(
    world: World, window: tuple[datetime, datetime], documents: str = "none", run: str = "backfill__1", **bounds: Any
) -> dict[str, Any]:
    """One run of history."""
    with open_shop("es", run, config=world.config, database=world.database) as shop:
        return take_over(shop, *window, documents, **bounds)


def known(world: World, store: str = "es") -> dict[str, tuple[str, str]]:
    """(action, reason) at Holded by order number."""
    with world.database.engine.begin() as connection:
        rows = connection.exec_driver_sql(
            "SELECT number, action, reason FROM core.orders JOIN core.decisions USING (store, wix_order_id) WHERE store = %s AND destination = 'holded'",
            (store,),
        )
        return {row[0]: (row[1], row[2]) for row in rows}
