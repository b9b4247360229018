"""Return labels: related return shipments of parcels that were registered, made once per order and ask, then printed like any label."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Any

from order_sync.errors import OutcomeUnknown, Rejected
from order_sync.steps.label_ask import Ask
from order_sync.steps.label_selection import Parcel
from order_sync.steps.myparcel_post import post
from order_sync.steps.outcome import WHOLE_RUN
from order_sync.steps.shop import Shop
from order_sync.store import labels
from order_sync.store.holds import hold
from order_sync.store.ledger import Entry, Ledger

log = logging.getLogger(__name__)
BATCH = 100
ROUNDS, LONGEST_PAUSE = 4, 60  # passes over what is doubtful; seconds between them
PACKAGE, RETURNED_AS = 1, (1, 2, 6)  # package types that a return can have
CURE = "Make the return in MyParcel's back office, or correct the shipment there; then ask again."


def parents(shop: Shop, ask: Ask) -> list[Parcel]:
    """The parcels of the named orders, one return each. With reprint: the returns made before, printed again."""
    from order_sync.hooks.myparcel_tracking import VOID, is_registered

    numbers = list(ask.numbers or ())
    statement = "labels/returns" if ask.reprint else "labels/return_parents"
    rows = shop.database.rows(statement, store=shop.store, numbers=numbers)
    found = {str(row["id"]): row for row in shop.myparcel().shipments([int(row["shipment_id"]) for row in rows])} if rows else {}
    parcels = []
    for row in rows:
        shipment = found.get(row["shipment_id"])
        # The part of a return tells its parcel and its job, the id of its own shipment comes later.
        part = row["part"] if ask.reprint else f"{row['part'] or 1}/{{job}}"
        parcel = Parcel(row["wix_order_id"], part, row["order_number"], int(row["shipment_id"]) if ask.reprint else 0)
        if shipment is None or shipment["status"] in VOID:
            parcel.verdict, parcel.says = "left_out", "the shipment is not in MyParcel any more"
        elif not ask.reprint and not is_registered(shipment["status"]):
            parcel.verdict, parcel.says = "left_out", "nothing was sent yet: its label was not made"
        if not ask.reprint:
            parcel.marker, parcel.key = f"{row['marker']}-R{{job}}", (row["shipment_id"],)
        parcels.append(parcel)
    missing = sorted(set(numbers) - {row["order_number"] for row in rows})
    says = "no return was made for this order" if ask.reprint else "no shipment was made for this order"
    return parcels + [Parcel("", "", number, 0, verdict="left_out", says=says) for number in missing]


def return_intents(ask: Ask, chosen: list[Parcel]) -> list[dict[str, Any]]:
    """Their intents; the buyer's name and address are read from the parent when it is made, and kept nowhere."""
    if ask.reprint:
        return []
    names = ("wix_order_id", "part", "order_number", "marker")
    return [{name: getattr(parcel, name) for name in names} | {"body": {"parent": parcel.key[0], "mail": ask.mail}} for parcel in chosen]


def make(shop: Shop, job: Mapping[str, Any]) -> None:
    """Create the job's returns that are not there yet; after any doubt a look-up by reference comes before a second POST."""
    ledger, settle = Ledger(shop.database), shop.settings.myparcel.settle_seconds
    for attempt in range(ROUNDS):
        intents = list(labels.intents(shop.database, shop.store, job["job_id"], "return").values())
        _round(shop, ledger, intents)
        if not any(intent.open for intent in intents) or settle > LONGEST_PAUSE or attempt == ROUNDS - 1:
            break
        time.sleep(settle)
    for intent in intents:
        if intent.done and intent.remote_id:
            labels.return_made(shop.database, job["job_id"], intent, intent.remote_id)
    if any(intent.open for intent in intents):
        raise OutcomeUnknown(
            "it is open whether returns were made", where="MyParcel POST /shipments", cure="They are looked up by reference."
        )


def _round(shop: Shop, ledger: Ledger, intents: list[Entry]) -> None:
    """One pass. What was refused in a batch before goes alone, so that the refusal finds its return and the others still go."""
    _settle(shop, ledger, [intent for intent in intents if intent.doubtful and intent.due])
    pending = [intent for intent in intents if intent.state == "pending"]
    read = {row["id"]: row for row in shop.myparcel().shipments([int(intent.body["parent"]) for intent in pending])} if pending else {}
    together = [intent for intent in pending if not intent.attempts]
    for start in range(0, len(together), BATCH):
        _post(shop, ledger, together[start : start + BATCH], read)
    for intent in pending:
        if intent not in together:
            _post(shop, ledger, [intent], read)


def _settle(shop: Shop, ledger: Ledger, doubtful: list[Entry]) -> None:
    """Adopt what is there; a second POST only after two looks, separated in time, that found nothing."""
    from order_sync.hooks.myparcel_tracking import RETURN_TYPES, VOID

    if not doubtful:
        return
    rows = shop.myparcel().find_by_reference([intent.marker for intent in doubtful], all_states=True)
    found = {row["reference_identifier"]: row for row in rows if row.get("shipment_type") in RETURN_TYPES and row["status"] not in VOID}
    for intent in doubtful:
        there = found.get(intent.marker)
        if there:
            ledger.sent(intent, str(there["id"]))
        elif intent.state == "sending" or intent.looks < 1:
            ledger.unknown(intent, "the look found nothing", wait=shop.settings.myparcel.settle_seconds, looked=True)
        else:
            ledger.release(intent, "looked up twice: not created")


def _post(shop: Shop, ledger: Ledger, chunk: list[Entry], read: Mapping[int, Mapping[str, Any]]) -> None:
    bodies = [_body(intent, read.get(int(intent.body["parent"])) or {}) for intent in chunk]
    for intent in chunk:
        ledger.claim(intent)
    post(
        ledger, chunk, lambda: shop.myparcel().create_returns(bodies, mail=bool(chunk[0].body.get("mail"))),
        settle=shop.settings.myparcel.settle_seconds, refused=lambda error: _refused(shop, ledger, chunk, error),
    )  # fmt: skip


def _refused(shop: Shop, ledger: Ledger, chunk: list[Entry], error: Rejected) -> None:
    """Whether the others of a refused batch were made is not known (MyParcel contract, point 3): they are looked up, then go one by one.
    A refused login ends the run: nothing was made."""
    if isinstance(error, WHOLE_RUN):
        for intent in chunk:
            ledger.release(intent, error.seen)
        raise error
    if len(chunk) > 1:
        log.warning("a batch of %s returns was refused; they go one by one: %s", len(chunk), error)
        for intent in chunk:
            ledger.unknown(intent, "a return of the batch was refused", wait=shop.settings.myparcel.settle_seconds)
        return
    intent = chunk[0]
    held = hold(
        shop.database, shop.store, intent.wix_order_id, intent.order_number, "myparcel", "RETURN_REFUSED",
        field=f"label {intent.part}", seen=error.seen, cure=CURE, source="label",
    )  # fmt: skip
    ledger.rejected(intent, error.seen, held)


def _body(intent: Entry, parent: Mapping[str, Any]) -> dict[str, Any]:
    """The return as it is posted: back by the parent's carrier, from the parent's recipient."""
    to, kind = parent.get("recipient") or {}, (parent.get("options") or {}).get("package_type")
    return {
        "parent": int(intent.body["parent"]), "reference_identifier": intent.marker, "carrier": parent.get("carrier_id"),
        "email": to.get("email") or "", "name": to.get("person") or to.get("company") or "",
        "options": {"package_type": kind if kind in RETURNED_AS else PACKAGE},
    }  # fmt: skip
