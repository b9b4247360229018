"""A note belongs to the document that it corrects: the first one, what was made out of it, or what came in its stead."""

from __future__ import annotations

from datetime import timedelta

import pytest
from order_sync.errors import Rejected
from order_sync.hooks.holded import HoldedHook
from order_sync.steps import flow
from sandbox.wix.acts import pay, refund
from sandbox.wix.site import Site
from shop_world import HOUR, quick_config, wix_order
from test_approvals_flow import agree, approve, question
from test_booked_orders_flow import ONE_LESS, stands, writes
from test_convert_flow import CONTACTS, RECEIPTS, asked, booked, private
from test_holds_flow import act

AT = HOUR + timedelta(minutes=30)
ITEM = "00000000-0000-0000-0000-000000000001"
PART = {"amount": "12.10"}


def hour(world, run):
    world.ingest(run=run)
    return world.send("holded", run=run)


def gives_back(world, minute=0, **what):
    return refund(Site(world.sandbox.sandbox, "es"), "10001", at=AT + timedelta(minutes=minute), **what)


def ledger(world):
    return world.database.rows("publish/booked", store="es", wix_order_ids=[wix_order("10001")["id"]])


def notes(world):
    """Of each note: what it corrects, its kind and its amount, by what it is for."""
    noted = [row for row in ledger(world) if row["role"] == "note" and row["state"] == "sent"]
    return {row["part"]: (row["basis"]["corrects"], row["kind"], row["amount_minor"]) for row in noted}


def held(world):
    return [
        (row["code"], row["field"])
        for row in world.database.rows("holds/list", store="es", code=None, number=None)
        if row["destination"] == "holded"
    ]


@pytest.mark.parametrize(("into", "kind"), [("receipt", "receipt_note"), ("invoice", "credit_note")])
@pytest.mark.parametrize(("what", "worth"), [(PART, 1210), ({"lines": {ITEM: 1}}, 2495)], ids=["an amount", "a unit"])
def test_a_refund_that_is_known_at_the_conversion_gets_its_note(world, tmp_path, into, kind, what, worth):
    world.config = quick_config(tmp_path / "case", documents=[{"then": "order", "convert_to": into}])
    world.stock()
    world.sell("es", private("10001", paymentStatus="NOT_PAID"))
    hour(world, "r1")
    assert stands(world) == ["salesorder"]
    pay(Site(world.sandbox.sandbox, "es"), "10001", at=AT)
    part = gives_back(world, minute=1, **what)
    hour(world, "r2")
    assert notes(world) == {part: ("conversion", kind, worth)}
    made = {"receipt": ["receiptnote+", "salesorder", "salesreceipt+"], "invoice": ["creditnote+", "invoice+", "salesorder"]}[into]
    assert stands(world) == made and held(world) == []
    [note] = [row for row in ledger(world) if row["role"] == "note"]
    [billing] = [row for row in ledger(world) if row["role"] == "conversion"]
    assert note["contact"] == billing["contact"] and note["contact"]
    wrote = writes(world)
    hour(world, "r3")
    assert writes(world) == wrote


def test_a_refund_of_a_receipt_corrects_the_first_document(world, tmp_path):
    booked(world, tmp_path, "10001", **RECEIPTS)
    part = gives_back(world, **PART)
    hour(world, "r2")
    assert notes(world) == {part: ("", "receipt_note", 1210)}


def replaced(world, tmp_path):
    """An approved receipt over 54.85, a note over all of it, and its successor over 29.90, all approved; what the ledger calls the successor."""
    world.config = quick_config(tmp_path / "asks", approve="ask", edits={"approved": "propose"})
    world.stock()
    world.sell("es", wix_order("10001"))
    hour(world, "r1")
    agree(world, question(world))
    approve(world)
    world.sell("es", wix_order("10001", minute=30, **ONE_LESS))
    hour(world, "r2")
    agree(world, question(world, "ask2"))
    approve(world, "a2")
    assert stands(world) == ["receiptnote+", "salesreceipt+", "salesreceipt+"]
    [(part, told)] = notes(world).items()
    assert told == ("", "receipt_note", 5485)
    return f"replacement:{part.removeprefix('change-')}"


