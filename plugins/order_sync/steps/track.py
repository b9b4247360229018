"""Parcels back to Wix: read the states, and write one fulfilment per parcel once its number is known."""

from __future__ import annotations

import json
import logging

from order_sync.errors import ContractBroken, OrderSyncError, OutcomeUnknown, Rejected
from order_sync.steps.outcome import WHOLE_RUN, Outcome
from order_sync.steps.shop import Shop
from order_sync.store.holds import close_done, hold
from order_sync.store.ledger import Entry, Ledger
from order_sync.store.locks import exclusive

log = logging.getLogger(__name__)
IDS_PER_CALL = 100
MISSED_TWICE = 2


def poll(shop: Shop) -> Outcome:
    """Read every parcel that has not reached an end; new barcodes become intents to tell Wix."""
    from order_sync.hooks.myparcel_tracking import FINAL, barcode, carrier_name, tracking_link

    outcome = Outcome()
    parcels = shop.database.rows("tracking/open", store=shop.store)
    for start in range(0, len(parcels), IDS_PER_CALL):
        chunk = {str(parcel["remote_id"]): parcel for parcel in parcels[start : start + IDS_PER_CALL]}
        shipments = {str(found["id"]): found for found in shop.myparcel().shipments([int(remote_id) for remote_id in chunk])}
        for remote_id, parcel in chunk.items():
            found = shipments.get(remote_id)
            if found is None:
                _missing(shop, remote_id, parcel, outcome)
                continue
            number = barcode(found)
            changed = shop.database.run(
                "tracking/save", store=shop.store, shipment_id=remote_id, wix_order_id=parcel["wix_order_id"], status=found["status"],
                barcode=number or None, link=tracking_link(found) or None, carrier=found.get("carrier_id"), final=found["status"] in FINAL,
            )  # fmt: skip
            outcome.counts["changed"] += changed
            if number and shop.settings.tracking.enabled:
                _intend(shop, remote_id, parcel, number, tracking_link(found), carrier_name(found.get("carrier_id")))
            if found["status"] in FINAL:  # last: a run that dies before reads the parcel once more
                shop.database.run("tracking/ended", store=shop.store, shipment_id=remote_id, wix_order_id=parcel["wix_order_id"])
    outcome.counts["polled"] = len(parcels)
    return outcome


def saved(shop: Shop, shipments: list[dict]) -> int:
    """Save status, barcode and link of shipments that were just read, and intend the fulfilments of those with a barcode; how many changed."""
    from order_sync.hooks.myparcel_tracking import FINAL, barcode, carrier_name, tracking_link

    known = {parcel["remote_id"]: parcel for parcel in shop.database.rows("tracking/open", store=shop.store)}
    changed = 0
    for found in shipments:
        parcel, number = known.get(str(found["id"])), barcode(found)
        if parcel is None:
            continue
        changed += shop.database.run(
            "tracking/save", store=shop.store, shipment_id=parcel["remote_id"], wix_order_id=parcel["wix_order_id"], status=found["status"],
            barcode=number or None, link=tracking_link(found) or None, carrier=found.get("carrier_id"), final=found["status"] in FINAL,
        )  # fmt: skip
        if number and shop.settings.tracking.enabled:
            _intend(shop, parcel["remote_id"], parcel, number, tracking_link(found), carrier_name(found.get("carrier_id")))
    return changed


def _missing(shop: Shop, remote_id: str, parcel: dict, outcome: Outcome) -> None:
    # One answer that leaves a parcel out proves little; two in a row do (MyParcel contract 3.2).
    row = shop.database.one("tracking/missed", store=shop.store, shipment_id=remote_id, wix_order_id=parcel["wix_order_id"])
    outcome.add("missing")
    if row["missing"] >= MISSED_TWICE:
        hold(
            shop.database, shop.store, parcel["wix_order_id"], parcel["order_number"], "myparcel", "DELETED_REMOTELY", field="id",
            seen=f"shipment {remote_id} is not in MyParcel any more", source="track",
        )  # fmt: skip


def _intend(shop: Shop, remote_id: str, parcel: dict, barcode: str, link: str, carrier: str) -> None:
    lines = shop.database.rows("tracking/shippable_lines", store=shop.store, wix_order_ids=[parcel["wix_order_id"]])
    tracking = {"trackingNumber": barcode, "shippingProvider": carrier} | ({"trackingLink": link} if link else {})
    body = {"lineItems": [{"id": line["line_id"], "quantity": line["quantity"]} for line in lines], "trackingInfo": tracking}
    shop.database.run(
        "tracking/intend", store=shop.store, wix_order_id=parcel["wix_order_id"], part=remote_id, marker=barcode,
        order_number=parcel["order_number"], body=json.dumps(body),
    )  # fmt: skip


def tell_wix(shop: Shop) -> Outcome:
    """Write the open fulfilments, each exactly once: Wix's list comes first, and its own refusal of a known number counts as done."""
    outcome = Outcome()
    ledger = Ledger(shop.database)
    with exclusive(shop.database, f"wix {shop.store}"):
        intents = ledger.open(shop.store, "wix", ["fulfillment"])
        for start in range(0, len(intents), IDS_PER_CALL):
            chunk = intents[start : start + IDS_PER_CALL]
            there = shop.wix().fulfillments(sorted({intent.wix_order_id for intent in chunk}))
            for intent in chunk:
                _fulfil(shop, ledger, intent, there.get(intent.wix_order_id, []), outcome)
        close_done(shop.database, shop.store, "wix")
    return outcome


def _fulfil(shop: Shop, ledger: Ledger, intent: Entry, there: list[dict], outcome: Outcome) -> None:
    numbers = {(found.get("trackingInfo") or {}).get("trackingNumber"): found for found in there}
    if intent.marker in numbers:
        ledger.sent(intent, numbers[intent.marker].get("id"))
        outcome.add("already_there", intent.wix_order_id)
        return
    if intent.doubtful:  # the list above is read after the write began: it was not carried out
        ledger.release(intent, "not in Wix's list")
    ledger.claim(intent)
    try:
        fulfillment_id = shop.wix().create_fulfillment(intent.wix_order_id, intent.body)
    except (OutcomeUnknown, ContractBroken) as error:
        ledger.unknown(intent, error.seen, wait=0)
        log.warning("%s", error)
        return
    except WHOLE_RUN as error:
        ledger.release(intent, error.seen)
        raise
    except Rejected as error:
        field = "; ".join(fault.path for fault in error.faults)
        hold(
            shop.database, shop.store, intent.wix_order_id, intent.order_number, "wix", "WIX_REJECTED",
            field=field, seen=error.seen, source="track",
        )  # fmt: skip
        ledger.rejected(intent, error.seen)
        outcome.add("held")
        return
    except OrderSyncError as error:
        ledger.release(intent, error.seen)
        raise
    ledger.sent(intent, fulfillment_id)
    outcome.add("told", intent.wix_order_id)
