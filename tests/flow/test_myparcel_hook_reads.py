"""MyParcelHook reads: by reference, by id, page by page, and labels that people made."""

from __future__ import annotations

import myparcel_world
import pytest
from myparcel_world import parcel
from order_sync.hooks.myparcel_tracking import barcode, tracking_link
from sandbox import myparcel

hook = myparcel_world.hook


@pytest.mark.parametrize(("others", "listed", "by_ids"), [(0, 2, 0), (90, 2, 1), (150, 1, 3), (1000, 1, 4)])
def test_many_are_read_from_the_newest_pages_while_that_saves_calls(sandbox, hook, others, listed, by_ids):
    made = []
    for start in range(0, 350, 70):
        made += hook.create_shipments([parcel(f"nl:{number}-aaaaaaaa") for number in range(start, start + 70)])
    for start in range(0, others, 50):  # newer ones of somebody else
        hook.create_shipments([parcel(f"other:{number}-aaaaaaaa") for number in range(start, min(start + 50, others))])
    ids = [row["id"] for row in made]
    assert sorted(row["id"] for row in hook.shipments(ids)) == sorted(ids)
    assert hook.client.calls["GET /shipments"] == listed and hook.client.calls["GET /shipments/{ids}"] == by_ids


def test_reads_are_repeated_after_a_failure(sandbox, hook):
    (made,) = hook.create_shipments([parcel("nl:1-a")])
    sandbox.arm("http_500", method="GET", service="myparcel")
    assert [row["id"] for row in hook.shipments([made["id"]])] == [made["id"]]
    assert hook.client.calls["GET /shipments/{ids}"] == 2


def test_size_together_with_references_finds_nothing_so_the_hook_never_sends_it(sandbox, hook):
    hook.create_shipments([parcel("nl:1-a")])
    trapped = hook.client.call("GET", "/shipments", params={"reference_identifier": "nl:1-a", "size": 200}).json()
    assert trapped["data"]["shipments"] == []
    assert len(hook.find_by_reference(["nl:1-a"])) == 1


@pytest.mark.parametrize("shape", ["shipments", "search_results"])
def test_all_pages_of_both_list_shapes(sandbox, hook, shape):
    sandbox.settings["myparcel.list_shape"] = shape
    made = hook.create_shipments([parcel("nl:1-a") for _ in range(60)])
    assert [row["id"] for row in hook.find_by_reference(["nl:1-a"])] == [row["id"] for row in made]
    assert len(hook.shipments([made[0]["id"], made[1]["id"]])) == 2


def test_a_reference_is_compared_again_locally(sandbox, hook):
    sandbox.settings["myparcel.reference_match"] = "substring"
    hook.create_shipments([parcel("nl:1-a"), parcel("nl:11-a"), parcel("NL:1-A"), parcel("xnl:1-a")])
    assert [row["reference_identifier"] for row in hook.find_by_reference(["nl:1-a"])] == ["nl:1-a"]


def test_the_index_lags_and_the_id_does_not(sandbox, hook):
    sandbox.settings["myparcel.lag_seconds"] = 3600
    (made,) = hook.create_shipments([parcel("nl:1-a")])
    assert hook.find_by_reference(["nl:1-a"]) == []
    assert [row["id"] for row in hook.shipments([made["id"]])] == [made["id"]]
    sandbox.settings["myparcel.lag_seconds"] = 0
    assert [row["id"] for row in hook.find_by_reference(["nl:1-a"])] == [made["id"]]


def test_a_label_made_by_a_person_brings_barcode_and_link(sandbox, hook):
    first, second = hook.create_shipments([parcel("nl:1-a"), parcel("nl:2-a")])
    assert [barcode(row) for row in hook.shipments([first["id"]])] == [""]

    myparcel.advance(sandbox.sandbox, "nl", to="registered", ids=[first["id"]])
    labelled, concept = hook.shipments([first["id"], second["id"]])
    assert (labelled["status"], concept["status"]) == (2, 1)
    assert barcode(labelled).startswith("3SEXMP")
    assert tracking_link(labelled) == f"https://lichthuis.myparcel.me/track-trace/{barcode(labelled)}/9712HN/NL"
    assert tracking_link(concept) == ""

    myparcel.advance(sandbox.sandbox, "nl", steps=3)
    moved, still = hook.shipments([first["id"], second["id"]])
    assert (moved["status"], still["status"]) == (7, 1)
    assert barcode(moved) == barcode(labelled)


def test_without_a_page_of_its_own_the_shop_links_to_myparcel(sandbox, hook):
    sandbox.settings["myparcel.portal"] = False
    (made,) = hook.create_shipments([parcel("nl:1-a")])
    myparcel.advance(sandbox.sandbox, "nl", to="registered")
    (row,) = hook.shipments([made["id"]])
    assert tracking_link(row) == f"https://myparcel.me/track-trace/{barcode(row)}/9712HN/NL"


def test_unknown_ids_do_not_hide_the_known_ones(sandbox, hook):
    made = hook.create_shipments([parcel(f"nl:{number}-a") for number in range(3)])
    sandbox.settings["myparcel.unknown_ids"] = "not_found"
    assert [row["id"] for row in hook.shipments([1, *(row["id"] for row in made), 2])] == [row["id"] for row in made]


def test_looking_changes_nothing(sandbox, hook):
    before = sandbox.sandbox.digest()
    hook.test_connection()
    hook.shop_preferences()
    hook.find_by_reference(["nl:1-a"])
    hook.shipments([1])
    assert sandbox.sandbox.digest() == before
