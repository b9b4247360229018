"""A planned note or hold, and what all notes of one order share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

import pandas as pd

from order_sync.mapping.amounts import from_minor
from order_sync.mapping.markers import note_marker
from order_sync.mapping.note_bodies import KIND


@dataclass(frozen=True)
class NotePlan:
    """One note to send, or one hold. ``amount_minor`` is the money; body, proof and basis are empty on a hold.

    ``whole``: the items mirror the document's. ``body`` is {"convert": ...} where Holded converts the whole invoice itself.
    """

    part: str
    action: Literal["send", "hold"]
    reason: str
    field: str
    seen: str
    kind: str
    doc_date: date | None
    amount_minor: int
    marker: str
    body: dict[str, Any] = field(default_factory=dict)
    proof: dict[str, Any] = field(default_factory=dict)
    basis: dict[str, Any] = field(default_factory=dict)
    whole: bool = False
    because: str = ""


@dataclass(frozen=True)
class Shared:
    """What every note of an order shares."""

    store: Any
    order: Mapping[str, Any]
    basis: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """Kind of its notes."""
        return KIND[self.basis["kind"]]

    def marker(self, part: str) -> str:
        """Tag of one note."""
        return note_marker(self.store.store, self.order["wix_order_id"], part)

    def told(self, amount: int) -> str:
        """An amount as a person reads it."""
        return f"{from_minor(amount, self.order['currency'])} {self.order['currency']}"

    def day(self, instant: datetime) -> date:
        """The calendar day in the store's zone."""
        return instant.astimezone(self.store.zone).date()

    def hold(self, part: str, day: date | None, amount: int, reason: str, name: str, seen: str) -> NotePlan:
        """A hold in the place of a note."""
        return NotePlan(part, "hold", reason, name, seen, self.kind, day, amount, self.marker(part), because=seen)


def amount_of(row: Mapping[str, Any], name: str) -> int:
    """Minor units of a row's column; nothing is 0."""
    value = row.get(name)
    return 0 if missing(value) else int(value)


def flag(row: Mapping[str, Any], name: str) -> bool:
    """True or False; nothing is False."""
    value = row.get(name)
    return False if missing(value) else bool(value)


def missing(value: Any) -> bool:
    """None, NaT, NaN or <NA>: the ways in which a row of a frame says nothing."""
    return value is None or (not isinstance(value, (dict, list)) and bool(pd.isna(value)))
