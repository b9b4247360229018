"""order-sync labels: print, list, the file copied out, wrong use said."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from label_world import BARCODE, concept, label_calls, numbered
from order_sync.settings import load_config
from pypdf import PdfReader

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "interfaces.md").read_text()


def promised(command: str) -> list[str]:
    """Keys of the first braces in the row of a command."""
    return re.search(re.escape(command) + r".*?\{([a-z_, ]+)\}", PAGE)[1].split(", ")


@pytest.fixture
def stored(world, cli, tmp_path):
    """The command line of a world whose Dutch labels go to a folder of the test."""
    file = world.config.folder / "stores" / "nl.yaml"
    settings = yaml.safe_load(file.read_text())
    settings["myparcel"]["labels"] = {"storage": (tmp_path / "kept").as_uri(), "format": "A4"}
    file.write_text(yaml.safe_dump(settings))
    world.config = load_config(world.config.folder)
    return cli


def test_all_open_ones_are_printed_and_listed(world, stored, tmp_path):
    for number in ("1", "2"):
        concept(world, number)
    said = stored("labels", "print", "nl", "--all", "--json")
    assert said.code == 0 and list(said.json) == promised("`order-sync labels print STORE --json`")
    assert (said.json["labels"], said.json["held"], said.json["page"]) == (2, 0, f"/order-sync/labels/nl/{said.json['job']}")
    [row] = stored("labels", "list", "nl", "--json").json
    assert list(row) == promised("`order-sync labels list STORE --json`")
    assert (row["job_id"], row["state"], row["paper"], row["labels"]) == (said.json["job"], "done", "A4", 2)
    assert "done" in stored("labels", "list", "nl").out
    assert stored("labels", "print", "nl", "--all", "--json").json["job"] is None


def test_named_ones_are_copied_to_a_file(world, stored, tmp_path):
    for number in ("1", "2", "3"):
        concept(world, number)
    out = tmp_path / "today.pdf"
    said = stored("labels", "print", "nl", "--order", "3", "--order", "1", "--paper", "A6", "--sort", "order_number", "--output", str(out))
    assert said.code == 0 and "2 labels of 2 parcels" in said.out and str(out) in said.out.replace("\n", "")
    codes = numbered(world)
    assert [BARCODE.findall(page.extract_text())[0] for page in PdfReader(out).pages] == [codes["1"], codes["3"]] and codes["2"] == ""


def test_a_dry_run_says_what_would_be_printed(world, stored):
    concept(world, "1")
    said = stored("labels", "print", "nl", "--all", "--dry-run", "--json").json
    assert said["others"] == [{"order_number": "1", "verdict": "print", "because": ""}] and not label_calls(world)


def test_returns_by_number(world, stored):
    concept(world, "1")
    stored("labels", "print", "nl", "--all")
    assert stored("labels", "print", "nl", "--order", "1", "--returns", "--json").json["kind"] == "return"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("nl",), "say which"),
        (("nl", "--all", "--paper", "A5"), "Choose of: A4, A6"),
        (("nl", "--all", "--position", "5"), "Choose of: 1 top left"),
        (("nl", "--all", "--sort", "colour"), "Choose of: carrier"),
        (("nl", "--all", "--returns"), "Name the orders"),
        (("xx", "--all"), "xx"),
    ],
)
def test_wrong_use_is_said_and_registers_nothing(world, stored, words, expected):
    concept(world, "1")
    said = stored("labels", "print", *words)
    assert said.code == 2 and expected in " ".join((said.out + said.err).split())
    assert not label_calls(world)


def test_what_is_held_is_named(world, stored):
    concept(world, "1")
    world.sandbox.settings["myparcel.prepaid"] = True
    said = stored("labels", "print", "nl", "--all")
    assert "1 held" in said.out and "PAYMENT_NEEDED" in said.out and json.dumps("payments.example.com/pay") not in said.out
