"""Parcels back to Wix: read the states of those that are due, those first that a webhook named; see track_save and track_tell."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from order_sync.contracts.holds import HOLD_CODES
from order_sync.errors import Rejected
from order_sync.steps.outcome import Outcome
from order_sync.steps.shop import Shop
from order_sync.steps.track_save import saved
from order_sync.steps.track_tell import tell_wix
from order_sync.store.database import Row
from order_sync.store.holds import hold
from order_sync.store.parcels import not_wanted

log = logging.getLogger(__name__)
__all__ = ["poll", "saved", "tell_wix"]

SAVED_AT_ONCE = 1000  # parcels read and saved together; the hook cuts them into legal calls
MISSED_TWICE = 2
HINTS_PER_RUN = 2000
_MOST_HELD = 500  # holds of parcels that one run opens
_NOT_SHOWN = (
    "Look at the shipment in MyParcel's back office. Its tracking goes on by itself once MyParcel shows it; to leave it, ignore the hold."
)


def poll(shop: Shop, *, everything: bool = False) -> Outcome:
    """Read the parcels that are due (``everything``: all that have not reached an end); new numbers become intents to tell Wix."""
    outcome = Outcome()
    hints = shop.database.rows("tracking/hints", store=shop.store, most=HINTS_PER_RUN)
    due = shop.database.rows("tracking/open", store=shop.store, everything=everything, hours=shop.settings.tracking.poll_hours)
    orders = {row["remote_id"]: row for row in due}
    hinted = list(dict.fromkeys(hint["main_id"] for hint in hints))
    seen, refused = _read(shop, list(dict.fromkeys([*hinted, *orders])), outcome)
    for remote_id, parcel in orders.items():
        if remote_id not in seen | refused:
            _missing(shop, remote_id, parcel, outcome)
    _colli_left_out(shop, [*hinted, *orders], seen, outcome)
    if hints:
        rows = {"ids": [hint["shipment_id"] for hint in hints], "instants": [hint["received_at"] for hint in hints]}
        shop.database.run("tracking/hints_done", store=shop.store, **rows)
    _look_after(shop, outcome)
    outcome.counts["polled"] = len(orders)
    outcome.counts["hinted"] = len(hinted)
    return outcome


def _read(shop: Shop, ids: list[str], outcome: Outcome) -> tuple[set[str], set[str]]:
    """Ask for these shipments and save what is told; the ids that were in the answers, colli included, and those that were not shown.

    What was refused before is asked for by itself, so that it does not spoil the call of the others again.
    """
    before = {row["shipment_id"]: row["ignored"] for row in shop.database.rows("tracking/unreadable", store=shop.store, ids=ids)}
    together = [one for one in ids if one not in before]
    chunks = [together[start : start + SAVED_AT_ONCE] for start in range(0, len(together), SAVED_AT_ONCE)]
    seen, out = set(), {one for one, ignored in before.items() if ignored}
    for chunk in [*chunks, *([one] for one in before if one not in out)]:
        refused: dict[int, Rejected] = {}
        found = shop.myparcel().shipments([int(one) for one in chunk], refused=refused)
        outcome.counts.update(saved(shop, found))
        shop.database.run("tracking/looked", store=shop.store, ids=chunk)
        for one in found:
            seen |= {str(one["id"]), *(str(collo["id"]) for collo in one.get("secondary_shipments") or () if collo.get("id"))}
        _not_shown(shop, refused, outcome)
        out |= {str(one) for one in refused}
    if healed := sorted(before.keys() - out):
        shop.database.run("tracking/readable", store=shop.store, ids=healed)
    return seen, out


def _not_shown(shop: Shop, refused: Mapping[int, Rejected], outcome: Outcome) -> None:
    """Shipments that MyParcel refuses to show: one hold each, which stays open until they are shown again."""
    if not refused:
        return
    owners = {row["shipment_id"]: row for row in shop.database.rows("tracking/owners", store=shop.store, ids=[str(one) for one in refused])}
    for one, error in refused.items():
        log.warning("MyParcel does not show shipment %s: %s", one, error.seen)
        outcome.add("not_shown")
        if owner := owners.get(str(one)):
            hold(
                shop.database, shop.store, owner["wix_order_id"], owner["order_number"], "myparcel", "MYPARCEL_REJECTED", field=f"id {one}",
                seen=f"MyParcel does not show shipment {one}: {error.seen}", cure=_NOT_SHOWN, source="track",
            )  # fmt: skip


def _missing(shop: Shop, remote_id: str, parcel: Row, outcome: Outcome) -> None:
    # One answer that leaves a parcel out proves little; two in a row do (MyParcel contract 3.2).
    order = {"store": shop.store, "wix_order_id": parcel["wix_order_id"]}
    row = shop.database.one("tracking/missed", **order, shipment_id=remote_id)
    outcome.add("missing")
    if row["missing"] < MISSED_TWICE:
        return
    hold(
        shop.database, shop.store, parcel["wix_order_id"], parcel["order_number"], "myparcel", "DELETED_REMOTELY", field=f"id {remote_id}",
        seen=f"shipment {remote_id} is not in MyParcel any more", source="track",
    )  # fmt: skip
    with shop.database.begin() as tx:  # it is not asked for again
        tx.run("tracking/gone", store=shop.store, shipment_id=remote_id)
        tx.run("tracking/free", **order, shipment_id=remote_id)
        tx.run("tracking/ended", **order, shipment_id=remote_id)


def _colli_left_out(shop: Shop, asked: list[str], seen: set[str], outcome: Outcome) -> None:
    """Colli that their main shipment does not name any more: a person took them out, or deleted them."""
    if not asked:
        return
    known = shop.database.rows("tracking/known", store=shop.store, ids=list(dict.fromkeys(asked)))
    lost = [row for row in known if not row["final"] and row["main_id"] != row["shipment_id"] and row["main_id"] in seen]
    lost = [row for row in lost if row["shipment_id"] not in seen]
    if not lost:
        return
    found, refused = _read(shop, [row["shipment_id"] for row in lost], outcome)
    for row in lost:
        if row["shipment_id"] not in found | refused:
            number = shop.database.one("orders/by_number", store=shop.store, number=row["wix_order_id"])
            _missing(shop, row["shipment_id"], row | {"order_number": number["number"] if number else None}, outcome)


def _look_after(shop: Shop, outcome: Outcome) -> None:
    """Late and lost parcels, returned ones, labels that came to nothing: shown, and held where a person must act."""
    wanted = shop.settings.tracking
    shop.database.run("tracking/ages", store=shop.store, late_days=wanted.late_days, lost_days=max(wanted.lost_days, wanted.late_days))
    for alarm in shop.database.rows("tracking/alarms", store=shop.store)[:_MOST_HELD]:
        hold(
            shop.database, shop.store, alarm["wix_order_id"], alarm["order_number"], "myparcel", alarm["code"], field=alarm["field"],
            seen=_seen(alarm, shop.settings.zone), cure=HOLD_CODES[alarm["code"]].cure, source="track",
        )  # fmt: skip
        outcome.add(alarm["code"].lower())
    shop.database.run("tracking/calm", store=shop.store)
    not_wanted(shop.database, shop.store)
    shop.database.run("tracking/labelled", store=shop.store)


def _seen(alarm: Row, zone: ZoneInfo) -> str:
    from order_sync.hooks.myparcel_tracking import status_name

    number = f", number {alarm['barcode']}" if alarm["barcode"] else ""
    return f"{status_name(alarm['status'])} since {alarm['news_at'].astimezone(zone):%Y-%m-%d}{number}"
