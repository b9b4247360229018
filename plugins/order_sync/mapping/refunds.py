"""From refunds to credit notes and receipt notes: each succeeded refund is exactly one note, or a hold with its reason.

Notes that stand are never planned again: what they took is gone before anything else is planned. The others follow in the order of
their refunds, each with what the earlier ones left. A refund that is held takes no lines, but its money stays reserved: a person may
have booked it by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from order_sync.mapping import note_bodies, note_split
from order_sync.mapping.note_plan import NotePlan, Shared, amount_of, flag, missing
from order_sync.mapping.note_prices import prices
from order_sync.mapping.note_split import Named
from order_sync.mapping.note_totals import STANDS, Left, left
from order_sync.mapping.totals import Plan

UNCLEAR = "unclear"
_NAMED = 8  # lines that a person is told
_RESERVED = ("STORE_CREDIT", "REFUND_WITHOUT_LINES", "TOTAL_UNREACHABLE")


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
    shared = Shared(store, order, basis)
    stand = [note for note in made if note.get("state", "sent") in STANDS]
    parts = {note["part"] for note in stand}
    plans: list[NotePlan] = []
    notes, reserved = list(stand), 0
    for refund in refunds:
        if refund["refund_id"] in parts or refund["state"] != "succeeded" or not amount_of(refund, "amount_minor"):
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
    shared, what = Shared(store, order, basis), left(basis, made)
    if what.total_minor <= 0 and not what.untouched:
        return None
    if what.untouched:
        return _whole(shared, part, day, because, "")
    return _of_pieces(shared, what, note_split.everything(what), (part, day, what.total_minor, because), "")


def _planned(shared: Shared, refund: Mapping[str, Any], what: Left, reserved: int) -> NotePlan:
    part, amount, settings = refund["refund_id"], amount_of(refund, "amount_minor"), shared.store.holded.refunds
    day = None if missing(refund["created_at"]) else shared.day(refund["created_at"])
    if flag(refund, "store_credit"):
        return shared.hold(part, day, amount, "STORE_CREDIT", "refunds", f"{shared.told(amount)} given as store credit")
    if day is None:
        return shared.hold(part, None, amount, "REFUND_UNCLEAR", "refunds.createdDate", "a refund without a date")
    if not settings.notes:
        return shared.hold(part, day, amount, "REFUND_NEEDS_PERSON", "holded.refunds.notes", f"a refund of {shared.told(amount)}")
    room = what.total_minor - reserved
    if amount > room:
        seen = f"a refund of {shared.told(amount)}, {shared.told(max(room, 0))} of the document is left"
        return shared.hold(part, day, amount, "REFUND_TOO_LARGE", "refunds.transactions.amount", seen)
    because = f"refund of {shared.told(amount)}" + (", given back outside Wix" if flag(refund, "external") else "")
    if what.untouched and amount == shared.basis["total_minor"]:
        return _whole(shared, part, day, f"{because}: the whole document", part)
    wanted = note_split.named({} if missing(refund["details"]) else refund["details"], shared.basis, what)
    if not wanted.gross and settings.amount_only == "hold":
        seen = f"a refund of {shared.told(amount)}" + (", its lines are not on the document" if wanted.unknown else " without lines")
        return shared.hold(part, day, amount, "REFUND_WITHOUT_LINES", "refunds.details", seen)
    return _of_pieces(shared, what, wanted, (part, day, amount, because), part)


def _whole(shared: Shared, part: str, day: date, because: str, refund: str) -> NotePlan:
    """The document's own items, or Holded's conversion: the books net to zero by construction."""
    basis, store, order = shared.basis, shared.store, shared.order
    marker, kind = shared.marker(part), shared.kind
    made = note_bodies.mirrored(basis)
    if kind == "credit_note" and store.holded.refunds.by_convert:
        body = note_bodies.convert(order, basis, store, day, refund)
    else:
        body = note_bodies.body(order, basis, made, store, marker, day, refund)
    amount = basis["total_minor"]
    proof = note_bodies.proof(basis, made, amount, marker, 0)
    found = note_bodies.note_basis(basis, made, proof)
    return NotePlan(part, "send", "", "", "", kind, day, amount, marker, body, proof, found, True, because)


def _of_pieces(shared: Shared, what: Left, wanted: Named, target: tuple[str, date, int, str], refund: str) -> NotePlan:
    """A note over some lines: split, priced, proved."""
    part, day, amount, because = target
    basis, rounding = shared.basis, shared.store.holded.rounding
    pieces = note_split.pieces(wanted, what, amount)
    if pieces is None:
        seen = f"a refund of {shared.told(amount)}, more than is left of the document's rates"
        return shared.hold(part, day, amount, "REFUND_TOO_LARGE", "refunds.transactions.amount", seen)
    plan = prices(pieces, basis, what, amount)
    key = _rounding_key(basis) or rounding.tax_key
    if plan.rounding_line and not key:
        plan = Plan(problem="holded.rounding.policy is line, and holded.rounding.tax_key is not set")
    if plan.problem:
        return shared.hold(part, day, amount, "TOTAL_UNREACHABLE", "refunds.transactions.amount", plan.problem)
    marker, made = shared.marker(part), note_bodies.lines(pieces, plan, basis, key)
    difference = amount - sum(wanted.gross.values()) if wanted.gross else 0
    proof = note_bodies.proof(basis, made, amount, marker, difference)
    if proof["correction"] != plan.correction:
        seen = f"computed anew the note lacks {proof['correction']} minor units, planned were {plan.correction}"
        return shared.hold(part, day, amount, "TOTAL_UNREACHABLE", "refunds.transactions.amount", seen)
    return NotePlan(
        part, "send", "", "", "", shared.kind, day, amount, marker,
        note_bodies.body(shared.order, basis, made, shared.store, marker, day, refund),
        proof, note_bodies.note_basis(basis, made, proof), False, f"{because}: {_told(shared, made, wanted, difference)}",
    )  # fmt: skip


def _told(shared: Shared, made: Sequence[Mapping[str, Any]], wanted: Named, difference: int) -> str:
    """What stands on the note, and where it is not what Wix named."""
    lines = [f"{line['of_units'] or 1} x {line['name']} {shared.told(line['gross_minor'])}" for line in made]
    told = [", ".join(lines[:_NAMED]) + (f" and {len(lines) - _NAMED} more lines" if len(lines) > _NAMED else "")]
    if wanted.unknown:
        told.append(f"{len(wanted.unknown)} named parts are not on the document")
    if difference:
        told.append(f"{shared.told(abs(difference))} {'more' if difference > 0 else 'less'} than the named parts, spread over what is left")
    return "; ".join(told)


def _unclear(shared: Shared, refunds: Sequence[Mapping[str, Any]], stand: Sequence[Mapping[str, Any]]) -> list[NotePlan]:
    """REFUND_UNCLEAR, once: Wix counts more as refunded than its refunds show, or a refund is no longer what its note says."""
    shown = sum(amount_of(refund, "amount_minor") + amount_of(refund, "pending_minor") for refund in refunds)
    counted = amount_of(shared.order, "refunded_minor")
    amounts = {refund["refund_id"]: amount_of(refund, "amount_minor") for refund in refunds}
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
    days = [shared.day(refund["created_at"]) for refund in refunds if not missing(refund["created_at"])]
    day = max(days) if days else shared.order.get("doc_date")
    return [shared.hold(UNCLEAR, day, amount, "REFUND_UNCLEAR", "balanceSummary.refunded", "; ".join(seen))]


def _rounding_key(basis: Mapping[str, Any]) -> str | None:
    return next((line["tax_keys"][0] for line in basis["lines"] if line["kind"] == "rounding"), None)
