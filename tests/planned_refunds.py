"""Refunds of one document, planned as notes: for tests of refunds."""

from note_documents import Line, document, order, store
from order_sync.mapping.refunds import plan_notes

# 3 x 9.97 (a discount inside), 10.00 at 10 %, a fee of 1.50, delivery 4.95
LINES = (Line(2990, 3), Line(1000, 1, 100_000), Line(150, 1, 210_000, "fee"), Line(495, 1, 210_000, "shipping"))
TOTAL = 4635


def planned(refunds, lines=LINES, kind="receipt", made=(), refunded=None, shop=None, currency="EUR"):
    """The notes of refunds of a document."""
    shop = shop or store()
    basis = document(lines, shop, kind, currency)[2]
    return plan_notes(store=shop, order=order(lines, currency, refunded), basis=basis, refunds=refunds, made=made)


def one(*args, **more):
    """The only note of them."""
    (plan,) = planned(*args, **more)
    return plan


def parts(plan):
    """(line of the document or rate, units of it, gross) of each line of a note."""
    return [
        (line["of"] if line["of"] is not None else line["of_rate"], line["of_units"], line["gross_minor"]) for line in plan.basis["lines"]
    ]
