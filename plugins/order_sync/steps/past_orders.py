"""What a store's settings mean for past orders: the first day of the hourly runs, and the rules by which drafts of the past are made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

import pandas as pd

from order_sync.contracts.decisions import DECISIONS, DESTINATIONS
from order_sync.settings import StoreSettings

REASON = "HISTORY"
_NOTE_OF = {"invoice": "credit_note", "receipt": "receipt_note"}


def instant(moment: datetime) -> datetime:
    """The same moment as a plain datetime in UTC, to the millisecond as Wix writes dates. Airflow's own are pendulum's, whose sums lose the zone."""
    whole = datetime.fromisoformat(moment.isoformat()).astimezone(UTC)
    return whole.replace(microsecond=whole.microsecond // 1000 * 1000)


def first_day(settings: StoreSettings) -> datetime:
    """Orders created before this instant may be history: history.before, else start_date, at midnight in the merchant's zone."""
    return _midnight(settings.history.before or settings.start_date, settings)


def history_before(settings: StoreSettings) -> datetime | None:
    """Orders created before this instant are history whenever they are met; None where the store does not say so."""
    return _midnight(settings.history.before, settings) if settings.history.before else None


def _midnight(day: date, settings: StoreSettings) -> datetime:
    return datetime.combine(day, time(), settings.zone).astimezone(UTC)


def series_lacking(settings: StoreSettings) -> list[str]:
    """Fiscal kinds of document that the store makes and that have no series of their own for the past."""
    if settings.holded is None:
        return ["any: the store books nothing in Holded"]
    made = {rule.then for rule in settings.holded.documents} | {rule.convert_to for rule in settings.holded.documents if rule.convert_to}
    kinds = made & set(_NOTE_OF)
    if settings.holded.refunds.notes:
        kinds |= {_NOTE_OF[kind] for kind in kinds}
    return sorted(kinds - settings.history.series.keys())


def past_settings(settings: StoreSettings) -> StoreSettings:
    """The settings by which drafts of past orders are made: own series, never approved or paid, no stock moved, no parcel.

    Lines are booked without product, so no stock moves: the goods left long ago, and a draft moves stock already (Holded contract 2.9).
    """
    holded = settings.holded
    if holded is None:
        return settings.model_copy(update={"myparcel": None})
    changes: dict[str, Any] = {
        "series": dict(holded.series) | settings.history.series,
        "approve": "never",
        "payments": holded.payments.model_copy(update={"register_payment": False}),
        "unknown_sku": "plain",
        "stock": holded.stock.model_copy(update={"send_units": "never"}),
        "order_status": holded.order_status.model_copy(update={"show": "off"}),
        "quota": holded.quota.model_copy(update={"reserve": max(holded.quota.reserve, settings.history.reserve)}),
        "closed_period": holded.closed_period.model_copy(update={"documents": "hold"}),
    }
    return settings.model_copy(update={"holded": holded.model_copy(update=changes), "myparcel": None, "start_date": date(1970, 1, 1)})


def left_alone(orders: pd.DataFrame, marks: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """Decisions about orders that are only known: nothing is done with them at any destination. Columns: contracts.decisions.DECISIONS."""
    found = []
    for order in orders[["batch_id", "store", "wix_order_id", "total_minor", "currency"]].to_dict("records"):
        mark = marks[order["wix_order_id"]]
        waits = " and waits for its draft" if mark["state"] in ("waiting", "making") else ""
        because = f"{REASON}: it was taken over as history by {mark['run']}{waits}"
        trace = [{"rule": "history", "verdict": "ignore", "because": because}]
        for destination in DESTINATIONS:
            found.append({
                "batch_id": order["batch_id"], "store": order["store"], "wix_order_id": order["wix_order_id"], "destination": destination,
                "action": "ignore", "reason": REASON, "trace": trace,
            })  # fmt: skip
    frame = pd.DataFrame(found, columns=list(DECISIONS.names), dtype=object)
    return frame.where(frame.notna(), None)


def as_history(decisions: pd.DataFrame) -> pd.DataFrame:
    """Decisions about drafts of the past in words of the past: no parcel, and nothing in the closed period, are no holds."""
    closed = decisions["reason"].eq("PERIOD_CLOSED")
    parcels = decisions["destination"].eq("myparcel")
    there = closed | parcels
    decisions.loc[there, "action"] = "ignore"
    decisions.loc[there, "reason"] = REASON
    decisions.loc[there, ["field", "seen", "cure"]] = None
    return decisions
