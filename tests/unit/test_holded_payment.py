"""When a document's payments must be read before one is registered."""

from types import SimpleNamespace

import pytest
from order_sync.steps.holded_payment import _with_payments

ROW = {"draft": True, "total": 1}
READ = {"draft": False, "payments": [{"amount": 1}]}


@pytest.mark.parametrize(
    ("made", "seen", "found"),
    [
        ({""}, ROW, ROW | {"payments": []}),
        (set(), ROW, READ),
        ({""}, ROW | {"draft": None}, READ),
        ({""}, None, READ),
        (set(), READ, READ),
    ],
    ids=["made and seen as a draft now", "of an earlier run", "the list does not tell", "never seen", "read already"],
)
def test_payments_are_taken_as_none_only_where_nobody_else_can_have_paid(made, seen, found):
    work = SimpleNamespace(made=made, remotes={"": seen} if seen else {})
    run = SimpleNamespace(read=lambda work, document: READ)
    assert _with_payments(run, work, SimpleNamespace(role="document", part="")) == found
