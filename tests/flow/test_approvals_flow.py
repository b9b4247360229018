"""Approvals: asked of a person for exactly what was shown, one at a time in date order, never behind a series or into a closed period."""

from __future__ import annotations

import json
import threading

import pytest
from moments import company_order
from order_sync.hooks.holded import HoldedHook
from order_sync.steps import approvals, holded_send, inbox
from order_sync.steps.shop import open_shop
from order_sync.store.holds import hold
from sandbox.holded.account import Account
from shop_world import quick_config, wix_order

RECEIPTS = "64cb081258c19782950b6ecb"


def asking(world, tmp_path, **more):
    world.config = quick_config(tmp_path / "asking", approve="ask", **more)
    world.stock()


def question(world, run="ask1", **more):
    with open_shop("es", run, config=world.config, database=world.database) as shop:
        return approvals.ask(shop, **more)


def approve(world, run="a1"):
    with open_shop("es", run, config=world.config, database=world.database) as shop:
        return holded_send.send(shop, roles=("approval", "payment")).summary()


def agree(world, asked, by="Marta", **more):
    return approvals.agree(world.database, "es", asked["request"], by=by, **more)


def by_number(world):
    return {document["description"].rpartition(" ")[2]: document for document in world.documents("es")}


def persons_receipt(world, day):
    """A person makes and approves a receipt of the same series in Holded."""
    body = {
        "date": day,
        "number_line_id": RECEIPTS,
        "description": "Por mostrador",
        "items": [{"name": "Taza", "units": 1, "price": "10", "taxes": ["s_iva_21"]}],
    }
    hook = HoldedHook("holded_es")
    id = hook.create("receipt", body)
    hook.approve("receipt", id)
    return id


def test_nothing_is_approved_before_a_person_agrees(world, tmp_path):
    asking(world, tmp_path)
    world.sell("es", wix_order("10001"), company_order("10002", minute=6))
    world.ingest()
    assert world.send("holded") == {"receipts": 1, "invoices": 1}
    assert all(document["draft"] for document in world.documents("es"))
    asked = question(world)
    assert asked["documents"] == 2 and "T260001" in asked["body"] and "F260001" in asked["body"] and "Approving is final" in asked["body"]
    assert "21 %" in asked["body"] and "54.85 EUR" in asked["body"]
    assert not [word for word in ("Lucía", "Ejemplo", "example.com", "B12345674", "Calle") if word in json.dumps(asked, ensure_ascii=False)]
    assert approve(world) == {}
    assert sorted(agree(world, asked)["agreed"]) == ["10001", "10002"]
    assert approve(world, "a2") == {"approved": 2, "paid": 2, "numbered": 2}
    assert all(not document["draft"] and len(document["payments"]) == 1 for document in world.documents("es"))
    rows = world.database.rows("ledger/of_order", store="es", wix_order_id=wix_order("10001")["id"])
    assert {row["state"] for row in rows if row["destination"] == "holded"} == {"sent"}
    assert question(world, "ask2") == {}


def test_what_arrives_or_changes_meanwhile_is_not_agreed_to(world, tmp_path):
    asking(world, tmp_path)
    world.sell("es", wix_order("10001"), wix_order("10002", minute=6))
    world.ingest()
    world.send("holded")
    asked = question(world)
    world.sell("es", wix_order("10003", minute=7), wix_order("10002", minute=8, lines=(("TAZA-01", 2, 2495),)))
    drafts = by_number(world)
    with open_shop("es", "again", config=world.config, database=world.database) as shop:
        HoldedHook("holded_es").delete("receipt", drafts["10002"]["id"])
        hold(shop.database, "es", wix_order("10002")["id"], "10002", "holded", "DELETED_REMOTELY", field=f"id {drafts['10002']['id']}")
        inbox.close(shop, "10002", closed_as="retried", closed_by="test")
    world.ingest(run="r2")
    world.send("holded", run="r2")
    assert agree(world, asked) == {"agreed": ["10001"], "left_out": 1, "answered_before": False}
    assert approve(world)["approved"] == 1
    assert {number: document["draft"] for number, document in by_number(world).items()} == {"10001": False, "10002": True, "10003": True}
    assert question(world, "ask2")["documents"] == 2


