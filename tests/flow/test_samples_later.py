"""What happens to the sample orders in a later hour: everything once, each where the shop's tables say it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import jsonschema
import pytest
import requests
import yaml
from sandbox.samples import install
from sandbox.samples.later import LATER

BASE = datetime(2026, 11, 16, 6, tzinfo=UTC)
THEN = BASE + timedelta(hours=4)


@pytest.fixture
def played(sandbox):
    """The sample sites after the later hour, and what was done, by site."""
    install(sandbox.sandbox, BASE)
    return {key: _play(sandbox, key).json()["done"] for key in ("es", "nl")}


def _play(sandbox, key):
    return requests.post(f"{sandbox.url()}/sandbox/wix/{key}/later", json={"at": THEN.isoformat()}, timeout=30)


def orders(sandbox, key, done):
    """Order and transactions by kind."""
    site = sandbox.state("wix", key)
    by_number = {order.get("number"): order for order in site["orders"].values()}
    return {row["kind"]: (by_number[row["number"]], site["transactions"][by_number[row["number"]]["id"]]) for row in done}


def test_it_happens_once_and_only_to_samples(sandbox, played):
    assert all({row["kind"] for row in done} == LATER.keys() for done in played.values())
    before = sandbox.sandbox.digest()
    assert _play(sandbox, "es").json() == {"done": []}
    assert sandbox.sandbox.digest() == before
    assert _play(sandbox, "pt").json()["detail"] == "site pt has no sample orders"


def test_the_orders_say_what_happened(sandbox, played):
    for key, done in played.items():
        found = orders(sandbox, key, done)
        statuses = {kind: (order["status"], order["paymentStatus"]) for kind, (order, _) in found.items()}
        assert Counter(statuses.values()) == {
            ("APPROVED", "PAID"): 6, ("APPROVED", "PARTIALLY_REFUNDED"): 6, ("APPROVED", "FULLY_REFUNDED"): 1, ("CANCELED", "PAID"): 1,
            ("CANCELED", "NOT_PAID"): 1, ("CANCELED", "FULLY_REFUNDED"): 1,
        }  # fmt: skip
        assert statuses["cash on delivery"] == statuses["captured later"] == ("APPROVED", "PAID")
        assert len(found["refunded in parts later"][1]["refunds"]) == 3
        assert found["refund pending later"][1]["refunds"][0]["summary"]["pending"] is True
        assert Decimal(found["charged back later"][0]["balanceSummary"]["chargeback"]["amount"]) > 0


def test_all_of_it_is_found_in_that_hour_but_what_wix_reports_late(sandbox, played):
    for key, done in played.items():
        for kind, (order, _) in orders(sandbox, key, done).items():
            moved = datetime.fromisoformat(order["updatedDate"])
            assert (THEN <= moved < THEN + timedelta(hours=1)) == (kind != "refund reported late"), kind


def test_they_keep_to_wix_s_schema(sandbox, played, shared):
    components = yaml.safe_load((shared / "contracts" / "wix.openapi.yaml").read_text(encoding="utf-8"))["components"]
    for place, name in enumerate(("Order", "OrderTransactions")):
        validator = jsonschema.Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": components})
        for key, done in played.items():
            for kind, pair in orders(sandbox, key, done).items():
                assert not [(kind, fault.json_path, fault.message) for fault in validator.iter_errors(pair[place])]
