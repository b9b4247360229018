"""What the overview says at one glance: whether all is well, and what people have to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from order_sync.ui.selection import Selection


@dataclass(frozen=True)
class Step:
    """Something for a person: ``tone`` bad (it went wrong) or wait (it waits); ``to`` is below our address, or an anchor; ``go`` are the words of its link."""

    tone: str
    n: int
    says: str
    go: str
    to: str


def to_do(chosen: Selection, found: Mapping[str, Any], runs: Sequence[Mapping[str, Any]] | None) -> list[Step]:
    """What is to be done for the store, the worst first."""
    coverage = found["coverage"]
    lost, unsent = coverage["unexplained"] - coverage["waiting"], coverage["ship_unexplained"]
    held = sum(row["ever"] for row in found["holds"])
    labels = sum(row["n"] for row in found["parcels"] if row["place"] == 0)
    failed = [run["kind"] for run in runs or () if (run["newest"] or {}).get("state") == "failed"]
    off = [run["kind"] for run in runs or () if run["paused"] and run["kind"] == "wix_orders"]
    spent = [month for month in found["quota"] if month["spent"] or month["left"] == 0]
    orders = "/overview/orders"
    steps = (
        Step("bad", lost, f"{_orders(lost)} neither in Holded nor explained", "Find them", chosen.link(orders, fate="unexplained", sort=None, page=None)),
        Step("bad", unsent, f"{_orders(unsent)} to be shipped, and no parcel is planned", "Find them", chosen.link(orders, fate="ship_unexplained", sort=None, page=None)),
        Step("bad", len(failed), f"last {'run' if len(failed) == 1 else 'runs'} failed: {', '.join(failed)}", "See the runs", "#runs"),
        Step("bad", len(spent), "account of Holded has no calls left this month", "See the quota", "#calls"),
        Step("wait", len(off), "wix_orders is switched off: no new order is taken", "See the runs", "#runs"),
        Step("wait", held, f"{'hold waits' if held == 1 else 'holds wait'} for a decision", "Open the holds", f"/holds?store={chosen.store}"),
        Step("wait", labels, f"{'parcel waits for its label' if labels == 1 else 'parcels wait for their labels'}", "Print labels", "/labels"),
    )  # fmt: skip
    return [step for step in steps if step.n > 0]


def _orders(n: int) -> str:
    return "order is" if n == 1 else "orders are"