def test_notes_of_a_replaced_document_take_nothing_from_its_successor(world, tmp_path):
    successor = replaced(world, tmp_path)
    part = gives_back(world, minute=5, lines={ITEM: 1})
    hour(world, "r3")
    assert notes(world)[part] == (successor, "receipt_note", 2495)
    assert held(world) == []


def test_a_successor_that_is_replaced_too_is_taken_back_whole(world, tmp_path):
    successor = replaced(world, tmp_path)
    world.sell("es", wix_order("10001", minute=50, lines=(("CAM-AZ-M", 3, 2495),)))
    hour(world, "r3")
    assert sorted(notes(world).values()) == [("", "receipt_note", 5485), (successor, "receipt_note", 2990)]


def test_the_note_over_what_is_left_counts_the_notes_of_its_document(world, tmp_path):
    world.config = quick_config(tmp_path / "case", edits={"approved": "propose"})
    world.stock()
    world.sell("es", wix_order("10001"))
    hour(world, "r1")
    gives_back(world, **PART)
    hour(world, "r2")
    world.sell("es", wix_order("10001", minute=50, **ONE_LESS))
    hour(world, "r3")
    assert sorted(told for told in notes(world).values()) == [("", "receipt_note", 1210), ("", "receipt_note", 4275)]


@pytest.mark.parametrize("by", ["step", "command", "task"])
def test_a_receipt_with_notes_of_refunds_is_not_converted(world, tmp_path, cli, monkeypatch, by):
    booked(world, tmp_path, "10001", **CONTACTS, **RECEIPTS)
    gives_back(world, **PART)
    hour(world, "r2")
    before, wrote = stands(world), writes(world)
    assert before == ["receiptnote+", "salesreceipt+"]
    monkeypatch.setenv("ORDER_SYNC_CONFIG", str(world.config.folder))
    if by == "step":
        asked(world, "10001")
    elif by == "command":
        assert cli("convert", "es", "10001").code == 0
    else:
        flow.convert("es", {"run_id": "manual", "params": {"order_numbers": ["10001"], "into": "invoice"}})
    assert held(world) == [("REFUND_NEEDS_PERSON", "conversion")]
    for run in ("r3", "r4"):
        hour(world, run)
    assert stands(world) == before and writes(world) == wrote
    assert held(world) == [("REFUND_NEEDS_PERSON", "conversion")]


def test_a_refund_of_a_receipt_that_is_being_converted_goes_on_the_invoice(world, tmp_path):
    booked(world, tmp_path, "10001", **CONTACTS, **RECEIPTS)
    part = gives_back(world, **PART)
    world.ingest(run="r2")  # a receipt note waits to be made
    asked(world, "10001")
    hour(world, "r3")
    assert notes(world) == {"change-invoice": ("", "receipt_note", 5485), part: ("conversion", "credit_note", 1210)}
    assert stands(world) == ["creditnote+", "invoice+", "receiptnote", "salesreceipt+"]


def test_no_credit_note_is_made_of_an_invoice_that_holded_refused(world, tmp_path, monkeypatch):
    """Its receipt stands beside it, approved, and is not what the note corrects."""
    booked(world, tmp_path, "10001", **CONTACTS, **RECEIPTS)
    gives_back(world, **PART)
    asked(world, "10001")
    world.ingest(run="r2")

    def refusing(*_):
        raise Rejected("status 422, no", where="Holded", cure="Correct it.", status=422)

    with monkeypatch.context() as patched:
        patched.setattr(HoldedHook, "convert", refusing)
        world.send("holded", run="r2")
    assert "HOLDED_REJECTED" in {code for code, field in held(world) if field.startswith("conversion")}
    world.send("holded", run="r3")
    assert stands(world) == ["receiptnote", "salesreceipt+"]
    act(world, "10001", "retried")
    hour(world, "r4")
    assert stands(world) == ["creditnote+", "invoice+", "receiptnote", "salesreceipt+"] and held(world) == []
