"""Concepts that wait for their labels in the sandbox, printed in this process: for tests of labels."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from order_sync.settings.parcels import LabelSettings
from order_sync.steps import labels
from order_sync.steps.label_ask import ask
from order_sync.steps.shop import open_shop
from pypdf import PdfReader
from shop_world import World

BARCODE = re.compile(r"3S[A-Z0-9]{5,}")


def storing(world: World, folder: Any, store: str = "nl", **changes: Any) -> None:
    """Keep the files in ``folder``; ``changes`` are keys of myparcel.labels."""
    old = world.config.stores[store]
    kept = LabelSettings(storage=folder.as_uri(), **changes)
    new = old.model_copy(update={"myparcel": old.myparcel.model_copy(update={"labels": kept})})
    world.config = world.config.model_copy(update={"stores": {**world.config.stores, store: new}})


def print_labels(world: World, run: str = "p1", store: str = "nl", *, dry_run: bool = False, **params: Any) -> dict[str, Any]:
    """One run of the labels DAG's task."""
    with open_shop(store, run, config=world.config, database=world.database) as shop:
        step = labels.would_print if dry_run else labels.print_labels
        return step(shop, ask(shop.settings.myparcel.labels, params))


def pages(world: World, found: dict[str, Any], name: str = "labels", store: str = "nl") -> list[str]:
    """The text of each page of a job's file."""
    with open_shop(store, "reading", config=world.config, database=world.database) as shop:
        job = labels.job_of(shop, found["job"])
        with labels.open_file(job, name) as file:
            return [page.extract_text() for page in PdfReader(io.BytesIO(file.read())).pages]


def barcodes(world: World, found: dict[str, Any], name: str = "labels") -> list[str]:
    """The barcodes of a file in its order."""
    return [code for text in pages(world, found, name) for code in BARCODE.findall(text)]


def label_calls(world: World) -> list[str]:
    """The label calls so far: the ids of each."""
    calls = [call for call in world.sandbox.called("myparcel") if "shipment_labels" in call["template"]]
    return [call["path"].partition("?")[0].rpartition("/")[2] for call in calls]


def states(world: World, role: str = "label", store: str = "nl") -> dict[str, str]:
    """Order number (and part) to the state of its intent."""
    with world.database.engine.begin() as connection:
        rows = connection.exec_driver_sql(
            "SELECT order_number || CASE part WHEN '' THEN '' ELSE '/' || part END, state FROM export.ledger WHERE store = %s AND role = %s",
            (store, role),
        )
        return {row[0]: row[1] for row in rows}


def numbered(world: World, store: str = "nl") -> dict[str, str]:
    """Order number to the barcode that MyParcel gave, "" for a concept."""
    return {row["reference_identifier"].split(":")[1].split("-")[0]: row["barcode"] for row in world.shipments(store)}


@pytest.fixture
def no_waiting(monkeypatch):
    """Files made later are looked at without pauses."""
    from order_sync.steps import label_calls

    slept: list[float] = []
    monkeypatch.setattr(label_calls.time, "sleep", slept.append)
    return slept
