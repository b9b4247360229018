"""Documents that Holded's own Wix connector made, for tests of the warning about it."""

from __future__ import annotations

import pytest
import requests
from holded_world import call
from sandbox.holded import own_connector


@pytest.mark.parametrize(("kind", "path"), [("receipt", "sales-receipts"), ("invoice", "invoices"), ("order", "sales-orders")])
@pytest.mark.parametrize("total", ["54.85", "0.10", "99.99"])
def test_its_documents_have_the_number_and_none_of_our_tags(sandbox, kind, path, total):
    given = {"kind": kind, "number": "10023", "total": total, "date": "2026-11-20", "contact_name": "Lucía Pérez"}
    answer = requests.post(f"{sandbox.url()}/sandbox/holded/es/own_connector", json=given, timeout=10)
    assert answer.status_code == 201
    shown = call(sandbox, "GET", f"/{path}/{answer.json()['id']}").json()
    assert (shown["description"], shown["tags"], shown["contact_name"], shown["draft"]) == ("#10023", [], "Lucía Pérez", True)
    assert (shown["total"], shown["date"]) == (total.replace(".", ","), "2026-11-20")
    (row,) = call(sandbox, "GET", f"/{path}").json()["items"]
    assert row["description"] == "#10023"


def test_it_is_a_function_too_and_refuses_nonsense(sandbox):
    id = own_connector(sandbox.sandbox, "nl", number="7", total="10.00", date="2026-11-20")
    assert sandbox.state("holded", "nl")["documents"][id]["kind"] == "salesreceipt"
    for account, given in (("es", {"number": "1"}), ("No", {"number": "1", "total": "1", "date": "2026-11-20"})):
        assert requests.post(f"{sandbox.url()}/sandbox/holded/{account}/own_connector", json=given, timeout=10).status_code in (404, 422)
