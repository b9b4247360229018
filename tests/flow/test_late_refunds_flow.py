"""Refunds that Wix tells late: found by the daily reading of booked orders."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import transaction_world
from order_sync.errors import AccessDenied
from order_sync.steps.window import Window
from shop_world import HOUR, quick_config
from transaction_world import hour, landed, reads, refunds, tell
from wix_transaction_samples import by_gift_card, moved, payment, refund

sold = transaction_world.sold


@pytest.fixture
def booked(sold):
    """Three documents of the 16th of November."""
    sold.ingest()
    sold.send("holded")
    assert sold.documents()
    return sold


LATE = [refund(moved("54.85", externalRefund=True), key="late")]


def test_a_refund_made_at_the_provider_is_found_by_the_first_run_of_the_day(booked):
    tell(booked, "10001", [payment()], LATE)
    booked.ingest(run="back", window=hour(1, follows=False))
    assert ("10001", "late", "succeeded", 5485) not in refunds(booked), "a backfill does not look"
    calls = reads(booked)
    booked.ingest(run="r2", window=hour(2))
    assert ("10001", "late", "succeeded", 5485) in refunds(booked)
    assert reads(booked) == calls + 2, "one for the documents, one for the order that changed"
    tell(booked, "10002", [payment("34.85"), by_gift_card("20.00")], LATE)
    booked.ingest(run="r3", window=hour(3))
    assert reads(booked) == calls + 2, "once a day"
    assert "10002" not in {number for number, *_ in refunds(booked)}
    booked.ingest(run="r4", window=hour(12))
    assert "10002" not in {number for number, *_ in refunds(booked)}, "the window ends at 23:00 in Madrid: the same day"
    booked.ingest(run="r5", window=hour(13))
    assert ("10002", "late", "succeeded", 5485) in refunds(booked), "it ends at midnight in Madrid"


def test_a_daily_reading_whose_run_failed_is_made_again(booked):
    tell(booked, "10001", [payment()], LATE)
    booked.sandbox.arm("http_401", service="wix", method="POST", path="/orders/search$", times=2)
    with pytest.raises(AccessDenied):
        booked.ingest(run="r2", window=hour(2))
    calls = reads(booked)
    booked.ingest(run="r2", window=hour(2))  # the same run again
    assert ("10001", "late", "succeeded", 5485) in refunds(booked) and reads(booked) == calls + 2
    tell(booked, "10002", [payment("34.85"), by_gift_card("20.00")], LATE)
    landed(booked, "r3", Window(*_day(1), follows=True))  # landed, and never published
    booked.ingest(run="r4", window=Window(*_day(1, hours=1), follows=True))
    assert ("10002", "late", "succeeded", 5485) in refunds(booked)


def _day(days: int, hours: int = 0) -> tuple[datetime, datetime]:
    start = HOUR + timedelta(days=days, hours=hours)
    return start, start + timedelta(hours=1)


def test_documents_older_than_the_look_back_are_left_alone(booked, tmp_path):
    tell(booked, "10001", [payment()], LATE)
    calls = reads(booked)
    booked.ingest(run="r2", window=Window(*_day(46), follows=True))
    assert reads(booked) == calls and "10001" not in {number for number, *_ in refunds(booked)}
    booked.config = quick_config(tmp_path / "off", refunds={"look_back_days": 0})
    booked.ingest(run="r3", window=Window(*_day(47), follows=True))
    assert reads(booked) == calls
