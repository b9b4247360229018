"""What a person does about each hold code: RUNBOOK, one entry beside each of HOLD_CODES. docs/holds.md is made from here, the pages show it."""

from __future__ import annotations

from order_sync.contracts.holds import HoldCode
from order_sync.contracts.runbook_booking import BOOKING
from order_sync.contracts.runbook_parcels import PARCELS
from order_sync.contracts.runbook_shape import WHO, Runbook
from order_sync.contracts.runbook_upkeep import UPKEEP

RUNBOOK: dict[str, Runbook] = BOOKING | PARCELS | UPKEEP


def heals(hold: HoldCode, runbook: Runbook) -> str:
    """Whether and when a hold of this code closes by itself, as a sentence."""
    if runbook.closes:
        return f"Yes, {runbook.closes}." if hold.heals else f"Only {runbook.closes}; else a person retries or ignores it."
    if hold.every_run:
        return "Yes: every run of the hour builds the order again."
    if hold.heals:
        return "Yes: when the order changes in Wix, when your settings or tables change, when Holded's lists were read again, at the latest a day later."
    return "No: a person retries or ignores it."


__all__ = ["RUNBOOK", "WHO", "Runbook", "heals"]
