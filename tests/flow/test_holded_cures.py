"""What Holded refuses, in its own words: each becomes a hold with a field and a cure of its own, and says nothing about the buyer."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from holded_world import body
from moments import company_order
from order_sync.contracts.holds import HOLD_CODES
from order_sync.errors import AccessDenied, Rejected
from order_sync.hooks.holded import HoldedHook
from order_sync.steps.holded_cures import cure_of, mask
from sandbox.holded import documents, problems
from shop_world import wix_order

GONE = "0" * 24


@pytest.fixture
def hook(connections) -> HoldedHook:
    return HoldedHook("holded_es")


def item(**changes):
    return [{"name": "x", "units": 1, "price": "1", "taxes": ["s_iva_21"]} | changes]


# What is posted, and the field and a word of the cure that must come of the sandbox's own answer.
REFUSED = {
    "tax": ("receipt", body(items=item(taxes=["s_none"])), "items.taxes", "taxes.csv"),
    "contact gone": ("invoice", body(contact_id=GONE), "contact_id", "looked up"),
    "no contact": ("invoice", body(), "contact_id", "generic_contact_id"),
    "series": ("receipt", body(number_line_id=GONE), "number_line_id", "holded.series"),
    "warehouse": ("receipt", body(warehouse_id=GONE), "warehouse_id", "holded.warehouse_id"),
    "channel": ("receipt", body(sales_channel_id=GONE), "sales_channel_id", "sales_channel_id"),
    "payment method": ("receipt", body(payment_method_id=GONE), "payment_method_id", "holded.payments"),
    "product": ("receipt", body(items=item(product_id=GONE)), "items.product_id", "SKU"),
    "negative price": ("receipt", body(items=item(price="-1")), "items.price", "negative"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refused_document_has_its_cure(sandbox, hook, case):
    kind, given, field, word = REFUSED[case]
    sandbox.settings["holded.negative_price"] = "refuse"
    with pytest.raises(Rejected) as refused:
        hook.create(kind, given)
    found = cure_of(refused.value)
    assert found.field == field and word in found.cure


@pytest.mark.parametrize("form", ["message", "problem"])
def test_a_refused_approval_has_its_cure(sandbox, hook, form):
    sandbox.settings["holded.approval_error"] = form
    hook.approve("receipt", hook.create("receipt", body()))
    late = hook.create("receipt", body(date="2026-11-01"))
    with pytest.raises(Rejected) as refused:
        hook.approve("receipt", late)
    assert cure_of(refused.value).field == "date"


def test_a_refused_payment_conversion_deletion_or_second_contact_has_its_cure(sandbox, hook):
    document = hook.create("receipt", body())
    sandbox.settings |= {"holded.draft_payment": "refuse", "holded.duplicate_contact": "refuse"}
    hook.create_contact({"name": "N", "code": "B12345674", "type": "client"})
    acts = {
        "treasury_id": lambda: hook.pay("receipt", document, {"amount": "1.00", "date": "2026-11-20", "treasury_id": GONE}),
        "contact": lambda: hook.create_contact({"name": "N", "code": "B12345674", "type": "client"}),
    }
    for field, act in acts.items():
        with pytest.raises(Rejected) as refused:
            act()
        assert cure_of(refused.value).field == field
    hook.approve("receipt", document)
    for act in (lambda: hook.approve("receipt", document), lambda: hook.delete("receipt", document)):
        with pytest.raises(Rejected) as refused:
            act()
        assert cure_of(refused.value).field == "draft"


def test_an_unknown_refusal_keeps_the_general_cure(hook):
    error = Rejected("status 422, the moon is full", where="w", cure="c", status=422)
    assert cure_of(error) == ("", HOLD_CODES["HOLDED_REJECTED"].cure)


def test_a_contact_that_is_gone_is_settled_anew_in_the_same_run(world):
    world.stock()
    world.sell("es", company_order("10001"))
    world.ingest()
    world.send("holded")
    world.sandbox.state("holded", "es")["contacts"].clear()
    world.sell("es", company_order("10002", minute=9))
    world.ingest(run="r2")
    world.send("holded", run="r2")
    assert len(world.documents()) == 2 and world.held() == {}


def test_a_product_that_is_gone_is_read_again(world):
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.sandbox.state("holded", "es")["products"].clear()
    world.send("holded")
    [hold] = world.database.rows("holds/list", store="es", code=None, number=None)
    assert hold["field"] == "items.product_id"
    before = len(world.sandbox.called("holded", "GET", template="/api/v2/products"))
    world.ingest(run="r2")
    assert len(world.sandbox.called("holded", "GET", template="/api/v2/products")) == before + 1


@pytest.mark.parametrize("status", [400, 409, 422])
def test_what_holded_says_of_the_buyer_is_kept_nowhere(world, monkeypatch, caplog, status):
    """Its words may repeat the request: name, street, mail, phone, tax id."""
    world.stock()
    world.sell("es", company_order("10001"))
    world.ingest()
    echo = "Ejemplo SL (B12345674) of Calle Mayor 12, Madrid 28001, buyer10001@example.com, +34600000001; EJEMPLO is no contact"

    def refuse(*words, **more):
        raise problems.Refused(status, echo)

    monkeypatch.setattr(documents, "create", refuse)
    world.send("holded", checked=False)
    told = [str(row) for row in world.database.rows("holds/list", store="es", code=None, number=None)]
    with world.database.engine.begin() as connection:
        told += [str(row) for row in connection.exec_driver_sql("SELECT last_error FROM export.ledger")]
    everything = "\n".join([*told, caplog.text])
    assert "is no contact" in everything
    for private in ("Ejemplo", "B12345674", "Mayor", "28001", "example.com", "+34600000001"):
        assert private.lower() not in everything.lower(), private


def test_a_mask_leaves_the_remotes_own_words():
    intent = SimpleNamespace(
        contact={"body": {"name": "Ana Li", "bill_address": {"address": "Gran Vía 1", "country_code": "ES"}}},
        body={"contact_name": "Ana Li"},
    )
    error = Rejected("status 422, Li, Ana of Gran Vía 1 (ES): the analysis of Vía failed", where="w", cure="c")
    mask(error, [intent])
    assert error.seen == "status 422, Li, (buyer) of (buyer) (ES): the analysis of (buyer) failed"
    assert "Gran" not in str(error)


def test_a_token_that_is_refused_stops_the_connection_and_holds_no_order(world):
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.sandbox.settings["holded.revoked"] = True
    with pytest.raises(AccessDenied):
        world.send("holded")
    assert world.held() == {}
    world.sandbox.settings["holded.revoked"] = False
    assert world.send("holded", run="r2")["paid"] == 1
