"""Ask VIES about the VAT numbers on which untaxed sales of a batch depend, before anything is decided; its answers are kept."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from order_sync.errors import OrderSyncError, SettingsError
from order_sync.mapping.vat_numbers import VatEvidence, to_ask
from order_sync.steps.shop import Shop
from order_sync.store import vies

log = logging.getLogger(__name__)
_MOST_SILENT = 2  # calls without an answer after which this run asks no more: each costs its time-outs


def evidence(shop: Shop, slice_size: int) -> dict[str, VatEvidence]:
    """What VIES says about the numbers of the run's batch, from earlier answers where they are young enough; {} where it is not asked.

    A number without an answer is left out: mapping holds or accepts its orders by the store's settings.
    """
    settings = shop.settings.holded
    if settings is None or not settings.vat.vies:
        return {}
    numbers = _numbers(shop, slice_size)
    kept = vies.known(shop.database, numbers, settings.vat.evidence_days) if numbers else {}
    found = {number: _evidence(shop, True, row["request_id"], row["asked_at"]) for number, row in kept.items()}
    silent = 0
    for number in (number for number in numbers if number not in found):
        if silent >= _MOST_SILENT:
            log.warning("VIES does not answer: the remaining numbers are asked in the next run")
            break
        answer = _ask(shop, number)
        if answer is None:
            silent += 1
        elif answer["valid"] is not None:
            asked_at = vies.save(shop.database, number, valid=answer["valid"], request_id=answer["request_id"])
            found[number] = _evidence(shop, answer["valid"], answer["request_id"], asked_at)
    return found


def _numbers(shop: Shop, slice_size: int) -> list[str]:
    numbers: set[str] = set()
    after = ""
    while True:
        orders = shop.database.frame("publish/orders_of_batch", batch_id=shop.batch_id, after=after, slice=slice_size)
        if orders.empty:
            return sorted(numbers)
        ids = orders["wix_order_id"].tolist()
        lines = shop.database.frame("publish/lines_of_orders", batch_id=shop.batch_id, wix_order_ids=ids)
        numbers.update(to_ask(orders, lines, shop.settings))
        after = ids[-1]


def _ask(shop: Shop, number: str) -> dict[str, Any] | None:
    try:
        return shop.vies().check(number)
    except SettingsError:
        raise
    except OrderSyncError as error:
        log.warning("%s", error)
        return None


def _evidence(shop: Shop, valid: bool, request_id: str | None, asked_at: datetime) -> VatEvidence:
    return VatEvidence(valid, request_id or "", asked_at.astimezone(shop.settings.zone).date().isoformat())