def test_a_no_is_asked_again_only_when_something_changed_or_a_day_later(world, tmp_path):
    asking(world, tmp_path)
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.send("holded")
    asked = question(world)
    assert approvals.refuse(world.database, "es", asked["request"], by="Marta")
    assert question(world, "ask2") == {}
    assert question(world, "manual", again=True)["documents"] == 1
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE export.approval_requests SET answered_at = answered_at - interval '25 hours'")
    assert question(world, "ask3")["documents"] == 1
    assert approvals.refuse(world.database, "es", question(world, "ask4")["request"], by=None)
    assert question(world, "ask5")["documents"] == 1, "nobody answered: it is asked again at once"
    assert approve(world) == {} and by_number(world)["10001"]["draft"]


def test_a_person_may_narrow_the_answer(world, tmp_path):
    asking(world, tmp_path)
    world.sell("es", wix_order("10001"), wix_order("10002", minute=6), company_order("10003", minute=7))
    world.ingest()
    world.send("holded")
    assert agree(world, question(world), numbers=["10002"])["agreed"] == ["10002"]
    assert agree(world, question(world, "ask2"), kind="invoice")["agreed"] == ["10003"]
    assert approve(world)["approved"] == 2
    assert by_number(world)["10001"]["draft"]


def test_two_clicks_agree_once(world, tmp_path):
    asking(world, tmp_path)
    world.sell("es", *(wix_order(str(10001 + place), minute=place) for place in range(5)))
    world.ingest()
    world.send("holded")
    asked, answers, together = question(world), [], threading.Barrier(2)

    def click(name):
        together.wait()
        answers.append(agree(world, asked, by=name))

    clicks = [threading.Thread(target=click, args=(name,)) for name in ("Marta", "Jordi")]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert sorted(len(answer["agreed"]) for answer in answers) == [0, 5]
    assert [answer["answered_before"] for answer in answers].count(True) == 1
    assert approve(world)["approved"] == 5
    numbers = [document["number"] for document in sorted(world.documents("es"), key=lambda document: document["number"])]
    assert numbers == [f"T26000{place}" for place in range(1, 6)]


@pytest.mark.parametrize("policy", ["move", "hold"])
def test_a_draft_that_a_person_has_overtaken_is_made_anew_or_held(world, tmp_path, policy):
    world.config = quick_config(tmp_path / policy, late_documents=policy)
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    persons_receipt(world, "2026-11-20")
    counts = world.send("holded", checked=False)
    document = by_number(world)["10001"]
    if policy == "move":
        assert counts["removed"] == 1 and counts["approved"] == 1
        assert (document["date"], document["draft"], document["number"]) == ("2026-11-20", False, "T260002")
        assert world.held() == {}
    else:
        assert (document["date"], document["draft"]) == ("2026-11-16", True)
        assert world.held() == {"10001": "DATE_GOES_BACK"}
    refused = [call for call in world.sandbox.calls if call["status"] == 422]
    assert len(refused) == 1
    world.send("holded", run="r2", checked=False)
    assert len([call for call in world.sandbox.calls if call["status"] == 422]) == 1


