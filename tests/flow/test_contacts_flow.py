"""Contacts: who gets one, how an existing one is found, and that nobody ever gets two."""

from __future__ import annotations

import threading

import pytest
from order_sync.errors import OutcomeUnknown
from order_sync.steps.holded_contacts import identities, settle_contact
from order_sync.steps.shop import open_shop
from order_sync.store.database import Database
from shop_world import quick_config, wix_order
from test_changes_flow import company

CIF = "B12345674"


def contacts(world, key="es"):
    return world.sandbox.state("holded", key)["contacts"]


def put(world, id, **fields):
    contacts(world)[id] = {"id": id, "name": "By hand", "type": "client", **fields}


def settings(world, tmp_path, name="c", **given):
    world.config = quick_config(tmp_path / name, contacts=given)
    return world


def run(world, *orders, name="r1"):
    world.sell("es", *orders)
    world.ingest(run=name)
    return world.send("holded", run=name)


def used(world):
    return {document["description"].split()[-1]: document.get("contact_id") for document in world.documents()}


@pytest.fixture
def stocked(world):
    world.stock()
    return world


GENERIC = "a" * 24


@pytest.mark.parametrize(
    ("create", "made", "by_hand"),
    [("always", 2, False), ("with_tax_id", 1, False), ("never", 0, True)],
)
def test_who_gets_a_contact_is_the_store_s_choice(stocked, tmp_path, create, made, by_hand):
    world = settings(stocked, tmp_path, create=create, receipts_need_contact=True, generic_contact_id=GENERIC)
    put(world, GENERIC, name="Consumers")
    if by_hand:
        put(world, "b" * 24, code=CIF)
    run(world, wix_order("10001"), company("10002", CIF, "one@example.com", 6))
    assert len(contacts(world)) == 1 + by_hand + made
    found = used(world)
    assert (found["10001"] == GENERIC) is (create != "always")
    assert found["10002"] not in (None, GENERIC) and (found["10002"] == "b" * 24) is by_hand


def test_an_invoice_whose_contact_nobody_made_waits_for_a_person(stocked, tmp_path):
    world = settings(stocked, tmp_path, create="never")
    run(world, company("10001", CIF, "one@example.com"))
    assert world.held() == {"10001": "CONTACT_MISSING"} and not world.documents() and not contacts(world)


def test_a_sales_order_needs_the_generic_contact_where_its_buyer_gets_none(stocked, tmp_path):
    given = {"documents": [{"then": "order"}], "series": {}}
    stocked.config = quick_config(tmp_path / "o", contacts={"create": "with_tax_id"}, **given)
    stocked.sell("es", wix_order("10001"))
    stocked.ingest()
    assert stocked.held(destination="holded") == {"10001": "CONTACT_INCOMPLETE"}
    stocked.config = quick_config(tmp_path / "p", contacts={"create": "with_tax_id", "generic_contact_id": GENERIC}, **given)
    put(stocked, GENERIC)
    stocked.ingest(run="r2")
    stocked.send("holded", run="r2")
    assert [document["contact_id"] for document in stocked.documents()] == [GENERIC]


@pytest.mark.parametrize(
    ("match", "by_hand", "found"),
    [
        (["tax_id"], {"code": CIF}, True),
        (["tax_id"], {"code": f"ES{CIF}"}, True),
        (["vat_number"], {"code": f"ES{CIF}"}, True),
        (["vat_number"], {"code": CIF}, True),
        (["email"], {"code": CIF, "email": "one@example.com"}, True),
        (["email"], {"email": "one@example.com"}, False),  # somebody's without that tax id
        (["email", "tax_id"], {"code": "B99999997", "email": "one@example.com"}, False),
        (["tax_id"], {"email": "one@example.com"}, False),
    ],
)
def test_an_existing_contact_is_found_by_the_store_s_keys(stocked, tmp_path, match, by_hand, found):
    world = settings(stocked, tmp_path, match=match)
    put(world, "b" * 24, **by_hand)
    run(world, company("10001", f"ES{CIF}", "one@example.com"))
    assert (used(world)["10001"] == "b" * 24) is found
    assert len(contacts(world)) == 1 + (not found)


def test_our_own_id_finds_a_contact_whose_tax_id_and_mail_a_person_changed(stocked, tmp_path):
    world = settings(stocked, tmp_path, match=["own_id", "tax_id", "email"])
    world.sandbox.settings["holded.contact_custom_id"] = "stored"
    run(world, company("10001", CIF, "one@example.com"))
    [contact] = contacts(world).values()
    assert contact["custom_id"].startswith("wx") and len(contact["custom_id"]) == 24
    contact |= {"code": "B99999997", "email": "new@example.com"}
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM export.contacts")
    run(world, company("10002", CIF, "one@example.com", 20), name="r2")
    assert len(contacts(world)) == 1 and set(used(world).values()) == {contact["id"]}


