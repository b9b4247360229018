"""Concept shipments out, in batches; after any doubt a look-up by reference comes before a second POST."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Sequence
from typing import Any

from order_sync.errors import ContractBroken, FieldFault, Rejected
from order_sync.steps.double_links import imported_twins
from order_sync.steps.myparcel_changes import change
from order_sync.steps.myparcel_post import post
from order_sync.steps.outcome import WHOLE_RUN, Outcome
from order_sync.steps.shop import Shop
from order_sync.store.holds import close_done, hold
from order_sync.store.ledger import Entry, Ledger, Taken
from order_sync.store.locks import exclusive
from order_sync.store.parcels import not_created, not_wanted, without_email

log = logging.getLogger(__name__)
BATCH = 100  # shipments per POST (MyParcel contract 1.2)
ROUNDS = 3
_INDEX = re.compile(r"shipments\[(\d+)\]")


def send(shop: Shop, *, numbers: list[str] | None = None) -> Outcome:
    """Create the store's open shipments as concepts, and bring those of changed orders in line; a refused one is held, the others still go."""
    outcome, suspects, late = Outcome(), set(), set()
    with exclusive(shop.database, f"myparcel {shop.store}"):
        for attempt in range(ROUNDS):
            waiting = _round(shop, outcome, numbers, suspects, late)
            settle = shop.settings.myparcel.settle_seconds
            if not waiting or settle > 60 or attempt == ROUNDS - 1:
                break
            time.sleep(settle)
        close_done(shop.database, shop.store, "myparcel")
        not_wanted(shop.database, shop.store)
    return outcome


def _round(shop: Shop, outcome: Outcome, numbers: list[str] | None, suspects: set[tuple[str, str]], late: set[str]) -> bool:
    """One pass; whether an outcome is still open. ``suspects``: shipments of refused batches whose bad one was not named."""
    ledger = Ledger(shop.database)
    doubtful = [intent for intent in ledger.open(shop.store, "myparcel", ["shipment"], numbers) if intent.doubtful]
    _settle(shop, ledger, [intent for intent in doubtful if intent.due], outcome)
    again = change(shop, outcome, numbers, late)
    # Read after the changes: what was deleted to be made anew is among them.
    intents = ledger.open(shop.store, "myparcel", ["shipment"], numbers)
    pending = _without_twins(shop, [intent for intent in intents if intent.state == "pending"], outcome)
    # The suspects go one by one, so that the refusal finds its shipment and the others still go.
    alone = [intent for intent in pending if _name(intent) in suspects or intent.attempts > 1]
    together = [intent for intent in pending if intent not in alone]
    for chunk in [together[start : start + BATCH] for start in range(0, len(together), BATCH)] + [[intent] for intent in alone]:
        _post(shop, ledger, chunk, outcome, suspects)
    return again or any(intent.doubtful for intent in intents)


def _name(intent: Entry) -> tuple[str, str]:
    return intent.wix_order_id, intent.part


def _without_twins(shop: Shop, pending: list[Entry], outcome: Outcome) -> list[Entry]:
    """Those whose order MyParcel's own Wix link has not imported: the others are held, not shipped twice."""
    if not pending:
        return []
    try:
        found = imported_twins(shop, pending)
    except Rejected as error:
        if isinstance(error, WHOLE_RUN):
            raise
        log.warning("whether MyParcel's own Wix link is on cannot be told: %s", error)
        found = set()
    found |= {row["wix_order_id"] for row in shop.database.rows("parcels/doubled", store=shop.store)}
    for _ in {intent.wix_order_id for intent in pending} & found:
        outcome.add("held")
    return [intent for intent in pending if intent.wix_order_id not in found]


def _settle(shop: Shop, ledger: Ledger, doubtful: list[Entry], outcome: Outcome) -> None:
    """Adopt what is there; allow a second POST only after two looks, separated in time, that found nothing."""
    if not doubtful:
        return
    found: dict[str, list[dict]] = {}
    deleted = {shipment_id for intent in doubtful for shipment_id in intent.former}  # a list that lags still names them
    for shipment in shop.myparcel().find_by_reference([intent.marker for intent in doubtful]):
        if str(shipment["id"]) not in deleted:
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
            not_created(shop.database, intent, "looked up twice: not created")


