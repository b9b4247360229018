"""Refunds become notes: what each kind of refund gives back, and what a person has to decide."""

import pytest
from note_documents import Line, document, ledger, order, refund, store
from order_sync.mapping.refunds import plan_notes

LINES = (Line(2990, 3), Line(1000, 1, 100_000), Line(495, 1, 210_000, "shipping"))


def planned(refunds, lines=LINES, kind="receipt", made=(), refunded=None, shop=None):
    shop = shop or store()
    basis = document(lines, shop, kind)[2]
    return plan_notes(store=shop, order=order(lines, refunded=refunded), basis=basis, refunds=refunds, made=made)


def test_a_full_refund_mirrors_the_document():
    body, proof, basis = document(LINES, store())
    (note,) = planned([refund(1, 4485, lines=[(0, 3), (1, 1)], included=True)])
    assert note.whole and note.body["items"] == body["items"] and note.kind == "receipt_note"
    assert note.proof == proof | {"marker": note.marker}
    assert note.basis["total_minor"] == basis["total_minor"]


@pytest.mark.parametrize("state", ["sending", "unknown", "sent"])
def test_a_note_that_stands_is_never_planned_again(state):
    first = planned([refund(1, 997, lines=[(0, 1)])])
    assert planned([refund(1, 997, lines=[(0, 1)])], made=[ledger(first[0], state)]) == []
