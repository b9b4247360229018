"""When a quiet shop is called silent: by its own rhythm. The hour is fixed, so that no test depends on when it runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from alerts_world import look, run, shop
from order_sync.steps.alert_signs import signs


@pytest.fixture
def four():
    """The last four o'clock in the afternoon, in UTC: these shops sell from 9 to 21."""
    now = datetime.now(UTC)
    today = now.replace(hour=16, minute=0, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


def fill(world, per_hour, *, weeks=6, hours=range(9, 21), until):
    """Orders of the past: so many in each of these UTC hours of each day."""
    start = until - timedelta(weeks=weeks)
    rows = []
    at = start.replace(minute=0, second=0, microsecond=0)
    while at < until:
        if at.hour in hours:
            rows += [("es", f"old-{len(rows) + n}", at + timedelta(minutes=7 * n)) for n in range(per_hour)]
        at += timedelta(hours=1)
    with world.database.begin() as tx:
        extra = [(store, key, key, at, at, "APPROVED", b"x", "b") for store, key, at in rows]
        columns = ("store", "wix_order_id", "number", "created_at", "updated_at", "status", "payload_hash", "batch_id")
        tx.copy("core.orders", columns, extra)


def test_no_orders_for_longer_than_the_shops_own_rhythm_is_told_and_its_nights_are_not(told, mail, four):
    fill(told, 4, until=four - timedelta(hours=30))
    assert look(told, four)["mail"] == 1
    assert "no order for 30 hours" in mail.texts()[0]
    run(told, "UPDATE core.orders SET created_at = %s WHERE wix_order_id = 'old-1'", four - timedelta(minutes=1))
    assert look(told, four)["mail"] == 1 and mail.mails[-1]["Subject"] == "Tienda Luz: 1 over"


def test_the_night_of_a_shop_is_no_silence(told, four):
    fill(told, 4, until=four - timedelta(hours=16))
    with shop(told) as opened:
        assert not signs(opened, four.replace(hour=9)), "it sold until nine in the evening, it is nine in the morning"
        [sign] = signs(opened, four + timedelta(hours=4))
    assert sign.kind == "silence"


def test_a_young_or_slow_shop_is_never_called_silent(told, four):
    fill(told, 4, weeks=2, until=four - timedelta(hours=40))
    with shop(told) as opened:
        assert not signs(opened, four)
    run(told, "DELETE FROM core.orders")
    fill(told, 1, hours=(10,), weeks=7, until=four - timedelta(hours=40))
    with shop(told) as opened:
        assert not signs(opened, four), "an order a day: two days are nothing"
