"""Concepts of orders that changed: replaced, deleted or made anew before the label; held where a person edited them or a label was made.

Every change is written down before its call. What became of a call in doubt is read before anything is written again: a concept that is
as it was, or as it should be, needs no guess; one that is neither was edited by a person and is left alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from order_sync.errors import ContractBroken, OutcomeUnknown, Rejected
from order_sync.steps.myparcel_verdicts import BY_OTHERS, Verdict, after_label, beside_a_label, by_others, edited, late, other_goods, told
from order_sync.steps.others import of_orders
from order_sync.steps.outcome import WHOLE_RUN, Outcome
from order_sync.steps.shop import Shop
from order_sync.store import parcels
from order_sync.store.holds import hold
from order_sync.store.ledger import Entry

log = logging.getLogger(__name__)
LOOKS = 2  # answers that leave a shipment out before it counts as gone (MyParcel contract 12, point 14)
BATCH = 100  # ids per GET and DELETE, shipments per PUT


def change(shop: Shop, outcome: Outcome, numbers: list[str] | None, late_once: set[str]) -> bool:
    """Carry what orders want now to their concepts; whether something is still in doubt.

    ``late_once``: shipments of this run whose change came too late, as MyParcel said; said twice of a concept, it is a refusal.
    """
    stale = parcels.stale(shop.database, shop.store, numbers)
    due = [shipment for shipment in stale if shipment.due]
    again = len(due) < len(stale)
    for start in range(0, len(due), BATCH):
        again |= _chunk(Run(shop, outcome, late_once), due[start : start + BATCH])
    return again


@dataclass
class Run:
    """What one pass over the changes knows."""

    shop: Shop
    outcome: Outcome
    late_once: set[str]


def _chunk(run: Run, chunk: list[Entry]) -> bool:
    shop = run.shop
    refused: dict[int, Rejected] = {}
    there = {str(row["id"]): row for row in shop.myparcel().shipments([int(shipment.remote_id) for shipment in chunk], refused=refused)}
    for shipment in chunk:
        if int(shipment.remote_id) in refused:  # tracking tells it; its change waits for the next run
            parcels.look_again(shop.database, shipment, refused[int(shipment.remote_id)].seen, wait=0, looked=False)
    chunk = [shipment for shipment in chunk if int(shipment.remote_id) not in refused]
    fulfilled = [shipment.wix_order_id for shipment in chunk if _gone(shipment.wanted) in BY_OTHERS]
    others = of_orders(shop, sorted(set(fulfilled))) if fulfilled else {}
    labelled = _labelled(shop, chunk, there)
    again, acts = False, {"delete": [], "replace": []}
    for shipment in chunk:
        found = there.get(shipment.remote_id)
        verdict = _verdict(shipment, found, others, labelled)
        if verdict.act in acts:
            if verdict.made:  # an earlier change went through: it is what the next one starts from
                parcels.settled(shop.database, shipment, made=verdict.made)
            acts[verdict.act].append((shipment, found))
        else:
            again |= _carry(run, shipment, verdict)
    again |= _delete(run, [shipment for shipment, _ in acts["delete"]])
    return _replace(run, acts["replace"]) or again


def _gone(change: dict[str, Any] | None) -> str:
    return (change or {}).get("gone", "")


def _labelled(shop: Shop, chunk: list[Entry], there: dict[str, dict[str, Any]]) -> set[str]:
    """Orders of which a parcel has its label, as MyParcel shows it now or as tracking knows."""
    from order_sync.hooks.myparcel import is_registered

    seen = {shipment.wix_order_id for shipment in chunk if is_registered(there.get(shipment.remote_id, {"status": 0})["status"])}
    return seen | parcels.labelled(shop.database, shop.store, sorted({shipment.wix_order_id for shipment in chunk}))


def _verdict(shipment: Entry, found: dict[str, Any] | None, others: dict[str, Any], labelled: set[str]) -> Verdict:
    """What is done about one shipment, from what was sent, what was tried, what is wanted and what is there."""
    from order_sync.hooks.myparcel import is_void
    from order_sync.hooks.myparcel_concepts import CONCEPT, cannot_be_replaced, differences

    if found is None or is_void(found["status"]):
        return Verdict("missing", sure=found is not None)
    attempt, wanted = shipment.attempt or {}, shipment.wanted or {}
    if "body" in attempt and not differences(attempt["body"], found):
        shipment.body, shipment.basis = attempt["body"], attempt["basis"]
        made = attempt
    else:
        made = None
    if not wanted:
        return Verdict("settle", made=made)
    if "body" in wanted and not differences(wanted["body"], found):
        return Verdict("settle", made=wanted, counts="updated" if made else "", heals=True)
    if found["status"] != CONCEPT:
        return after_label(shipment, made, found["status"])
    if fields := differences(shipment.body, found):
        return edited(shipment, fields)
    if shipment.wix_order_id in labelled and other_goods(shipment):
        return beside_a_label(made)
    if "body" in wanted:
        return Verdict("delete" if cannot_be_replaced(found, wanted["body"]) else "replace", made=made)
    return by_others(shipment, others.get(shipment.wix_order_id), made) if wanted["gone"] in BY_OTHERS else Verdict("delete", made=made)


def _carry(run: Run, shipment: Entry, verdict: Verdict) -> bool:
    """What needs no call; whether a later look is needed."""
    shop, outcome = run.shop, run.outcome
    if verdict.act == "missing":
        return _missing(run, shipment, verdict.sure)
    if verdict.act == "wait":
        parcels.look_again(shop.database, shipment, verdict.seen, wait=0, looked=False)
        return False
    wish = shipment.wanted
    parcels.settled(shop.database, shipment, made=verdict.made, done=wish)
    if verdict.code:
        _hold(shop, shipment, verdict.code, verdict.seen)
        parcels.close_holds(shop.database, shipment, kept=verdict.code)
        outcome.add("held")
    elif verdict.heals:
        parcels.close_holds(shop.database, shipment)
    if verdict.counts:
        outcome.add(verdict.counts, shipment.wix_order_id)
    return False


def _missing(run: Run, shipment: Entry, sure: bool) -> bool:
    """One answer that leaves it out proves little; two do. What we meant to delete is gone then; else a person deleted it."""
    shop = run.shop
    if not sure and shipment.looks + 1 < LOOKS:
        parcels.look_again(shop.database, shipment, "a look left it out", wait=shop.settings.myparcel.settle_seconds, looked=True)
        return True
    if _gone(shipment.attempt) or _gone(shipment.wanted):
        _was_deleted(run, shipment)
        return False
    wish = shipment.wanted
    parcels.settled(shop.database, shipment, made=wish, done=wish)
    if wish:
        _hold(shop, shipment, "DELETED_REMOTELY", f"shipment {shipment.remote_id} is not in MyParcel any more")
        run.outcome.add("held")
    return False


def _was_deleted(run: Run, shipment: Entry) -> None:
    parcels.close_holds(run.shop.database, shipment)
    state = parcels.gone(run.shop.database, shipment)
    run.outcome.add("to_make_anew" if state == "pending" else "deleted", shipment.wix_order_id)


def _delete(run: Run, chunk: list[Entry]) -> bool:
    def call(begun: list[Entry]) -> None:
        run.shop.myparcel().delete([int(shipment.remote_id) for shipment in begun])

    def attempt(shipment: Entry) -> parcels.Change:
        return {"gone": _gone(shipment.wanted) or "made anew"}

    return _write(run, chunk, Act(attempt, call, lambda shipment: _was_deleted(run, shipment)))


def _replace(run: Run, chunk: list[tuple[Entry, dict[str, Any]]]) -> bool:
    from order_sync.hooks.myparcel_concepts import replacement

    found = {shipment.remote_id: row for shipment, row in chunk}

    def call(begun: list[Entry]) -> None:
        run.shop.myparcel().update_shipments([replacement(found[shipment.remote_id], shipment.wanted["body"]) for shipment in begun])

    def done(shipment: Entry) -> None:
        parcels.settled(run.shop.database, shipment, made=shipment.wanted, done=shipment.wanted)
        parcels.close_holds(run.shop.database, shipment)
        run.outcome.add("updated", shipment.wix_order_id)

    return _write(run, [shipment for shipment, _ in chunk], Act(lambda shipment: shipment.wanted, call, done))


@dataclass
class Act:
    """A write: what is committed before it, the call, and what is committed after it."""

    attempt: Callable[[Entry], parcels.Change]
    call: Callable[[list[Entry]], None]
    done: Callable[[Entry], None]


def _write(run: Run, chunk: list[Entry], act: Act) -> bool:
    """One write for a chunk: begun, called, settled; one refused shipment is narrowed down. Whether something is in doubt."""
    begun = [shipment for shipment in chunk if parcels.begin(run.shop.database, shipment, act.attempt(shipment))]
    if not begun:
        return bool(chunk)  # the orders changed meanwhile: another round
    try:
        act.call(begun)
    except WHOLE_RUN:
        raise
    except Rejected as error:
        return _refused(run, begun, error, act)
    except (OutcomeUnknown, ContractBroken) as error:
        log.warning("%s", error)
        for shipment in begun:
            parcels.look_again(run.shop.database, shipment, error.seen, wait=run.shop.settings.myparcel.settle_seconds, looked=False)
        return True
    for shipment in begun:
        act.done(shipment)
    return len(begun) < len(chunk)


def _refused(run: Run, begun: list[Entry], error: Rejected, act: Act) -> bool:
    """A refused batch may have been carried out in part (contract 1.3); the same change again does no harm, so they go one by one."""
    if len(begun) > 1:
        log.warning("a change of %s concepts was refused; they go one by one: %s", len(begun), error)
        doubts = [_write(run, [shipment], act) for shipment in begun]
        return any(doubts)
    [shipment] = begun
    if late(error) and shipment.remote_id not in run.late_once:
        run.late_once.add(shipment.remote_id)
        return True  # a label was made meanwhile, or it is gone: the next look says which
    says = told(error)
    parcels.refused(run.shop.database, shipment, says, _hold(run.shop, shipment, "MYPARCEL_REJECTED", says))
    run.outcome.add("held")
    return False


def _hold(shop: Shop, shipment: Entry, code: str, seen: str) -> int:
    return hold(
        shop.database, shop.store, shipment.wix_order_id, shipment.order_number, "myparcel", code,
        field=f"shipment {shipment.remote_id}", seen=seen,
    )  # fmt: skip
