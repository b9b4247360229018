"""Drafts of past orders: a bounded number in each run of the sender, after everything else, and only with calls that others do not need.

They are decided about in one task, which may ask Wix, and sent in another, which asks Holded alone: whoever reads Wix keeps nobody from
Holded. From the decision to the last call they go by the settings of the past, in whichever run that is.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from order_sync.errors import QuotaSpent, RetryLater
from order_sync.steps import checks, holded_send, landing
from order_sync.steps.building import build
from order_sync.steps.ingest import check, publish
from order_sync.steps.outcome import Outcome
from order_sync.steps.past_orders import past_settings, series_lacking
from order_sync.steps.quota import CONTACT, known_left
from order_sync.steps.shop import Shop
from order_sync.steps.transactions import land_transactions
from order_sync.store import history

log = logging.getLogger(__name__)
CALLS_OF_ONE = 3 + CONTACT  # create, prove, and a note of a refund, with look-up and creation of the buyer


def of_the_past(shop: Shop) -> Shop:
    """The shop that sends past orders: own series, lines without product, never approved or paid, and history.reserve."""
    return replace(shop, settings=past_settings(shop.settings), run_key=f"{shop.run_key}/past", past=True)


def decide(shop: Shop) -> list[str]:
    """Decide about the oldest waiting past orders; the Wix ids of all whose drafts may be sent now, those that an earlier run left first.

    It reads Wix and asks nothing of Holded. Killed anywhere, the next run takes the same ones first.
    """
    left_over = history.on_the_way(shop.database, shop.store, shop.settings.history.documents_per_hour)
    most = _most(shop, len(left_over))
    ids = history.due(shop.database, shop.store, most) if most else []
    past, decided = of_the_past(shop), []
    if ids:
        try:
            decided = _decide(past, ids)
        except RetryLater as error:  # Wix does not tell their payments: the next run takes the same ones
            log.warning("no new draft of a past order is made: %s", error)
            ids = []
    to_send = [*left_over, *(id for id in decided if id not in left_over)]
    if to_send:  # by their ids: a live order may have the number of a past one
        checks.before_send(past, "holded", wix_order_ids=to_send)
    if ids:
        history.made(shop.database, shop.store, ids)
    return to_send


def send(shop: Shop, wix_order_ids: Sequence[str]) -> Outcome:
    """Send the drafts of these past orders as far as history.reserve allows; counts are called past_<count>."""
    outcome = Outcome()
    if not wix_order_ids:
        return outcome
    try:
        made = holded_send.send(of_the_past(shop), wix_order_ids=list(wix_order_ids))
    except QuotaSpent as error:  # they wait; what cannot wait says so by itself
        log.warning("%s", error)
        return outcome
    outcome.touched |= made.touched
    outcome.counts.update({f"past_{name}": count for name, count in made.counts.items()})
    return outcome


def send_named(shop: Shop, numbers: Sequence[str]) -> Outcome:
    """Check and send what is unfinished of the past orders with these numbers, by the wish of a person."""
    ids = history.on_the_way(shop.database, shop.store, len(numbers), numbers)
    if ids:
        checks.before_send(of_the_past(shop), "holded", wix_order_ids=ids)
    return send(shop, ids)


def _most(shop: Shop, left_over: int) -> int:
    """How many new drafts this run may decide about: as the settings say, and as the account's calls above the reserve allow."""
    if not history.waiting(shop.database, shop.store):
        return 0
    if lacking := series_lacking(shop.settings):
        log.warning("Past orders wait for drafts, and history.series lacks %s.", ", ".join(lacking))
        return 0
    most = max(0, shop.settings.history.documents_per_hour - left_over)
    left = known_left(shop)
    if left is None:
        return most
    reserve = past_settings(shop.settings).holded.quota.reserve
    affordable = max(0, (left - reserve) // CALLS_OF_ONE - left_over)
    if not affordable:
        log.info("%d calls of the month are left and history.reserve keeps %d: no new draft of a past order is made.", left, reserve)
    return min(most, affordable)


def _decide(past: Shop, ids: list[str]) -> list[str]:
    """Build and publish these orders from their stored payloads; those that are to be sent."""
    shop = replace(past, run_key=f"{past.run_key}/{ids[0]}")
    landing.land(shop.database, (), batch_id=shop.batch_id, store=shop.store, rebuild=ids)
    land_transactions(shop)
    build(shop)
    check(shop)
    publish(shop)
    rows = shop.database.rows("history/to_send", store=shop.store, wix_order_ids=ids)
    return [row["wix_order_id"] for row in rows]
