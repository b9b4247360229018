"""What a shipment tells: number, link, names, and which states count."""

from __future__ import annotations

import pytest
from order_sync.hooks import myparcel_tracking as tracking

SHIPMENT = {
    "status": 2,
    "shipment_type": 1,
    "barcode": "3SEXMP000000001",
    "platform_id": 1,
    "recipient": {"cc": "NL", "postal_code": "9712 HN"},
    "link_consumer_portal": None,
}


@pytest.mark.parametrize(
    ("changes", "link"),
    [
        ({"link_consumer_portal": "https://shop.myparcel.me/x"}, "https://shop.myparcel.me/x"),
        (
            {"link_consumer_portal": "https://shop.myparcel.me/x", "link_tracktrace": "https://carrier.example.com"},
            "https://shop.myparcel.me/x",
        ),
        ({"link_tracktrace": "https://carrier.example.com"}, "https://carrier.example.com"),
        ({}, "https://myparcel.me/track-trace/3SEXMP000000001/9712HN/NL"),
        (
            {"platform_id": 3, "recipient": {"cc": "BE", "postal_code": "9000"}},
            "https://sendmyparcel.me/track-trace/3SEXMP000000001/9000/BE",
        ),
        ({"recipient": {"cc": "IE", "postal_code": None}}, "https://myparcel.me/track-trace/3SEXMP000000001//IE"),
        ({"status": 1, "barcode": ""}, ""),
        ({"status": 1, "barcode": "concept"}, ""),
        ({"status": 2, "barcode": None}, ""),
        ({"status": 14}, ""),
        ({"status": 99}, ""),
    ],
)
def test_link_for_the_customer(changes, link):
    assert tracking.tracking_link(SHIPMENT | changes) == link
    assert bool(tracking.barcode(SHIPMENT | changes)) == bool(link)


def test_every_state_of_the_contract_has_one_meaning():
    groups = (tracking.VOID, tracking.ALARM, tracking.UNTRACKED, tracking.DELIVERED)
    assert sum(len(group) for group in groups) == len(frozenset().union(*groups))
    assert tracking.CONCEPT not in tracking.REGISTERED_OR_LATER
    assert not tracking.REGISTERED_OR_LATER & (tracking.VOID | tracking.ALARM)
    assert {2, 3, 4, 5, 6, 8, 10, 15, 31} & tracking.FINAL == set()
    assert {7, 9, 11, 19, 12, 13, 14, 16, 17, 18, 98, 99} <= tracking.FINAL
    # 30 to 38 are the inactive twins of 1 to 9
    for status in range(1, 10):
        assert (status in tracking.REGISTERED_OR_LATER) == (status + 29 in tracking.REGISTERED_OR_LATER)
        assert (status in tracking.FINAL) == (status + 29 in tracking.FINAL)


@pytest.mark.parametrize(
    ("changes", "counts"),
    [({}, True), ({"status": 13}, False), ({"status": 99}, False), ({"shipment_type": 2}, False), ({"status": 1}, True)],
)
def test_which_shipment_counts_for_its_reference(changes, counts):
    assert tracking.alive(SHIPMENT | changes) is counts


def test_names():
    assert tracking.status_name(7) == "delivered"
    assert tracking.status_name(36) == "delivered (inactive)"
    assert tracking.status_name(77) == "status 77"
    assert tracking.carrier_name(1) == "PostNL"
    assert tracking.carrier_name(77) == "carrier 77"
