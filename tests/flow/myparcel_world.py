"""A parcel of the Dutch shop and the hook to it, for tests of MyParcelHook."""

from __future__ import annotations

import copy

import pytest
from order_sync.hooks.myparcel import MyParcelHook

PARCEL = {
    "carrier": 1,
    "recipient": {
        "cc": "NL",
        "postal_code": "9712HN",
        "city": "Groningen",
        "street": "Proefstraat",
        "number": "7",
        "person": "Sem Bakker",
        "email": "sem.bakker@example.com",
    },
    "options": {"package_type": 1, "label_description": "10001"},
    "physical_properties": {"weight": 850},
}


def parcel(reference: str = "nl:10001-aaaaaaaa", **changes) -> dict:
    """A shipment as it is posted."""
    return copy.deepcopy(PARCEL) | {"reference_identifier": reference} | changes


@pytest.fixture
def hook(connections) -> MyParcelHook:
    """The Dutch shop's hook."""
    return MyParcelHook("myparcel_nl")


def kept(sandbox) -> list[dict]:
    """The shipments that the Dutch shop has."""
    return list(sandbox.state("myparcel", "nl").get("shipments", {}).values())