def _post(shop: Shop, ledger: Ledger, chunk: list[Entry], outcome: Outcome, suspects: set[tuple[str, str]]) -> None:
    chunk = [intent for intent in chunk if _claimed(ledger, intent)]
    if not chunk:
        return

    def refused(error: Rejected) -> None:
        if not _refused(shop, ledger, chunk, error, outcome):
            log.warning("a batch of %s was refused without naming the shipment; they go one by one: %s", len(chunk), error)
            suspects.update(_name(intent) for intent in chunk)

    settle = shop.settings.myparcel.settle_seconds
    if post(ledger, chunk, lambda: _create(shop, chunk), settle=settle, refused=refused):
        for intent in chunk:
            outcome.add("shipments", intent.wix_order_id)


def _create(shop: Shop, chunk: list[Entry]) -> list[dict[str, Any]]:
    created = shop.myparcel().create_shipments([intent.body for intent in chunk])
    if [row["reference_identifier"] for row in created] != [intent.marker for intent in chunk]:
        raise ContractBroken(
            "the ids came back in another order", where="MyParcel POST /shipments", cure="They are looked up by reference."
        )
    return created


def _claimed(ledger: Ledger, intent: Entry) -> bool:
    """Whether the intent is still what was read; else it was published anew, and the next round sends it so."""
    try:
        ledger.claim(intent)
    except Taken as error:
        log.info("%s", error)
        return False
    return True


def _refused(shop: Shop, ledger: Ledger, chunk: list[Entry], error: Rejected, outcome: Outcome) -> bool:
    """Hold the named shipments; whether one was named. Whether the others were created is UNCERTAIN (contract 1.3, point 3): they are
    looked up first."""
    from order_sync.hooks.myparcel_errors import account_blocked, by_shipment, only_email

    if isinstance(error, WHOLE_RUN) or account_blocked(error):
        # The account, not a parcel: the run ends. Only a refused login is sure to have created nothing.
        for intent in chunk:
            if error.status in (401, 403):
                ledger.release(intent, error.seen)
            else:
                ledger.unknown(intent, error.seen, wait=shop.settings.myparcel.settle_seconds)
        raise error
    of_place = by_shipment(error.faults)
    spared = [
        intent
        for place, intent in enumerate(chunk)
        if only_email(of_place.get(place, ())) and _spared(shop, intent, of_place[place], outcome)
    ]
    named: dict[int, tuple[str, str]] = {}
    for fault in error.faults:
        place = _INDEX.search(fault.path)
        if place and int(place[1]) < len(chunk):
            named.setdefault(int(place[1]), (fault.path.partition("].")[2] or fault.path, f"{fault.code} {fault.says}".strip()))
    if not named and len(chunk) == 1:
        named[0] = ("", error.seen)
    for index, intent in enumerate(chunk):
        if intent in spared:
            continue
        if index in named:
            field, says = named[index]
            ledger.rejected(intent, says, _hold(shop, intent, "MYPARCEL_REJECTED", field, says))
            outcome.add("held")
        else:
            ledger.unknown(intent, "another shipment of the batch was refused", wait=shop.settings.myparcel.settle_seconds)
    if spared:
        _post(shop, ledger, spared, outcome, set())
    return bool(named)


def _spared(shop: Shop, intent: Entry, faults: Sequence[FieldFault], outcome: Outcome) -> bool:
    """Whether it goes without the e-mail address that MyParcel refused: not where carrier, country or an option needs one."""
    from order_sync.mapping.carriers import NEEDS_EMAIL

    needed = (
        intent.body["carrier"] in NEEDS_EMAIL or intent.body["recipient"].get("cc") == "NO" or intent.body["options"].get("receipt_code")
    )
    if needed or not without_email(shop.database, intent, f"MyParcel refused the e-mail address ({faults[0].code}): sent without it"):
        return False
    outcome.add("without_email", intent.wix_order_id)
    return True


def _hold(shop: Shop, intent: Entry, code: str, field: str, seen: str) -> int:
    return hold(shop.database, shop.store, intent.wix_order_id, intent.order_number, "myparcel", code, field=field, seen=seen)
