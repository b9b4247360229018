"""The files of print jobs: sheets, customs forms, several labels of an order, where they are kept and for how long."""

from __future__ import annotations

import itertools
import stat
from pathlib import Path

import pytest
from label_world import (
    DECLARATION,
    SWISS,
    barcodes,
    concept,
    job_row,
    label_calls,
    no_waiting,
    numbered,
    open_parcels,
    pages,
    print_labels,
    sheet_codes,
    storing,
)
from order_sync.errors import NotThere, SettingsError
from order_sync.steps import label_calls as label_calls_module
from order_sync.steps.labels import open_file

waiting = no_waiting
parcels = open_parcels


@pytest.mark.parametrize("position", [1, 2, 3, 4])
def test_a4_begins_at_the_chosen_place(world, parcels, position):
    numbers = parcels(6)
    found = print_labels(world, paper="A4", position=position)
    codes = [numbered(world)[number] for number in numbers]
    first = 5 - position
    expected = [codes[:first], *(codes[place : place + 4] for place in range(first, 6, 4))]
    assert sheet_codes(world, found) == expected
    [call] = [call for call in world.sandbox.called("myparcel") if "shipment_labels" in call["template"]]
    assert "positions=" + "%3B".join(map(str, range(position, 5))) in call["path"] or "positions" not in call["path"]


@pytest.mark.parametrize("paper", ["A4", "A6"])
def test_customs_forms_stand_apart_on_a4(world, parcels, paper):
    concept(world, "1")
    concept(world, "2", recipient=SWISS, customs_declaration=DECLARATION)
    concept(world, "3")
    found = print_labels(world, paper=paper)
    codes = numbered(world)
    assert found["files"] == ["customs", "labels"] and found["labels"] == 3
    assert barcodes(world, found) == [codes["1"], codes["3"]] and barcodes(world, found, "customs") == [codes["2"]]
    assert "CN23" in " ".join(pages(world, found, "customs"))


def test_multi_collo_prints_all_its_labels_by_one_call(world, parcels):
    concept(world, "1", secondary_shipments=[{}, {}])
    concept(world, "2")
    found = print_labels(world, paper="A4", position=4)
    main, other = world.shipments("nl")
    expected = [main["barcode"], *(child["barcode"] for child in main["secondary_shipments"]), other["barcode"]]
    assert barcodes(world, found) == expected and len(set(expected)) == 4
    assert (found["labels"], found["parcels"]) == (4, 2) and len(label_calls(world)) == 1


def test_several_shipments_of_an_order_are_printed_one_after_the_other(world, parcels):
    second, first = concept(world, "7", part="2"), concept(world, "7")
    concept(world, "5")
    found = print_labels(world)
    by_id = {row["id"]: row["barcode"] for row in world.shipments("nl")}
    assert barcodes(world, found)[1:] == [by_id[first], by_id[second]]


def test_a_file_that_is_not_made_in_time_is_asked_for_in_direct_calls(world, parcels, waiting, monkeypatch):
    storing(world, world.config.folder.parent / "labels", wait_seconds=5)
    numbers = parcels(30)
    world.sandbox.settings["myparcel.label_seconds"] = 3600
    clock = itertools.count(0, 2)
    monkeypatch.setattr(label_calls_module.time, "monotonic", lambda: float(next(clock)))
    found = print_labels(world, paper="A4", position=2)
    codes = numbered(world)
    assert barcodes(world, found) == [codes[number] for number in numbers]
    assert [len(ids.split(";")) for ids in label_calls(world)] == [30, 23, 7]


def test_files_are_private_and_deleted_after_their_days(world, parcels, tmp_path):
    parcels(1)
    found = print_labels(world)
    job = job_row(world, found)
    file = Path(job["files"]["labels"]["path"].removeprefix("file://"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE export.print_jobs SET created_at = now() - interval '30 days 1 minute'")
    assert print_labels(world, "p2")["job"] is None
    job = job_row(world, found)
    assert not file.exists() and job["deleted_at"]
    with pytest.raises(NotThere, match="Print again"):
        open_file(job)


def test_a_storage_that_cannot_be_used_is_said_before_anything_is_registered(world, parcels, tmp_path):
    parcels(1)
    (tmp_path / "file").write_text("no folder")
    storing(world, tmp_path / "file" / "below")
    with pytest.raises(SettingsError, match=r"myparcel\.labels\.storage"):
        print_labels(world)
    assert not label_calls(world) and set(numbered(world).values()) == {""}
