"""The shape of a runbook entry, and what many of them share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Who = Literal["bookkeeper", "packer", "shop", "engineer"]

WHO: dict[str, str] = {
    "bookkeeper": "the bookkeeper: Holded's documents, taxes, payments and closed periods",
    "packer": "the packer: addresses, parcels and labels in MyParcel",
    "shop": "whoever runs the shop: orders, products and payments in Wix",
    "engineer": "the engineer: settings files, connections, runs in Airflow",
}

RETRY = "Press Retry on the Holds page (or `order-sync holds retry STORE NUMBER`); the next run of the hour does it."
IGNORE = "Press Ignore on the Holds page and write why (or `order-sync holds ignore STORE NUMBER --note why`)."
WAIT = "Do nothing more: the next hourly run sees it, closes the hold and goes on with the order."
EXPLAIN = "Open the order's page (or `order-sync explain STORE NUMBER`): it shows each rule with its verdict."
BY_HAND_FIRST = "book the order by hand and leave the hold open: once its cause is gone it is booked a second time. Ignore the hold first."
SHIP_FIRST = "ship by hand and leave the hold open: once its cause is gone a second parcel is made. Ignore the hold first."


@dataclass(frozen=True)
class Runbook:
    """What a person does about a hold. ``closes``: what ends it by itself, where the general rule does not say it."""

    who: Who
    sees: str
    steps: tuple[str, ...]
    never: str
    closes: str = ""
