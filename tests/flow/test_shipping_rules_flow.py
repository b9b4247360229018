"""Shipping rules through the whole flow: the parcels that MyParcel gets, the report of hits, what preflight says, and healing by a new line."""

from __future__ import annotations

import csv

from order_sync.settings import load_config
from shop_world import wix_order
from test_interfaces import promised

FIELDS = (
    "stores",
    "name",
    "countries",
    "zones",
    "min_items",
    "max_items",
    "carrier",
    "package_type",
    "signature",
    "insurance",
    "sender",
    "parcels",
)


def lines(world, *rows):
    """Write the table and read the configuration again."""
    with (world.config.folder / "shipping_rules.csv").open("w", newline="") as file:
        table = csv.DictWriter(file, FIELDS)
        table.writeheader()
        table.writerows(rows)
    world.config = load_config(world.config.folder)


LINES = (
    {"stores": "nl", "name": "Two boxes", "countries": "NL", "min_items": 4, "parcels": 2},
    {"stores": "nl", "name": "Single", "countries": "NL", "max_items": 1, "package_type": 2},
    {"stores": "nl", "name": "Letters to Spain", "countries": "ES|NL", "min_items": 2, "max_items": 2, "package_type": 3},
    {"stores": "nl", "name": "Nobody", "countries": "DE", "signature": "no"},
)


def sold(world):
    world.stock()
    world.sell(
        "nl",
        wix_order("20001", country="NL", lines=(("CAM-AZ-M", 4, 2495),)),
        wix_order("20002", country="NL", minute=6, lines=(("TAZA-01", 1, 1100),)),
        wix_order("20003", country="ES", minute=7, lines=(("TAZA-01", 2, 1100),)),
        wix_order("20004", country="NL", minute=8, lines=(("TAZA-01", 3, 1100),)),
        wix_order("20005", country="NL", minute=9, paymentStatus="NOT_PAID"),
    )


def test_lines_make_parcels_and_are_reported(world, cli):
    lines(world, *LINES)
    sold(world)
    world.ingest("nl")
    world.send("myparcel", "nl")
    shipments = {shipment["reference_identifier"]: shipment for shipment in world.shipments("nl") if shipment["reference_identifier"]}
    kinds = {reference.split(":")[1][:5]: shipment["options"]["package_type"] for reference, shipment in shipments.items()}
    assert kinds == {"20001": 1, "20002": 2, "20004": 1}
    main = next(shipment for reference, shipment in shipments.items() if ":20001-" in reference)
    assert len(main["secondary_shipments"]) == 1
    assert world.held("nl", "myparcel") == {"20003": "SHIPPING_RULE_ILLEGAL"}
    assert not world.sandbox.violations

    said = cli("rules", "nl", "--json")
    assert said.code == 0
    rows = said.json
    assert all(list(row) == promised("`order-sync rules STORE --json`") for row in rows)
    told = [(row["line"], row["name"], row["note"], row["orders"], row["sent"], row["held"], row["newest_orders"]) for row in rows]
    assert told == [
        (2, "Two boxes", "", 1, 1, 0, ["20001"]),
        (3, "Single", "", 1, 1, 0, ["20002"]),
        (4, "Letters to Spain", "", 1, 0, 1, ["20003"]),
        (5, "Nobody", "never decided", 0, 0, 0, []),
        (None, "", "no line fits", 1, 1, 0, ["20004"]),
    ]
    assert "Letters" in cli("rules", "nl").out


def test_a_better_line_heals_the_order_that_the_old_one_held_and_moved_lines_keep_their_hits(world, cli):
    lines(world, *LINES)
    sold(world)
    world.ingest("nl")
    [seen] = [row["seen"] for row in cli("holds", "list", "--json").json if row["code"] == "SHIPPING_RULE_ILLEGAL"]
    assert "line 4 of shipping_rules.csv (Letters to Spain)" in seen
    lines(world, LINES[2] | {"countries": "NL"}, *LINES[:2])
    world.ingest("nl", run="r2")
    assert world.held("nl", "myparcel") == {}
    rows = {(row["line"], row["name"]): row for row in cli("rules", "nl", "--json").json}
    assert rows[3, "Two boxes"]["orders"] == rows[4, "Single"]["orders"] == 1
    assert rows[None, ""]["orders"] == 2 and rows[2, "Letters to Spain"]["note"] == "never decided"


def test_a_line_that_is_gone_is_still_told_of(world, cli):
    lines(world, *LINES)
    sold(world)
    world.ingest("nl")
    lines(world, *LINES[1:])
    assert [(row["line"], row["orders"]) for row in cli("rules", "nl", "--json").json if row["note"] == "not in the table any more"] == [
        (2, 1)
    ]


def test_preflight_reads_the_table(world, cli):
    lines(
        world,
        {"stores": "nl", "carrier": 2},
        {"stores": "nl", "sender": "x", "countries": "NL"},
        {"stores": "nl", "zones": "BE|EU", "package_type": 6},
    )
    said = cli("preflight", "nl", "--json")
    assert said.code == 1
    found = {(row["what"], row["verdict"]) for row in said.json if row["what"].startswith("shipping_rules.csv")}
    assert found == {
        ("shipping_rules.csv line 2 carrier", "wrong"), ("shipping_rules.csv line 3", "wrong"), ("shipping_rules.csv line 3 sender", "wrong"),
        ("shipping_rules.csv line 4", "wrong"), ("shipping_rules.csv line 4 package_type", "unknown"),
    }  # fmt: skip
    lines(world, *LINES[:2])
    assert [row["seen"] for row in cli("preflight", "nl", "--json").json if row["what"] == "shipping_rules.csv"] == [
        "2 lines for the store"
    ]
