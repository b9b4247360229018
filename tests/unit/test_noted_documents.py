"""Which document a note takes back, whatever became of the others meanwhile."""

from __future__ import annotations

import pytest
from order_sync.steps.holded_work import Work


def row(role, part="", kind="invoice", remote_state="draft", state="sent"):
    """A row of the ledger."""
    empty = dict.fromkeys(("reference", "order_number", "doc_date", "amount_minor", "currency"))
    return {
        "store": "es", "wix_order_id": "1", "destination": "holded", "role": role, "part": part, "kind": kind, "state": state,
        "marker": "m", "remote_id": f"{role}{part}", "remote_state": remote_state, **empty,
    }  # fmt: skip


APPROVED = {"remote_state": "approved"}


@pytest.mark.parametrize(
    ("rows", "part", "noted"),
    [
        ([row("document", **APPROVED)], "refund-1", "document"),
        ([row("document", **APPROVED), row("replacement", "aaaa")], "refund-1", "document"),  # proposed only
        ([row("document", **APPROVED), row("replacement", "aaaa", **APPROVED)], "refund-1", "replacementaaaa"),
        ([row("document", **APPROVED), row("replacement", "aaaa", **APPROVED)], "change-aaaa", "document"),  # comes in its stead
        ([row("document", kind="receipt", **APPROVED), row("conversion")], "refund-1", "conversion"),
        ([row("document", kind="receipt", **APPROVED), row("conversion", state="rejected")], "refund-1", None),
        ([row("document", kind="order"), row("conversion", **APPROVED)], "refund-1", "conversion"),
        ([row("document", kind="order"), row("conversion", state="rejected")], "refund-1", None),
    ],
)
def test_the_noted_document(rows, part, noted):
    assert _noted(rows, part, "credit_note") == noted


def test_a_receipt_note_over_a_converted_receipt_is_about_the_receipt():
    rows = [row("document", kind="receipt", **APPROVED), row("conversion", **APPROVED)]
    assert _noted(rows, "change-invoice", "receipt_note") == "document"


def _noted(rows, part, kind):
    work = Work([*rows, row("note", part, kind=kind, state="pending")])
    [note] = work.of("note")
    found = work.noted(note)
    return found.remote_id if found else None
