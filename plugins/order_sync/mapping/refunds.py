"""From refunds to credit notes and receipt notes: each succeeded refund is exactly one note, or a hold with its reason.

Notes that stand are never planned again: what they took is gone before anything else is planned. The others follow in the order of
their refunds, each with what the earlier ones left. A refund that is held takes no lines, but its money stays reserved: a person may
have booked it by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

import pandas as pd

from order_sync.mapping import note_bodies, note_split
from order_sync.mapping.amounts import from_minor
from order_sync.mapping.markers import note_marker
from order_sync.mapping.note_prices import prices
from order_sync.mapping.note_split import Named
from order_sync.mapping.note_totals import STANDS, Left, left
from order_sync.mapping.totals import Plan

UNCLEAR = "unclear"
_RESERVED = ("STORE_CREDIT", "REFUND_WITHOUT_LINES", "TOTAL_UNREACHABLE")


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
class _Order:
    """What every note of an order shares."""

    store: Any
    order: Mapping[str, Any]
    basis: Mapping[str, Any]

    def told(self, amount: int) -> str:
        return f"{from_minor(amount, self.order['currency'])} {self.order['currency']}"

    def day(self, instant: datetime) -> date:
        return instant.astimezone(self.store.zone).date()


def plan_notes(
    *,
    store: Any,
    order: Mapping[str, Any],
    basis: Mapping[str, Any],
    refunds: Sequence[Mapping[str, Any]],
    made: Sequence[Mapping[str, Any]],
) -> list[NotePlan]:
    """The notes that the order's refunds still need, in the order of the refunds, and what of them is held.

    ``store`` is a settings.StoreSettings; ``order`` a row of staging.orders; ``basis`` that of the billing document (a receipt or an
    invoice); ``refunds`` rows of contracts.money.REFUNDS, oldest first; ``made`` the ledger's notes of this document: part, basis,
    amount_minor, state.
    """
    shared = _Order(store, order, basis)
    stand = [note for note in made if note.get("state", "sent") in STANDS]
    parts = {note["part"] for note in stand}
    plans: list[NotePlan] = []
    notes, reserved = list(stand), 0
    for refund in refunds:
        if refund["refund_id"] in parts or refund["state"] != "succeeded" or not _amount(refund, "amount_minor"):
            continue
        one = _planned(shared, refund, left(basis, notes), reserved)
        plans.append(one)
        if one.action == "send":
            notes.append({"part": one.part, "basis": one.basis, "amount_minor": one.amount_minor})
        elif one.reason in _RESERVED:
            reserved += one.amount_minor
    return plans + _unclear(shared, refunds, stand)


def reversal(
    store: Any, order: Mapping[str, Any], basis: Mapping[str, Any], made: Sequence[Mapping[str, Any]], part: str, day: date, because: str
) -> NotePlan | None:
    """A note over everything that is left of a document, None where nothing is: ``part`` is 'cancel' or 'change-<hash8>'."""
    shared, what = _Order(store, order, basis), left(basis, made)
    if what.total_minor <= 0 and not what.untouched:
        return None
    if what.untouched:
        return _whole(shared, part, day, because, "")
    return _of_pieces(shared, what, note_split.everything(what), (part, day, what.total_minor, because), "")


def _planned(shared: _Order, refund: Mapping[str, Any], what: Left, reserved: int) -> NotePlan:
    part, amount, settings = refund["refund_id"], _amount(refund, "amount_minor"), shared.store.holded.refunds
    if _missing(refund["created_at"]):
        return _hold(shared, part, None, amount, "REFUND_UNCLEAR", "refunds.createdDate", "a refund without a date")
    day = shared.day(refund["created_at"])
    if refund["store_credit"]:
        return _hold(shared, part, day, amount, "STORE_CREDIT", "refunds", f"{shared.told(amount)} given as store credit")
    if not settings.notes:
        return _hold(shared, part, day, amount, "REFUND_NEEDS_PERSON", "holded.refunds.notes", f"a refund of {shared.told(amount)}")
    room = what.total_minor - reserved
    if amount > room:
        seen = f"a refund of {shared.told(amount)}, {shared.told(max(room, 0))} of the document is left"
        return _hold(shared, part, day, amount, "REFUND_TOO_LARGE", "refunds.transactions.amount", seen)
    because = f"refund of {shared.told(amount)}" + (", given back outside Wix" if refund["external"] else "")
    if what.untouched and amount == shared.basis["total_minor"]:
        return _whole(shared, part, day, f"{because}: the whole document", part)
    wanted = note_split.named(refund["details"] or {}, shared.basis, what)
    if not wanted.gross and settings.amount_only == "hold":
        seen = f"a refund of {shared.told(amount)}" + (", its lines are not on the document" if wanted.unknown else " without lines")
        return _hold(shared, part, day, amount, "REFUND_WITHOUT_LINES", "refunds.details", seen)
    return _of_pieces(shared, what, wanted, (part, day, amount, because), part)


def _whole(shared: _Order, part: str, day: date, because: str, refund: str) -> NotePlan:
    """The document's own items, or Holded's conversion: the books net to zero by construction."""
    basis, store, order = shared.basis, shared.store, shared.order
    marker, kind = _marker(shared, part), note_bodies.KIND[basis["kind"]]
    made = note_bodies.mirrored(basis)
    if kind == "credit_note" and store.holded.refunds.by_convert:
        body = note_bodies.convert(order, basis, store, day, refund)
    else:
        body = note_bodies.body(order, basis, made, store, marker, day, refund)
    amount = basis["total_minor"]
    proof = note_bodies.proof(basis, made, amount, marker, 0)
    found = note_bodies.note_basis(basis, made, proof)
    return NotePlan(part, "send", "", "", "", kind, day, amount, marker, body, proof, found, True, because)


def _of_pieces(shared: _Order, what: Left, wanted: Named, target: tuple[str, date, int, str], refund: str) -> NotePlan:
    """A note over some lines: split, priced, proved."""
    part, day, amount, because = target
    basis, rounding = shared.basis, shared.store.holded.rounding
    pieces = note_split.pieces(wanted, what, amount)
    if pieces is None:
        seen = f"a refund of {shared.told(amount)}, more than is left of the document's rates"
        return _hold(shared, part, day, amount, "REFUND_TOO_LARGE", "refunds.transactions.amount", seen)
    plan = prices(pieces, basis, what, amount)
    key = _rounding_key(basis) or rounding.tax_key
    if plan.rounding_line and not key:
        plan = Plan(problem="holded.rounding.policy is line, and holded.rounding.tax_key is not set")
    if plan.problem:
        return _hold(shared, part, day, amount, "TOTAL_UNREACHABLE", "refunds.transactions.amount", plan.problem)
    marker, made = _marker(shared, part), note_bodies.lines(pieces, plan, basis, key)
    difference = amount - sum(wanted.gross.values()) if wanted.gross else 0
    proof = note_bodies.proof(basis, made, amount, marker, difference)
    return NotePlan(
        part, "send", "", "", "", note_bodies.KIND[basis["kind"]], day, amount, marker,
        note_bodies.body(shared.order, basis, made, shared.store, marker, day, refund),
        proof, note_bodies.note_basis(basis, made, proof), False, f"{because}: {_told(shared, made, wanted, difference)}",
    )  # fmt: skip


def _told(shared: _Order, made: Sequence[Mapping[str, Any]], wanted: Named, difference: int) -> str:
    """What stands on the note, and where it is not what Wix named."""
    told = [", ".join(f"{line['of_units'] or 1} x {line['name']} {shared.told(line['gross_minor'])}" for line in made)]
    if wanted.unknown:
        told.append(f"{len(wanted.unknown)} named parts are not on the document")
    if difference:
        told.append(f"{shared.told(abs(difference))} {'more' if difference > 0 else 'less'} than the named parts, spread over what is left")
    return "; ".join(told)


def _unclear(shared: _Order, refunds: Sequence[Mapping[str, Any]], stand: Sequence[Mapping[str, Any]]) -> list[NotePlan]:
    """REFUND_UNCLEAR, once: Wix counts more as refunded than its refunds show, or a refund is no longer what its note says."""
    shown = sum(_amount(refund, "amount_minor") + _amount(refund, "pending_minor") for refund in refunds)
    counted = _amount(shared.order, "refunded_minor")
    amounts = {refund["refund_id"]: _amount(refund, "amount_minor") for refund in refunds}
    seen, amount = [], max(0, counted - shown)
    if amount:
        seen.append(f"{shared.told(counted)} refunded, {shared.told(shown)} in the order's refunds")
    for note in stand:
        now = amounts.get(note["part"], note["amount_minor"])
        if now != note["amount_minor"]:
            amount += abs(now - note["amount_minor"])
            seen.append(f"refund {note['part']} is {shared.told(now)}, its note {shared.told(note['amount_minor'])}")
    if not seen:
        return []
    days = [shared.day(refund["created_at"]) for refund in refunds if not _missing(refund["created_at"])]
    day = max(days) if days else shared.order.get("doc_date")
    return [_hold(shared, UNCLEAR, day, amount, "REFUND_UNCLEAR", "balanceSummary.refunded", "; ".join(seen))]


def _hold(shared: _Order, part: str, day: date | None, amount: int, reason: str, name: str, seen: str) -> NotePlan:
    kind = note_bodies.KIND[shared.basis["kind"]]
    return NotePlan(part, "hold", reason, name, seen, kind, day, amount, _marker(shared, part), because=seen)


def _marker(shared: _Order, part: str) -> str:
    return note_marker(shared.store.store, shared.order["wix_order_id"], part)


def _rounding_key(basis: Mapping[str, Any]) -> str | None:
    return next((line["tax_keys"][0] for line in basis["lines"] if line["kind"] == "rounding"), None)


def _amount(row: Mapping[str, Any], name: str) -> int:
    value = row.get(name)
    return 0 if _missing(value) else int(value)


def _missing(value: Any) -> bool:
    return value is None or bool(pd.isna(value))
