"""Concepts that wait for their labels in the sandbox, printed in this process: for tests of labels."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from label_pdfs import by_place
from order_sync.settings.parcels import LabelSettings
from order_sync.steps import labels
from order_sync.steps.label_ask import ask
from order_sync.steps.shop import open_shop
from order_sync.store.labels import job
from pypdf import PdfReader
from shop_world import World, wix_order

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
            return [" ".join(by_place(page)) for page in PdfReader(io.BytesIO(file.read())).pages]


def barcodes(world: World, found: dict[str, Any], name: str = "labels") -> list[str]:
    """The barcodes of a file in its order."""
    return [code for text in pages(world, found, name) for code in BARCODE.findall(text)]


def sheet_codes(world: World, found: dict[str, Any], name: str = "labels") -> list[list[str]]:
    """The barcodes of each page."""
    return [BARCODE.findall(text) for text in pages(world, found, name)]


def made(world: World, count: int, store: str = "nl", **changes: Any) -> list[str]:
    """So many more paid orders, and all that were sold, as concepts; the numbers of the new ones."""
    numbers = [str(10001 + place) for place in range(count)]
    world.stock(store)
    world.sell(store, *(wix_order(number, country="NL", **changes) for number in numbers))
    world.ingest(store)
    world.send("myparcel", store, checked=False)
    return numbers


def job_row(world: World, found: dict[str, Any], store: str = "nl") -> dict[str, Any]:
    """The job as the database has it."""
    row = job(world.database, store, found["job"])
    assert row is not None
    return row


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


RECIPIENT = {
    "cc": "NL",
    "postal_code": "1012AB",
    "city": "Amsterdam",
    "street": "Voorbeeldstraat",
    "number": "12",
    "person": "Lucía Ejemplo",
    "email": "buyer@example.com",
}
SWISS = {
    "cc": "CH",
    "postal_code": "8001",
    "city": "Zürich",
    "street": "Beispielgasse 3",
    "person": "Lucía Ejemplo",
    "email": "buyer@example.com",
    "phone": "+41440000000",
}
DECLARATION = {
    "contents": 1,
    "invoice": "1",
    "weight": 850,
    "items": [
        {
            "description": "Taza",
            "amount": 1,
            "weight": 850,
            "item_value": {"amount": 1100, "currency": "EUR"},
            "classification": "691200",
            "country": "ES",
        }
    ],
}


def concept(world: World, number: str, store: str = "nl", package_type: int = 1, part: str = "", **changes: Any) -> int:
    """A concept at MyParcel and its intent in the ledger, without an order behind it; the shipment's id."""
    from order_sync.hooks.myparcel import MyParcelHook

    reference = f"{store}:{number}-aaaaaaaa" + (f"-{part}" if part else "")
    body = {"carrier": 1, "recipient": RECIPIENT, "options": {"package_type": package_type, "label_description": number}}
    body |= {"physical_properties": {"weight": 850}, "reference_identifier": reference} | changes
    [made] = MyParcelHook(f"myparcel_{store}").create_shipments([body])
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO export.ledger (store, wix_order_id, destination, role, part, state, marker, order_number, remote_id) "
            "VALUES (%s, %s, 'myparcel', 'shipment', %s, 'sent', %s, %s, %s)",
            (store, f"order-{number}", part, reference, number, str(made["id"])),
        )
    return made["id"]


@pytest.fixture
def open_parcels(world, tmp_path):
    """``parcels(3)``: so many concepts of the Dutch store, orders 10001 and on; the files go to ``labels`` of the test's folder."""
    storing(world, tmp_path / "labels")
    return lambda count, **changes: made(world, count, **changes)


def cancelled(number: str) -> dict[str, Any]:
    """The order as Wix has it once it was cancelled and refunded."""
    return wix_order(number, country="NL", minute=8, status="CANCELED", paymentStatus="FULLY_REFUNDED")
