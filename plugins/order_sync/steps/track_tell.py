"""Fulfilments to Wix: each parcel's number with the lines that it carries, written exactly once, never more than Wix has open."""

from __future__ import annotations

import json
import logging
from collections import Counter

from order_sync.errors import ContractBroken, OrderSyncError, OutcomeUnknown, Rejected
from order_sync.mapping.fulfilments import left_over, narrowed
from order_sync.steps.outcome import WHOLE_RUN, Outcome
from order_sync.steps.shop import Shop
from order_sync.store.holds import close_done, hold
from order_sync.store.ledger import Entry, Ledger, Taken
from order_sync.store.locks import exclusive

log = logging.getLogger(__name__)
ORDERS_PER_CALL = 100


def tell_wix(shop: Shop) -> Outcome:
    """Write the open fulfilments, each exactly once: Wix's list comes first, and its own refusal of a known number counts as done."""
    outcome = Outcome()
    ledger = Ledger(shop.database)
    with exclusive(shop.database, f"wix {shop.store}"):
        intents = ledger.open(shop.store, "wix", ["fulfillment"])
        of_order: dict[str, list[Entry]] = {}
        for intent in intents:
            of_order.setdefault(intent.wix_order_id, []).append(intent)
        ids = list(of_order)
        for start in range(0, len(ids), ORDERS_PER_CALL):
            chunk = sorted(ids[start : start + ORDERS_PER_CALL])
            there, ordered = shop.wix().fulfillments(chunk), _ordered(shop, chunk)
            for one in chunk:
                for intent in of_order[one]:
                    made = _fulfil(shop, ledger, intent, there.get(one, []), ordered.get(one, {}), outcome)
                    there.setdefault(one, []).extend(made)  # what the next parcel of the order must leave room for
        close_done(shop.database, shop.store, "wix")
    return outcome


def _ordered(shop: Shop, ids: list[str]) -> dict[str, Counter]:
    """Units of each shippable line by order."""
    found: dict[str, Counter] = {}
    for line in shop.database.rows("tracking/shippable_lines", store=shop.store, wix_order_ids=ids):
        found.setdefault(line["wix_order_id"], Counter())[line["line_id"]] += line["quantity"]
    return found


def _fulfil(shop: Shop, ledger: Ledger, intent: Entry, there: list[dict], ordered: dict[str, int], outcome: Outcome) -> list[dict]:
    """Write one fulfilment; what Wix has of it now that its list did not show."""
    numbers = {(found.get("trackingInfo") or {}).get("trackingNumber"): found for found in there}
    if intent.marker in numbers:
        ledger.sent(intent, numbers[intent.marker].get("id"))
        outcome.add("already_there", intent.wix_order_id)
        return []
    if intent.doubtful:  # the list above is read after the write began: it was not carried out
        ledger.release(intent, "not in Wix's list")
    if not _narrow(shop, intent, there, ordered):
        seen = f"Wix counts all lines of parcel {intent.part} as fulfilled"
        ledger.rejected(intent, seen, _hold(shop, intent, "lineItems", seen))
        outcome.add("held")
        return []
    try:
        ledger.claim(intent)
    except Taken as error:  # its label was taken back, or the order was left out meanwhile
        log.info("%s", error)
        return []
    try:
        fulfillment_id = shop.wix().create_fulfillment(intent.wix_order_id, intent.body)
    except (OutcomeUnknown, ContractBroken) as error:
        ledger.unknown(intent, error.seen, wait=0)
        log.warning("%s", error)
        return [{"lineItems": intent.body["lineItems"]}]  # it may be there
    except WHOLE_RUN as error:
        ledger.release(intent, error.seen)
        raise
    except Rejected as error:
        ledger.rejected(intent, error.seen, _hold(shop, intent, "; ".join(fault.path for fault in error.faults), error.seen))
        outcome.add("held")
        return []
    except OrderSyncError as error:
        ledger.release(intent, error.seen)
        raise
    ledger.sent(intent, fulfillment_id)
    outcome.add("told", intent.wix_order_id)
    return [{"lineItems": intent.body["lineItems"]}]


def _narrow(shop: Shop, intent: Entry, there: list[dict], ordered: dict[str, int]) -> bool:
    """Leave out what Wix has fulfilled already, by whomever; whether anything is left."""
    lines = narrowed(intent.body["lineItems"], left_over(ordered, [found.get("lineItems") or [] for found in there]))
    if lines and lines != intent.body["lineItems"]:
        intent.body = intent.body | {"lineItems": lines}
        key = {"store": intent.store, "wix_order_id": intent.wix_order_id, "part": intent.part}
        shop.database.run("tracking/narrow", **key, body=json.dumps(intent.body))
    return bool(lines)


def _hold(shop: Shop, intent: Entry, field: str, seen: str) -> int:
    return hold(
        shop.database, shop.store, intent.wix_order_id, intent.order_number, "wix", "WIX_REJECTED", field=field, seen=seen, source="track",
    )  # fmt: skip
