"""SKUs of both catalogue versions over real HTTP; and all of it on every payload at hand."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from order_sync.hooks.wix import WixHook
from sandbox.wix.site import Site
from wix_shop import END, START, numbers, variant, wix_order


def test_skus_of_catalogue_v1(wix_site, wix_hook):
    wix_site.state["products"] = {
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
    found = wix_hook.skus(["p1", "p2", "deleted", "p1", ""])
    oil = {"sku": "OIL-1", "weight": Decimal("0.75"), "weight_unit": ""}
    assert found == {("p1", ""): oil, ("p1", "v0"): oil, ("p2", "v1"): {"sku": "TEE-S", "weight": None, "weight_unit": ""}}
    assert wix_hook.client.calls["GET /stores-reader/v1/products/{id}"] == 3
    assert wix_hook.skus([]) == {}


def test_variants_that_the_product_leaves_out_are_asked_for(wix_site, wix_hook, sandbox):
    sandbox.settings["wix.products_without_variants"] = True
    rows = [{"id": f"v{number}", "variant": {"sku": f"S-{number}"}} for number in range(120)]
    wix_site.state["products"] = {"p": {"id": "p", "manageVariants": True, "variants": rows}}
    assert wix_hook.skus(["p"])["p", "v119"]["sku"] == "S-119"
    assert wix_hook.client.calls["POST /stores-reader/v1/products/{id}/variants/query"] == 2


def test_skus_of_catalogue_v3(wix_site, wix_hook, sandbox):
    sandbox.settings["wix.es.catalogue"] = "V3_CATALOG"
    wix_site.state["variants"] = [variant("p1", f"v{number}", f"S-{number}") for number in range(1100)] + [
        variant("p2", "w", None, visible=False)
    ]
    found = wix_hook.skus(["p1", "p2", "deleted"])
    assert found["p1", "v1099"] == {"sku": "S-1099", "weight": Decimal("1.5"), "weight_unit": "KG"}
    assert ("p1", "") not in found  # which of 1100 would it be
    assert found["p2", ""] == found["p2", "w"] == {"sku": "", "weight": Decimal("1.5"), "weight_unit": "KG"}
    assert wix_hook.client.calls["POST /stores/v3/products/query-variants"] == 2


def test_a_site_that_moves_to_v3_is_asked_again(wix_site, wix_hook, sandbox):
    wix_site.state["products"] = {"p1": {"id": "p1", "sku": "A"}}
    assert wix_hook.skus(["p1"])["p1", ""]["sku"] == "A"
    sandbox.settings["wix.es.catalogue"] = "V3_CATALOG"
    wix_site.state["variants"] = [variant("p1", "v", "B")]
    assert wix_hook.skus(["p1"])["p1", ""]["sku"] == "B"


def test_a_site_without_stores_has_no_skus(wix_site, wix_hook, sandbox):
    sandbox.settings["wix.es.catalogue"] = "STORES_NOT_INSTALLED"
    assert wix_hook.skus(["p1"]) == {}


def test_two_sites_are_apart(wix_site, sandbox):
    wix_site.put(wix_order(1))
    Site(sandbox.sandbox, "nl").put(wix_order(2))
    assert numbers(WixHook("wix_es").search_orders(START, END)) == ["1"]
    assert numbers(WixHook("wix_nl").search_orders(START, END)) == ["2"]
    assert WixHook("wix_nl").catalogue_version() == "V3_CATALOG"


def test_every_shared_payload_is_found_by_the_hook(wix_site, wix_hook, shared):
    from sandbox.wix import load

    for folder in ("fixtures/wix_orders", "contracts/wix.examples"):
        load.folder(wix_site.state, shared / folder)
    found = numbers(wix_hook.search_orders(datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)))
    assert sorted(found) == sorted(order["number"] for order in wix_site.state["orders"].values())
    ids = list(wix_site.state["orders"])
    assert set(wix_hook.transactions(ids)) == set(wix_hook.fulfillments(ids)) == set(ids)
    assert (
        wix_hook.skus(wix_site.state["products"])["131604aa-169f-d3e8-f076-a967b03e880c", "c9f8678b-af10-4dc2-8e0e-3e823a5491df"]["sku"]
        == "10000"
    )
