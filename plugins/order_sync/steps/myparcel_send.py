"""Concept shipments out, in batches; after any doubt a look-up by reference comes before a second POST."""

from __future__ import annotations

import logging
import re
import time

from order_sync.errors import ContractBroken, OrderSyncError, OutcomeUnknown, Rejected
from order_sync.steps.outcome import WHOLE_RUN, Outcome
from order_sync.steps.shop import Shop
from order_sync.store.holds import close_done, hold
from order_sync.store.ledger import Entry, Ledger
from order_sync.store.locks import exclusive

log = logging.getLogger(__name__)
BATCH = 100  # shipments per POST (MyParcel contract 1.2)
ROUNDS = 3
_INDEX = re.compile(r"shipments\[(\d+)\]")


def send(shop: Shop, *, numbers: list[str] | None = None) -> Outcome:
    """Create the store's open shipments as concepts; a refused one is held, the others still go."""
    outcome, suspects = Outcome(), set()
    with exclusive(shop.database, f"myparcel {shop.store}"):
        for attempt in range(ROUNDS):
            waiting = _round(shop, outcome, numbers, suspects)
            settle = shop.settings.myparcel.settle_seconds
            if not waiting or settle > 60 or attempt == ROUNDS - 1:
                break
            time.sleep(settle)
        close_done(shop.database, shop.store, "myparcel")
    return outcome


def _round(shop: Shop, outcome: Outcome, numbers: list[str] | None, suspects: set[str]) -> bool:
    """One pass; whether an outcome is still open. ``suspects``: orders of refused batches whose bad shipment was not named."""
    ledger = Ledger(shop.database)
    intents = ledger.open(shop.store, "myparcel", ["shipment"], numbers)
    _settle(shop, ledger, [intent for intent in intents if intent.doubtful and intent.due], outcome)
    pending = [intent for intent in intents if intent.state == "pending"]
    # The suspects go one by one, so that the refusal finds its shipment and the others still go.
    alone = [intent for intent in pending if intent.wix_order_id in suspects or intent.attempts > 1]
    together = [intent for intent in pending if intent not in alone]
    for chunk in [together[start : start + BATCH] for start in range(0, len(together), BATCH)] + [[intent] for intent in alone]:
        _post(shop, ledger, chunk, outcome, suspects)
    return any(intent.doubtful for intent in intents)


def _settle(shop: Shop, ledger: Ledger, doubtful: list[Entry], outcome: Outcome) -> None:
    """Adopt what is there; allow a second POST only after two looks, separated in time, that found nothing."""
    if not doubtful:
        return
    found: dict[str, list[dict]] = {}
    for shipment in shop.myparcel().find_by_reference([intent.marker for intent in doubtful]):
        found.setdefault(shipment["reference_identifier"], []).append(shipment)
    settle = shop.settings.myparcel.settle_seconds
    for intent in doubtful:
        there = sorted(found.get(intent.marker, ()), key=lambda shipment: (shipment["status"] == 1, shipment["id"]))
        if there:
            ledger.sent(intent, str(there[0]["id"]))
            outcome.add("adopted", intent.wix_order_id)
            if len(there) > 1:
                _hold(shop, intent, "DUPLICATE_REMOTE", "reference_identifier", f"{len(there)} shipments carry {intent.marker}")
        elif intent.state == "sending" or intent.looks < 1:
            ledger.unknown(intent, "the look found nothing", wait=settle, looked=True)
        else:
            ledger.not_created(intent, "looked up twice: not created")


def _post(shop: Shop, ledger: Ledger, chunk: list[Entry], outcome: Outcome, suspects: set[str]) -> None:
    for intent in chunk:
        ledger.claim(intent)
    try:
        created = shop.myparcel().create_shipments([intent.body for intent in chunk])
        if [row["reference_identifier"] for row in created] != [intent.marker for intent in chunk]:
            raise ContractBroken(
                "the ids came back in another order", where="MyParcel POST /shipments", cure="They are looked up by reference."
            )
    except Rejected as error:
        if not _refused(shop, ledger, chunk, error, outcome):
            log.warning("a batch of %s was refused without naming the shipment; they go one by one: %s", len(chunk), error)
            suspects.update(intent.wix_order_id for intent in chunk)
    except (OutcomeUnknown, ContractBroken) as error:
        log.warning("%s", error)
        for intent in chunk:
            ledger.unknown(intent, error.seen, wait=shop.settings.myparcel.settle_seconds)
    except OrderSyncError as error:
        for intent in chunk:
            ledger.release(intent, error.seen)
        raise
    else:
        for intent, row in zip(chunk, created, strict=True):
            ledger.sent(intent, str(row["id"]))
            outcome.add("shipments", intent.wix_order_id)


def _refused(shop: Shop, ledger: Ledger, chunk: list[Entry], error: Rejected, outcome: Outcome) -> bool:
    """Hold the named shipments; whether one was named. Whether the others were created is UNCERTAIN (contract 1.3, point 3): they are
    looked up first."""
    from order_sync.hooks.myparcel_errors import account_blocked

    if isinstance(error, WHOLE_RUN) or account_blocked(error):
        # The account, not a parcel: the run ends. Only a refused login is sure to have created nothing.
        for intent in chunk:
            if error.status in (401, 403):
                ledger.release(intent, error.seen)
            else:
                ledger.unknown(intent, error.seen, wait=shop.settings.myparcel.settle_seconds)
        raise error
    named: dict[int, tuple[str, str]] = {}
    for fault in error.faults:
        place = _INDEX.search(fault.path)
        if place and int(place[1]) < len(chunk):
            named.setdefault(int(place[1]), (fault.path.partition("].")[2] or fault.path, f"{fault.code} {fault.says}".strip()))
    if not named and len(chunk) == 1:
        named[0] = ("", error.seen)
    for index, intent in enumerate(chunk):
        if index in named:
            field, says = named[index]
            _hold(shop, intent, "MYPARCEL_REJECTED", field, says)
            ledger.rejected(intent, says)
            outcome.add("held")
        else:
            ledger.unknown(intent, "another shipment of the batch was refused", wait=shop.settings.myparcel.settle_seconds)
    return bool(named)


def _hold(shop: Shop, intent: Entry, code: str, field: str, seen: str) -> None:
    hold(shop.database, shop.store, intent.wix_order_id, intent.order_number, "myparcel", code, field=field, seen=seen)
