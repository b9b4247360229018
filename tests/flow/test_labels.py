"""Labels from concepts in the sandbox to one stored PDF: every barcode once, in the order chosen, registered once."""

from __future__ import annotations

import pytest
from label_world import barcodes, label_calls, numbered, print_labels, states, storing
from shop_world import wix_order


@pytest.fixture
def parcels(world, tmp_path):
    """``parcels(3)``: so many concepts of the Dutch store, orders 10001 and on."""
    storing(world, tmp_path / "labels")

    def made(count: int, **changes) -> list[str]:
        numbers = [str(10001 + place) for place in range(count)]
        world.stock("nl")
        world.sell("nl", *(wix_order(number, country="NL", **changes) for number in numbers))
        world.ingest("nl")
        assert world.send("myparcel", "nl", checked=False)["shipments"] == count
        return numbers

    return made


def test_all_open_concepts_become_one_file_in_order(world, parcels):
    parcels(3)
    found = print_labels(world)
    codes = numbered(world)
    assert (found["labels"], found["parcels"], found["held"], found["files"]) == (3, 3, 0, ["labels"])
    assert barcodes(world, found) == [codes[number] for number in ("10001", "10002", "10003")]
    assert set(states(world).values()) == {"sent"}
    assert found["page"] == f"/order-sync/labels/nl/{found['job']}"
    # what was registered is known to tracking at once
    assert world.track("nl")["told"] == 3
    assert print_labels(world, "p2")["job"] is None
    assert len(label_calls(world)) == 1