def test_a_draft_that_is_late_by_the_ledger_is_never_offered_to_holded(world, tmp_path):
    asking(world, tmp_path)
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.send("holded")
    asked = question(world)
    agree(world, asked)
    with world.database.engine.begin() as connection:  # another store of the account approved a later one of the series
        connection.exec_driver_sql(
            "INSERT INTO export.ledger (store, wix_order_id, destination, role, state, kind, marker, doc_date, body, remote_id, remote_state) "
            f"VALUES ('other', 'x', 'holded', 'document', 'sent', 'receipt', 'm', '2026-11-18', '{{\"number_line_id\": \"{RECEIPTS}\"}}', 'r', 'approved')"
        )
    assert "2026-11-18" in question(world, "manual", again=True).get("body", "2026-11-18")
    assert approve(world) == {"removed": 1}
    world.send("holded", run="r2")
    document = by_number(world)["10001"]
    assert (document["date"], document["draft"]) == ("2026-11-18", True), "made anew, and a person is asked about the new one"
    assert question(world, "ask3")["documents"] == 1
    assert not [call for call in world.sandbox.calls if call["status"] == 422]


def test_under_hold_a_refused_approval_is_not_overtaken_by_later_documents(world, tmp_path):
    world.config = quick_config(tmp_path / "hold", late_documents="hold")
    world.stock()
    later = company_order("10002", minute=6)
    later["createdDate"] = later["purchasedDate"] = "2026-11-18T09:00:00.000Z"
    world.sell("es", company_order("10001"), later)
    world.ingest()
    account = Account(world.sandbox.sandbox, "es")

    def lose_buyer(_call):
        by_number(world)["10001"]["contact_id"] = None
        account.sandbox.settings["holded.approval_needs_tax_id"] = True

    world.sandbox.arm("hook", path="/approve$", nth=1, call=lose_buyer)
    counts = world.send("holded", checked=False)
    assert world.held() == {"10001": "HOLDED_REJECTED"}
    assert counts.get("waiting_for_earlier") == 1 and "approved" not in counts
    account.sandbox.settings.clear()
    assert world.send("holded", run="r2", checked=False).get("waiting_for_earlier") == 1, "in later runs too"
    with open_shop("es", "person", config=world.config, database=world.database) as shop:
        inbox.close(shop, "10001", closed_as="ignored", closed_by="Marta", note="booked by hand")
    assert world.send("holded", run="r3", checked=False)["approved"] == 1
    assert {number: document["draft"] for number, document in by_number(world).items()} == {"10001": True, "10002": False}


def test_under_move_a_refused_approval_does_not_stop_the_series(world, tmp_path):
    world.config = quick_config(tmp_path / "move", late_documents="move")
    world.stock()
    world.sell("es", company_order("10001"), company_order("10002", minute=6))
    world.ingest()

    def lose_buyer(_call):
        by_number(world)["10001"]["contact_id"] = None
        world.sandbox.sandbox.settings["holded.approval_needs_tax_id"] = True

    world.sandbox.arm("hook", path="/approve$", nth=1, call=lose_buyer)
    assert world.send("holded", checked=False)["approved"] == 1
    assert world.held() == {"10001": "HOLDED_REJECTED"}


def test_the_terminal_lists_and_agrees(world, tmp_path, cli, monkeypatch):
    asking(world, tmp_path)
    monkeypatch.setenv("ORDER_SYNC_CONFIG", str(world.config.folder))
    world.sell("es", wix_order("10001"), wix_order("10002", minute=6))
    world.ingest()
    world.send("holded")
    listed = cli("approvals", "list", "es", "--json").json
    assert [row["order_number"] for row in listed["documents"]] == ["10001", "10002"]
    assert listed["series"][0]["numbers"] == "T260001 to T260002"
    assert cli("approvals", "agree", "es", "10002", "--json").json == {"agreed": ["10002"], "left_out": 0, "answered_before": False}
    assert world.send("holded", run="r2")["approved"] == 1
    assert cli("approvals", "agree", "es").code == 0
    assert world.send("holded", run="r3")["approved"] == 1
    assert "Agreed to 0" in cli("approvals", "agree", "es").out
    monkeypatch.setenv("ORDER_SYNC_CONFIG", str(quick_config(tmp_path / "never", approve="never").folder))
    assert "holded.approve" in cli("approvals", "list", "es").err
