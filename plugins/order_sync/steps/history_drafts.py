"""Drafts of past orders: a bounded number in each run of the sender, after everything else, and only with calls that others do not need."""

from __future__ import annotations

import logging
from dataclasses import replace

from order_sync.errors import QuotaSpent, RetryLater
from order_sync.steps import checks, holded_send, landing
from order_sync.steps.building import build
from order_sync.steps.ingest import check, publish
from order_sync.steps.outcome import Outcome
from order_sync.steps.past_orders import past_settings, series_lacking
from order_sync.steps.quota import CONTACT, Purse
from order_sync.steps.shop import Shop
from order_sync.steps.transactions import land_transactions
from order_sync.store import history

log = logging.getLogger(__name__)
CALLS_OF_ONE = 3 + CONTACT  # create, prove, and a note of a refund, with look-up and creation of the buyer


def drafts_of_the_past(shop: Shop, outcome: Outcome) -> Outcome:
    """Decide about the oldest waiting past orders and send their drafts; the sender's outcome with theirs added (past_<count>).

    They are decided by the settings of the past: own series, lines without product, never approved or paid. Killed anywhere, the next run
    takes the same ones first.
    """
    most = _most(shop)
    ids = history.due(shop.database, shop.store, most) if most else []
    if not ids:
        return outcome
    past = replace(shop, settings=past_settings(shop.settings), run_key=f"{shop.run_key}/past")
    try:
        to_send = _decide(past, ids)
    except RetryLater as error:  # Wix does not tell their payments: what the hour has sent is sent, and the next run takes the same ones
        log.warning("no draft of a past order is made: %s", error)
        return outcome
    if to_send:  # by their ids: a live order may have the number of a past one
        checks.before_send(past, "holded", wix_order_ids=to_send)
    history.made(shop.database, shop.store, ids)
    try:
        made = holded_send.send(past, wix_order_ids=to_send) if to_send else Outcome()
    except QuotaSpent as error:  # the hour's own work is done; these wait
        log.warning("%s", error)
        return outcome
    outcome.touched |= made.touched
    outcome.counts.update({f"past_{name}": count for name, count in made.counts.items()})
    return outcome


def _most(shop: Shop) -> int:
    """How many drafts this run may make: as the settings say, and as the account's calls above the reserve allow."""
    if not history.waiting(shop.database, shop.store):
        return 0
    if lacking := series_lacking(shop.settings):
        log.warning("Past orders wait for drafts, and history.series lacks %s.", ", ".join(lacking))
        return 0
    most = shop.settings.history.documents_per_hour
    left = Purse(shop).left
    if left is None:
        return most
    reserve = past_settings(shop.settings).holded.quota.reserve
    affordable = max(0, (left - reserve) // CALLS_OF_ONE)
    if not affordable:
        log.info("%d calls of the month are left and history.reserve keeps %d: no draft of a past order is made.", left, reserve)
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
