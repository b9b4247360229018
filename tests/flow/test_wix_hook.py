"""WixHook against the sandbox's Wix over real HTTP."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest
from order_sync.errors import AccessDenied, NotThere, OutcomeUnknown, Rejected, RetryLater, SettingsError
from order_sync.hooks.wix import WixHook
from sandbox.wix.site import Site

START = datetime(2026, 3, 1, 10, tzinfo=UTC)
END = START + timedelta(hours=1)
TOKEN, INSTANCE = "/oauth2/token", "/apps/v1/instance"
SEARCH = "/ecom/v1/orders/search"


def wix_order(number, at=START, **fields):
    line = {"id": "00000000-0000-0000-0000-000000000001", "quantity": 2, "productName": {"original": "Oil"}}
    moment = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    order = {"id": f"order-{number}", "number": str(number), "status": "APPROVED", "createdDate": moment, "updatedDate": moment}
    return order | {"fulfillmentStatus": "NOT_FULFILLED", "lineItems": [line], "activities": []} | fields


@pytest.fixture
def site(sandbox, connections):
    """The Spanish site, as an object to fill."""
    return Site(sandbox.sandbox, "es")


@pytest.fixture
def hook(site):
    made = WixHook("wix_es")
    yield made
    made.client.close()


def fill(site, count, step=timedelta(seconds=1), **fields):
    for number in range(count):
        site.put(wix_order(number, START + number * step, **fields))


def numbers(pages):
    return [msgspec.json.decode(raw)["number"] for page in pages for raw in page]


# --- search -----------------------------------------------------------------------------------------------------------------------


def test_a_window_is_half_open_and_in_order_of_change(site, hook):
    for number, at in enumerate((START - timedelta(milliseconds=1), START, END - timedelta(milliseconds=1), END)):
        site.put(wix_order(number, at))
    assert numbers(hook.search_orders(START, END)) == ["1", "2"]


def test_pages_of_a_hundred_by_cursor_alone(site, hook, sandbox):
    fill(site, 250)
    pages = list(hook.search_orders(START, END))
    assert [len(page) for page in pages] == [100, 100, 50]
    assert numbers(pages) == [str(number) for number in range(250)]
    # pending and rejected 1, all others 3; the sandbox refuses a cursor that comes with a filter or a sort
    assert hook.client.calls == {"POST /oauth2/token": 1, f"POST {SEARCH}": 4}


def test_a_raw_order_keeps_its_digits(site, hook):
    site.put(wix_order(1, unknownField={"n": "1.10"}))
    (page,) = hook.search_orders(START, END)
    assert b'"unknownField":{"n":"1.10"}' in bytes(page[0])


def test_every_status_comes_but_initialized(site, hook):
    for number, status in enumerate(("APPROVED", "CANCELED", "PENDING", "REJECTED", "INITIALIZED", "ON_HOLD_NEW_IN_2027")):
        site.put(wix_order(number, status=status))
    assert sorted(numbers(hook.search_orders(START, END))) == ["0", "1", "2", "3", "5"]


def test_an_order_that_leaves_pending_while_we_search_is_not_lost(site, hook, sandbox):
    site.put(wix_order(1, status="PENDING"))
    sandbox.arm("hook_after", path=SEARCH, nth=1, call=lambda call: site.put(wix_order(1, START + timedelta(minutes=5))))
    assert numbers(hook.search_orders(START, END)) == ["1", "1"]


def test_by_order_numbers_without_a_window(site, hook):
    fill(site, 250)
    wanted = [str(number) for number in range(0, 250, 2)]
    assert sorted(numbers(hook.search_orders(None, None, numbers=wanted)), key=int) == wanted
    with pytest.raises(ValueError, match="window or order numbers"):
        list(hook.search_orders(None, None))


def test_the_next_page_is_fetched_while_the_caller_works(site, hook, sandbox):
    fill(site, 250)
    pages = hook.search_orders(START, END)
    next(pages)
    for _ in range(200):
        if len(sandbox.called("wix", template=SEARCH)) == 3:
            break
        time.sleep(0.01)
    assert len(sandbox.called("wix", template=SEARCH)) == 3  # pending, first page, and the second ahead of its need
    pages.close()


def test_a_refused_cursor_restarts_from_the_last_change_seen(site, hook, sandbox):
    for number in range(450):
        site.put(wix_order(number, START + timedelta(seconds=number // 3)))  # three share each moment, also across the seam
    sandbox.settings["wix.cursor_pages"] = 2  # the third page's cursor is refused
    found = numbers(hook.search_orders(START, END))
    assert set(found) == {str(number) for number in range(450)}
    assert len(found) < 460  # only the moment of the seam comes twice


def test_a_cursor_refused_without_progress_ends_in_retry_later(site, hook, sandbox):
    fill(site, 250, step=timedelta(0))  # all at one moment: no place to restart from
    sandbox.settings["wix.cursor_pages"] = 1
    with pytest.raises(RetryLater, match="cursor was refused"):
        list(hook.search_orders(START, END))


def test_late_search_results_show_up_later(site, hook, sandbox):
    fill(site, 1)
    sandbox.settings["wix.lag_seconds"] = 60
    assert numbers(hook.search_orders(START, END)) == []
    assert msgspec.json.decode(hook.get_order("order-0"))["number"] == "0"  # a get is not late
    sandbox.sandbox.clock_offset = timedelta(seconds=61)
    assert numbers(hook.search_orders(START, END)) == ["0"]


@pytest.mark.parametrize("fault", ["http_500", "cut_before", "lost_answer"])
def test_faults_while_searching_are_repeated(site, hook, sandbox, fault):
    fill(site, 150)
    sandbox.arm(fault, path=SEARCH, nth=2, times=2)
    assert len(numbers(hook.search_orders(START, END))) == 150


def test_the_sandbox_refuses_what_wix_refuses(site, hook):
    for search in (
        {"cursorPaging": {"limit": 101}},
        {"filter": {"lineItems.physicalProperties.sku": "A"}},
        {"filter": {"buyerInfo.contactId": {"$gt": "a"}}},
        {"sort": [{"fieldName": "id"}]},
        {"cursorPaging": {"cursor": "made-up"}},
    ):
        with pytest.raises(Rejected) as caught:
            hook.client.call("POST", SEARCH, read=True, json={"search": search})
        assert caught.value.status == 400 and "request" in caught.value.seen
    for body in ({"filter": {}}, {"query": {}}):
        with pytest.raises(Rejected) as caught:
            hook.client.call("POST", SEARCH, read=True, json=body)
        assert caught.value.faults[0].path == "search"


# --- access -----------------------------------------------------------------------------------------------------------------------


def test_a_token_is_kept_and_renewed_before_it_ends(site, hook, sandbox):
    sandbox.settings["wix.token_seconds"] = 2
    hook.instance()
    hook.instance()
    time.sleep(1.1)  # half of so short a life
    hook.instance()
    assert [call["path"] for call in sandbox.called("wix")] == [TOKEN, INSTANCE, INSTANCE, TOKEN, INSTANCE]
    assert {call["status"] for call in sandbox.called("wix")} == {200}


def test_an_expired_token_is_renewed_once_after_401(site, hook, sandbox):
    hook.instance()
    sandbox.sandbox.clock_offset = timedelta(hours=5)
    hook.instance()
    assert [call["status"] for call in sandbox.called("wix")] == [200, 200, 401, 200, 200]


def test_a_write_after_401_is_done_once(site, hook, sandbox):
    site.put(wix_order(1))
    hook.instance()
    sandbox.sandbox.clock_offset = timedelta(hours=5)
    assert hook.create_fulfillment("order-1", shipment())
    assert len(site.state["fulfillments"]["order-1"]) == 1


def test_a_second_401_stops(site, hook, sandbox):
    sandbox.arm("http_401", path="/apps/v1/instance", times=5)
    with pytest.raises(AccessDenied):
        hook.instance()
    assert hook.client.calls == {"POST /oauth2/token": 2, "GET /apps/v1/instance": 2}


def reconnect(monkeypatch, connections, **changes):
    row = dict(connections["wix_es"], **{name: value for name, value in changes.items() if name != "extra"})
    row["extra"] = {**row["extra"], **changes.get("extra", {})}
    monkeypatch.setenv("AIRFLOW_CONN_WIX_ES", json.dumps(row))
    return WixHook("wix_es")


@pytest.mark.parametrize(
    "changes", [{"password": "wix-es-wrong"}, {"login": "app-xx"}, {"extra": {"instance_id": "gone"}}], ids=["secret", "app", "instance"]
)
def test_wrong_credentials_are_refused_with_a_cure_and_without_the_secret(site, monkeypatch, connections, changes):
    hook = reconnect(monkeypatch, connections, **changes)
    with pytest.raises(AccessDenied, match="instance_id") as caught:
        hook.get_order("order-1")
    assert "wix-es-wrong" not in str(caught.value) and "wix_es" in str(caught.value)
    assert hook.test_connection()[0] is False


def test_an_api_key_with_its_site(site, monkeypatch, connections):
    site.put(wix_order(1))
    hook = reconnect(monkeypatch, connections, password="wix-es-key", extra={"auth": "api_key", "site_id": "site-es"})
    assert numbers(hook.search_orders(START, END)) == ["1"]
    assert "POST /oauth2/token" not in hook.client.calls
    assert hook.test_connection() == (
        True,
        "The key reads the orders of this site, catalogue V1_CATALOG; its other rights show at their first use.",
    )
    other = reconnect(monkeypatch, connections, password="wix-es-key", extra={"auth": "api_key", "site_id": "site-nl"})
    with pytest.raises(AccessDenied) as caught:
        other.get_order("order-1")
    assert caught.value.status == 403


@pytest.mark.parametrize(
    "changes",
    [{"extra": {"auth": "api_key"}}, {"login": ""}, {"password": ""}, {"extra": {"instance_id": ""}}, {"host": "http://example.com"}],
)
def test_an_incomplete_connection_says_what_to_fill_in(site, monkeypatch, connections, changes):
    with pytest.raises(SettingsError, match="connection wix_es"):
        reconnect(monkeypatch, connections, **changes)


def test_a_missing_connection_or_another_type(site, monkeypatch):
    with pytest.raises(SettingsError, match="Add a connection wix_fr of type wix"):
        WixHook("wix_fr")
    with pytest.raises(SettingsError, match="type wix"):
        WixHook("holded_es")


def test_the_bearer_switch(site, sandbox, monkeypatch, connections):
    sandbox.settings["wix.bearer"] = "required"
    assert reconnect(monkeypatch, connections).test_connection()[0] is False
    assert reconnect(monkeypatch, connections, extra={"bearer_prefix": True}).test_connection()[0] is True


def test_the_test_button_names_missing_rights(site, hook, sandbox):
    assert hook.test_connection() == (True, "Connected to Casa Olivar, catalogue V1_CATALOG: every needed right is granted.")
    sandbox.settings["wix.permissions"] = ["ECOM.READ_ORDERS", "ECOM.READ_TRANSACTIONS", "WIX_STORES.CATALOG_VERSION_READ"]
    worked, says = hook.test_connection()
    assert not worked and "ECOM.READ_FULFILLMENTS, ECOM.MODIFY_FULFILLMENTS" in says and "READ_ORDERS" not in says
    with pytest.raises(AccessDenied) as caught:
        hook.fulfillments(["order-1"])
    assert caught.value.status == 403


# --- orders, transactions, fulfillments -------------------------------------------------------------------------------------------


def shipment(number="3SEXMP1", quantity=None, **tracking):
    line = {"id": "00000000-0000-0000-0000-000000000001"} | ({"quantity": quantity} if quantity else {})
    info = {"trackingNumber": number, "shippingProvider": "PostNL", "trackingLink": "https://tracking.example.com/1"} | tracking
    return {"lineItems": [line], "trackingInfo": info}


def test_get_order_of_any_status(site, hook):
    site.put(wix_order(1, status="INITIALIZED"))
    assert msgspec.json.decode(hook.get_order("order-1"))["status"] == "INITIALIZED"
    with pytest.raises(NotThere):
        hook.get_order("../orders/order-1?x")  # an id never becomes another path
    with pytest.raises(NotThere) as caught:
        hook.get_order("order-2")
    assert caught.value.faults[0].code == "ORDER_NOT_FOUND"


def test_transactions_and_fulfillments_in_hundreds(site, hook):
    fill(site, 120)
    site.state["transactions"]["order-7"] = {"orderId": "order-7", "payments": [{"id": "p", "amount": {"amount": "1.10"}}], "refunds": []}
    ids = [f"order-{number}" for number in range(120)] + ["order-unknown"]
    found = hook.transactions(ids)
    assert (
        len(found) == 120
        and found["order-7"]["payments"][0]["amount"]["amount"] == "1.10"
        and found["order-8"] == {"payments": [], "refunds": []}
    )
    assert hook.fulfillments(ids)["order-3"] == []
    assert hook.transactions([]) == {}
    assert hook.client.calls["POST /ecom/v1/payments/list-by-ids"] == 2


def test_a_fulfillment_moves_the_order_and_mails_the_buyer_once(site, hook):
    site.put(wix_order(1))
    made = hook.create_fulfillment("order-1", shipment(quantity=1))
    order = site.state["orders"]["order-1"]
    assert order["fulfillmentStatus"] == "PARTIALLY_FULFILLED" and order["updatedDate"] > "2026-03-01T11"
    assert [row["id"] for row in hook.fulfillments(["order-1"])["order-1"]] == [made]
    assert hook.create_fulfillment("order-1", shipment(quantity=1)) is None  # the same number again
    assert hook.create_fulfillment("order-1", shipment("3SEXMP2"))
    order = site.state["orders"]["order-1"]
    assert order["fulfillmentStatus"] == "FULFILLED"
    kinds = [row["activityType"] for row in order["activities"]]
    assert kinds.count("SHIPPING_CONFIRMATION_EMAIL_SENT") == 2 and kinds.count("ORDER_FULFILLED") == 1
    assert site.state["mails"] == [{"orderId": "order-1", "trackingNumber": "3SEXMP1"}, {"orderId": "order-1", "trackingNumber": "3SEXMP2"}]


@pytest.mark.parametrize(
    ("fields", "fulfillment", "status"),
    [
        ({"status": "CANCELED"}, shipment(), 409),
        ({"fulfillmentStatus": "FULFILLED"}, shipment(), 400),
        ({}, shipment(quantity=3), 400),
        ({}, {**shipment(), "lineItems": [{"id": "another"}]}, 404),
        ({}, {**shipment(), "lineItems": []}, 400),
        ({}, {**shipment(), "status": "fulfilled"}, 400),
        ({}, {**shipment(), "customInfo": {"fieldsData": {}}}, 400),
        ({}, shipment(number="x" * 101), 400),
    ],
)
def test_fulfillments_that_wix_refuses(site, hook, fields, fulfillment, status):
    site.put(wix_order(1, **fields))
    with pytest.raises(Rejected) as caught:
        hook.create_fulfillment("order-1", fulfillment)
    assert caught.value.status == status and not site.state["fulfillments"] and not site.state["mails"]


@pytest.mark.parametrize(("fault", "made"), [("lost_answer", 1), ("http_500_after", 1), ("http_500", 0), ("cut_before", 0)])
def test_a_lost_write_is_unknown_and_never_repeated(site, hook, sandbox, fault, made):
    site.put(wix_order(1))
    sandbox.arm(fault, path="create-fulfillment")
    with pytest.raises(OutcomeUnknown):
        hook.create_fulfillment("order-1", shipment())
    assert len(site.state["fulfillments"].get("order-1", [])) == made
    assert len(sandbox.called("wix", "POST", template="/ecom/v1/fulfillments/orders/{order_id}/create-fulfillment")) <= 1


def test_429_did_nothing_and_is_repeated(site, hook, sandbox):
    site.put(wix_order(1))
    sandbox.arm("http_429", path="create-fulfillment", seconds=0.05)
    assert hook.create_fulfillment("order-1", shipment())
    assert sum(hook.client.refused.values()) == 1 and len(site.state["fulfillments"]["order-1"]) == 1


def test_the_rate_limit_of_wix_comes_back_as_retry_later(site, hook, sandbox):
    sandbox.settings["wix.rate_limit"] = 3
    with pytest.raises(RetryLater) as caught:
        for _ in range(4):
            hook.transactions(["order-1"])
    assert 60 <= caught.value.delay <= 75  # Wix names no wait: a minute and a bit


def test_a_field_that_wix_would_ignore_is_a_violation(site, hook, sandbox):
    site.put(wix_order(1))
    hook.create_fulfillment("order-1", {**shipment(shippingProvider="PostNL", trackingLink=None), "notify": True})
    texts = [row["text"] for row in sandbox.violations]
    assert len(texts) == 2 and any("fulfillment.notify" in text for text in texts) and any("needs trackingLink" in text for text in texts)
    sandbox.violations.clear()


# --- catalogue --------------------------------------------------------------------------------------------------------------------


def test_skus_of_catalogue_v1(site, hook):
    site.state["products"] = {
        "p1": {
            "id": "p1",
            "sku": " OIL-1 ",
            "weight": 0.75,
            "manageVariants": False,
            "variants": [{"id": "v0", "variant": {"sku": "", "weight": 0}}],
        },
        "p2": {
            "id": "p2",
            "sku": "",
            "manageVariants": True,
            "visible": False,
            "variants": [{"id": "v1", "variant": {"sku": "TEE-S", "weight": 0}}],
        },
    }
    found = hook.skus(["p1", "p2", "deleted", "p1", ""])
    oil = {"sku": "OIL-1", "weight": Decimal("0.75"), "weight_unit": ""}
    assert found == {("p1", ""): oil, ("p1", "v0"): oil, ("p2", "v1"): {"sku": "TEE-S", "weight": None, "weight_unit": ""}}
    assert hook.client.calls["GET /stores-reader/v1/products/{id}"] == 3
    assert hook.skus([]) == {}


def test_variants_that_the_product_leaves_out_are_asked_for(site, hook, sandbox):
    sandbox.settings["wix.products_without_variants"] = True
    rows = [{"id": f"v{number}", "variant": {"sku": f"S-{number}"}} for number in range(120)]
    site.state["products"] = {"p": {"id": "p", "manageVariants": True, "variants": rows}}
    assert hook.skus(["p"])["p", "v119"]["sku"] == "S-119"
    assert hook.client.calls["POST /stores-reader/v1/products/{id}/variants/query"] == 2


def variant(product, name, sku, weight=1.5, **fields):
    data = {
        "productId": product,
        "productType": "PHYSICAL",
        "physicalProperties": {"weightMeasurementUnitInfo": {"weightMeasurementUnit": "KG"}},
    }
    return {"variantId": name, "sku": sku, "physicalProperties": {"weight": weight}, "productData": data, **fields}


def test_skus_of_catalogue_v3(site, hook, sandbox):
    sandbox.settings["wix.es.catalogue"] = "V3_CATALOG"
    site.state["variants"] = [variant("p1", f"v{number}", f"S-{number}") for number in range(1100)] + [
        variant("p2", "w", None, visible=False)
    ]
    found = hook.skus(["p1", "p2", "deleted"])
    assert found["p1", "v1099"] == {"sku": "S-1099", "weight": Decimal("1.5"), "weight_unit": "KG"}
    assert ("p1", "") not in found  # which of 1100 would it be
    assert found["p2", ""] == found["p2", "w"] == {"sku": "", "weight": Decimal("1.5"), "weight_unit": "KG"}
    assert hook.client.calls["POST /stores/v3/products/query-variants"] == 2


def test_a_site_that_moves_to_v3_is_asked_again(site, hook, sandbox):
    site.state["products"] = {"p1": {"id": "p1", "sku": "A"}}
    assert hook.skus(["p1"])["p1", ""]["sku"] == "A"
    sandbox.settings["wix.es.catalogue"] = "V3_CATALOG"
    site.state["variants"] = [variant("p1", "v", "B")]
    assert hook.skus(["p1"])["p1", ""]["sku"] == "B"


def test_a_site_without_stores_has_no_skus(site, hook, sandbox):
    sandbox.settings["wix.es.catalogue"] = "STORES_NOT_INSTALLED"
    assert hook.skus(["p1"]) == {}


def test_two_sites_are_apart(site, sandbox):
    site.put(wix_order(1))
    Site(sandbox.sandbox, "nl").put(wix_order(2))
    assert numbers(WixHook("wix_es").search_orders(START, END)) == ["1"]
    assert numbers(WixHook("wix_nl").search_orders(START, END)) == ["2"]
    assert WixHook("wix_nl").catalogue_version() == "V3_CATALOG"


def test_every_shared_payload_is_found_by_the_hook(site, hook, shared):
    from sandbox.wix import load

    for folder in ("fixtures/wix_orders", "contracts/wix.examples"):
        load.folder(site.state, shared / folder)
    found = numbers(hook.search_orders(datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)))
    assert sorted(found) == sorted(order["number"] for order in site.state["orders"].values())
    ids = list(site.state["orders"])
    assert set(hook.transactions(ids)) == set(hook.fulfillments(ids)) == set(ids)
    assert (
        hook.skus(site.state["products"])["131604aa-169f-d3e8-f076-a967b03e880c", "c9f8678b-af10-4dc2-8e0e-3e823a5491df"]["sku"] == "10000"
    )
