"""The receipt or invoice that is made out of a sales order once it is paid, or because a person asked for it.

Holded's own convert keeps the link between the two, so that the stock is taken once (Holded contract, 2.13). A receipt and its later
invoice must not both stand (6.2): of an approved receipt the whole is taken back by a receipt note; a draft of one is deleted and made
anew as an invoice (mapping.edits).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from order_sync.mapping.case import Act, Booked, Case, asked_kind, planned_conversion
from order_sync.mapping.contacts import lacking_on_invoice
from order_sync.mapping.edits import removal, reversal


def acts(case: Case) -> Iterator[Act]:
    """The conversion that is due, unless it was made already."""
    if not case.converts_to or any(intent.exists for intent in case.of("conversion")):
        return
    wish, first, decision = planned_conversion(case), case.first, case.decision
    source = first or Booked(
        "document", "", "pending", decision["kind"], body=decision["body"], contact=decision["contact"], basis=decision["basis"]
    )
    asked = asked_kind(case.booked)
    if case.waiting or not source.basis:
        return
    treatments = {line["treatment"] for line in source.basis["lines"]}
    lacks = lacking_on_invoice(source.contact, case.store.country, treatments) if wish.kind == "invoice" else []
    if (
        lacks
        and source.kind == "order"
        and first
        and not case.units_sent
        and not lacking_on_invoice(decision["contact"], case.store.country, treatments)
    ):
        yield removal(first, "changed", "again", "what an invoice needs of the buyer has come: the sales order is made anew with it")
        return
    if lacks:
        seen = f"invoice without {', '.join(lacks)}"
        yield Act("conversion", "", action="hold", reason="CONTACT_INCOMPLETE", field="billingInfo", seen=seen, because=seen)
        return
    if source.kind == "receipt" and any(note.exists and not note.part.startswith("change-") for note in case.of("note")):
        seen = "a receipt with notes of refunds: Holded would convert it whole"
        yield Act("conversion", "", action="hold", reason="REFUND_NEEDS_PERSON", field="conversion", seen=seen, because=seen)
        return
    if source.kind == "receipt":
        yield from reversal(case, source, f"change-{wish.kind}", "an invoice takes the place of the receipt")
    because = "a person asked for it" if asked else f"Wix says {case.order['payment_status']}: the sales order is converted"
    yield Act(
        "conversion", "", kind=wish.kind, doc_date=wish.doc_date, amount_minor=wish.amount_minor, marker=decision["proof"]["marker"],
        body={"convert": _body(case, source, wish)} | ({"asked": asked} if asked else {}), contact=source.contact, proof=decision["proof"],
        basis={name: value for name, value in source.basis.items() if name != "convert_to"} | {"kind": wish.kind}, because=because,
    )  # fmt: skip


def _body(case: Case, source: Booked, wish: Booked) -> dict[str, Any]:
    """What convert is told. The description is ours alone: by it the document is found again where convert copies no tags."""
    order = case.order
    told = source.body["description"].partition(" · ")[0]
    body: dict[str, Any] = {
        "date": wish.doc_date.isoformat(), "description": f"{told} · {order['wix_order_id'][:8]}", "notes": source.body.get("notes"),
        "number_line_id": case.store.holded.series_of(wish.kind, source.basis["country"]),
    }  # fmt: skip
    if wish.kind == "invoice":
        body["due_date"] = wish.doc_date.isoformat()
    return {name: value for name, value in body.items() if value}
