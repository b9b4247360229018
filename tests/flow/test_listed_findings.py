"""What the comparison only lists is told once and over when it is gone; and a hold of an older version heals with its finding."""

from __future__ import annotations

import pytest
from alerts_world import look, run, settle, shop
from order_sync.steps.reconcile_findings import Finding, keep
from order_sync.store.holds import hold
from shop_world import wix_order

ORDER = wix_order("10001")["id"]


def finding(what="edited", code=None, number="10001", object="d1"):
    field = f"id {object}" if what == "deleted" else f"receipt {object} total"
    return Finding("holded", object, what, "holded", ORDER, number, field, "", "seen", code)


def compared(world, *found, looked=("d1", "d2")):
    """One run of the comparison with Holded that has found this. The documents are in the ledger."""
    for id in looked:
        run(
            world,
            "INSERT INTO export.ledger (store, wix_order_id, destination, role, part, state, marker, remote_id)"
            " VALUES ('es', %s, 'holded', 'note', %s, 'sent', 'm', %s) ON CONFLICT DO NOTHING",
            ORDER, id, id,
        )  # fmt: skip
    with shop(world) as opened:
        return keep(opened, "holded", found, list(looked))


def test_what_holds_no_order_is_told_once_with_its_report_and_over_when_it_is_gone(told, mail, hook):
    compared(told, finding(), finding(object="d2", number="10002"))
    assert look(told)["mail"] == 1
    assert "holded is not what we left: 2 changed by a person (10001, 10002)" in mail.texts()[-1]
    assert hook.calls[-1][1]["new"][0]["link"].endswith("/order-sync/reports?store=es&report=reconcile")
    assert look(told) == {}, "the same again"
    compared(told, finding())
    assert look(told) == {}, "one less is no news"
    compared(told)
    assert look(told)["mail"] == 1 and mail.mails[-1]["Subject"] == "Tienda Luz: 1 over"


@pytest.mark.parametrize("what", ["approved", "missing", "held", "off"])
def test_what_is_no_news(told, what):
    if what == "off":
        settle(told, drift=False)
    if what == "approved":
        file = told.config.folder / "stores" / "es.yaml"
        file.write_text(file.read_text().replace("approve: when_proven", "approve: never"))
        settle(told)
    compared(told, finding("edited" if what in ("held", "off") else what, code="DOCUMENT_EDITED" if what == "held" else None))
    if what == "held":
        settle(told, hold_hours=None)
    assert look(told) == {}


def test_an_approval_by_a_person_is_news_where_people_do_not_approve(told, mail):
    compared(told, finding("approved"))
    assert look(told)["mail"] == 1 and "approved by a person (10001)" in mail.texts()[-1]


def opened(world, source):
    """A hold of a deleted document, as the comparison (gone, before: send) and the sender (send) opened it."""
    hold(world.database, "es", ORDER, "10001", "holded", "DELETED_REMOTELY", field="id d1", seen="gone", source=source)


def codes(world):
    return [row["code"] for row in world.database.rows("holds/list", store="es", code=None, number=None)]


@pytest.mark.parametrize("source", ["gone", "send"])
def test_a_hold_that_the_comparison_opened_heals_when_a_list_shows_the_document_again(world, source):
    opened(world, source)
    compared(world, finding("deleted", "DELETED_REMOTELY"))
    assert codes(world) == ["DELETED_REMOTELY"]
    compared(world)
    assert codes(world) == []


def test_a_hold_of_the_sender_stays_until_a_list_has_shown_the_document_after_it(world):
    opened(world, "send")
    compared(world)
    assert codes(world) == ["DELETED_REMOTELY"], "the comparison never missed it: it says nothing about it"
    run(world, "UPDATE export.holds SET closed_at = now(), closed_as = 'healed'")
    compared(world, finding("deleted", "DELETED_REMOTELY"))
    compared(world)
    opened(world, "send")
    compared(world)
    assert codes(world) == ["DELETED_REMOTELY"], "it was gone once more after that finding was over"