def test_the_digits_of_a_vat_number_may_be_another_country_s_company(stocked, tmp_path):
    world = settings(stocked, tmp_path, match=["vat_number"])
    contact = {
        "body": {"name": "Exemple", "code": "FR11123456782", "vat_number": "FR11123456782", "type": "client", "is_person": False},
        "keys": [{"kind": "vat_number", "values": ["FR11123456782", "11123456782"]}],
    }
    put(world, "b" * 24, code="11123456782", vat_number="IT11123456782")
    put(world, "c" * 24, code="11123456782", vat_number="FR11123456782")
    with open_shop("es", "r1", config=world.config, database=world.database) as shop:
        assert settle_contact(shop, contact) == "c" * 24


def test_two_candidates_are_held(stocked):
    put(stocked, "b" * 24, code=CIF)
    put(stocked, "c" * 24, code=CIF)
    run(stocked, company("10001", CIF, "one@example.com"))
    assert stocked.held() == {"10001": "CONTACT_AMBIGUOUS"} and not stocked.documents()


def test_what_a_person_changed_later_stays(stocked):
    run(stocked, company("10001", CIF, "one@example.com"))
    [contact] = contacts(stocked).values()
    contact |= {"name": "Corrected by hand", "email": "billing@example.com", "bill_address": {"address": "Elsewhere 1"}}
    before = dict(contact)
    run(stocked, company("10002", CIF, "other@example.com", 20), name="r2")
    assert list(contacts(stocked).values()) == [before]
    assert not stocked.sandbox.called("holded", "PUT")


@pytest.mark.parametrize("gone", ["deleted", "merged"])
def test_a_contact_that_is_gone_is_settled_anew_and_once(stocked, gone):
    run(stocked, company("10001", CIF, "one@example.com"))
    contacts(stocked).clear()
    if gone == "merged":
        put(stocked, "b" * 24, code=CIF)
    assert run(stocked, company("10002", CIF, "one@example.com", 20), name="r2")["invoices"] == 1
    assert stocked.held() == {} and len(contacts(stocked)) == 1
    assert used(stocked)["10002"] == next(iter(contacts(stocked)))
    run(stocked, company("10003", CIF, "one@example.com", 30), name="r3")
    assert len(contacts(stocked)) == 1


def test_a_generic_contact_that_is_gone_is_the_settings_fault(stocked, tmp_path):
    world = settings(stocked, tmp_path, create="never", receipts_need_contact=True, generic_contact_id=GENERIC)
    run(world, wix_order("10001"))
    assert world.held() == {"10001": "HOLDED_REJECTED"} and not world.documents()


CONTACT = {
    "body": {"name": "Camisetas", "code": CIF, "email": "one@example.com", "type": "client", "is_person": False},
    "keys": [{"kind": "tax_id", "values": [CIF]}, {"kind": "email", "values": ["one@example.com"]}],
}
BY_MAIL = {
    "body": {"name": "Lucía", "email": "lucia@example.com", "type": "client", "is_person": True},
    "keys": [{"kind": "email", "values": ["lucia@example.com"]}],
}


@pytest.mark.parametrize("contact", [CONTACT, BY_MAIL], ids=["tax id", "mail"])
def test_workers_of_two_stores_that_meet_the_same_buyer_make_one_contact(stocked, tmp_path, contact):
    """Eight threads, each with its own database and hooks, half of them for a store that looks by other keys."""
    other = quick_config(tmp_path / "other", contacts={"match": ["email"]})
    reverse = contact | {"keys": contact["keys"][::-1]}
    together, found, failed = threading.Barrier(8), [], []
    stocked.sandbox.settings["holded.contact_lag_seconds"] = 60  # a look-up does not show the contact that was made a moment ago
    stocked.sandbox.arm("slow", service="holded", method="POST", path="/contacts$", seconds=0.3, times=8)

    def work(place):
        database = Database(stocked.database.engine.url.render_as_string(hide_password=False))
        try:
            with open_shop("es", f"w{place}", config=other if place % 2 else stocked.config, database=database) as shop:
                together.wait(10)
                found.append(settle_contact(shop, reverse if place % 2 else contact))
        except Exception as error:
            failed.append(error)
        finally:
            database.close()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == [] and len(found) == 8
    assert len(contacts(stocked)) == 1 and set(found) == set(contacts(stocked))


def test_a_lost_answer_makes_no_second_contact(stocked):
    stocked.sandbox.arm("lost_answer", service="holded", method="POST", path="/contacts$")
    with open_shop("es", "r1", config=stocked.config, database=stocked.database) as shop:
        with pytest.raises(OutcomeUnknown):
            settle_contact(shop, CONTACT)
        assert settle_contact(shop, CONTACT) == next(iter(contacts(stocked)))
    assert len(contacts(stocked)) == 1


def test_the_tax_id_names_the_buyer_and_a_shared_mail_does_not():
    with_id, with_mail = identities(CONTACT), identities(BY_MAIL)
    assert len(with_id) == 1 and len(with_mail) == 1
    colleague = {"body": CONTACT["body"] | {"code": "B99999997"}, "keys": CONTACT["keys"][1:]}
    assert not set(identities(colleague)) & set(with_id)
