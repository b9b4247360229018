"""The fake of Holded: what create keeps of a document, its taxes, currency and accounts; and what usage counts."""

from __future__ import annotations

import pytest
from holded_world import STAGE, body, call, make, violations


@pytest.mark.parametrize(("switch", "kept"), [("stored", STAGE), ("ignored", None)])
def test_the_template_is_kept_or_ignored(sandbox, switch, kept):
    sandbox.settings["holded.design_field"] = switch
    id = make(sandbox, "/sales-receipts", body(design_id=STAGE))
    assert sandbox.state("holded", "es")["documents"][id]["design_id"] == kept
    assert ("design_id is not confirmed" in violations(sandbox)) == (switch == "ignored")


@pytest.mark.parametrize(("switch", "number", "last"), [("ignored", "T260001", 1), ("stored", "MINE-7", 0)])
def test_a_number_of_our_own_is_ignored_or_wins(sandbox, switch, number, last):
    sandbox.settings["holded.number_field"] = switch
    id = make(sandbox, "/sales-receipts", body(number="MINE-7"))
    call(sandbox, "POST", f"/sales-receipts/{id}/approve")
    assert call(sandbox, "GET", f"/sales-receipts/{id}").json()["document_number"] == number
    assert call(sandbox, "GET", "/numbering-series/salesreceipt").json()["items"][0]["last"] == last
    assert ("number is not confirmed" in violations(sandbox)) == (switch == "ignored")


@pytest.mark.parametrize(("switch", "draft"), [("ignored", True), ("stored", False)])
def test_the_draft_flag_is_ignored_or_approves_at_once(sandbox, switch, draft):
    sandbox.settings["holded.draft_field"] = switch
    id = make(sandbox, "/sales-receipts", body(draft=False))
    assert call(sandbox, "GET", f"/sales-receipts/{id}").json()["draft"] is draft
    violations(sandbox)


def test_another_currency_needs_its_rate(sandbox):
    id = make(sandbox, "/sales-receipts", body(currency="USD", currency_change="1.0842"))
    assert call(sandbox, "GET", f"/sales-receipts/{id}").json()["currency_change"] == "1.0842"
    make(sandbox, "/sales-receipts", body(currency="USD"))
    assert "without currency_change" in violations(sandbox)


@pytest.mark.parametrize(("switch", "total"), [("currency", "100"), ("two", "100,01")])
def test_a_currency_without_cents_has_whole_totals_or_not(sandbox, switch, total):
    sandbox.settings["holded.currency_digits"] = switch
    items = [{"name": "x", "units": 1, "price": "82.65", "taxes": ["s_iva_21"]}]  # 82.65 + 17.36, or 83 + 17
    id = make(sandbox, "/sales-receipts", body(currency="JPY", currency_change="160", items=items))
    assert call(sandbox, "GET", f"/sales-receipts/{id}").json()["total"].removesuffix(",00") == total


def test_the_equivalence_surcharge_is_a_second_tax_on_the_same_net(sandbox):
    items = [
        {"name": "a", "units": 1, "price": "100", "taxes": ["s_iva_21", "s_rec_52"]},
        {"name": "b", "units": 1, "price": "10", "taxes": ["s_iva_10", "s_rec_14"]},
        {"name": "c", "units": 1, "price": "10", "taxes": ["s_iva_4", "s_rec_05"]},
    ]
    read = call(sandbox, "GET", f"/sales-receipts/{make(sandbox, '/sales-receipts', body(items=items))}").json()
    assert (read["subtotal"], read["tax"], read["total"], read["lines"][0]["tax"]) == ("120,00", "27,79", "147,79", 26.2)


def test_keys_of_every_treatment_are_there(sandbox):
    taxes = {row["key"]: row for row in call(sandbox, "GET", "/taxes").json()["items"]}
    zero = ("s_iva_nosujeto", "s_iva_intras", "s_iva_invsuj", "s_igic_0")
    assert {taxes[key]["amount"] for key in zero} == {"0"}
    assert {key: taxes[key]["group"] for key in ("s_rec_52", "s_rec_14", "s_rec_05")} == dict.fromkeys(
        ("s_rec_52", "s_rec_14", "s_rec_05"), "rec"
    )
    assert taxes["s_oss_fr_55"] | {"id": ""} == taxes["s_oss_fr_20"] | {
        "id": "",
        "key": "s_oss_fr_55",
        "name": "OSS Francia 5,5%",
        "amount": "5.5",
    }


@pytest.mark.parametrize(("switch", "limit"), [("plan", 2_000), ("ceiling", 2_000_000)])
def test_usage_counts_calls_of_both_versions(sandbox, switch, limit):
    sandbox.settings.update({"holded.plan": "basic", "holded.usage_limit": switch, "holded.calls_v1_before": 1_999})
    seen = call(sandbox, "GET", "/usage").json()
    assert (seen["usage"], seen["limit"], seen["secondary_usages"]) == (2_000, limit, {"api_v1_legacy_1": 1_999})
    after = call(sandbox, "GET", "/usage")
    assert (after.status_code, after.headers.get("X-RateLimit-Window")) == ((429, "month") if switch == "plan" else (200, None))


@pytest.mark.parametrize(("switch", "status"), [("accept", 201), ("refuse", 422)])
def test_the_account_of_a_line_is_an_id_of_the_chart(sandbox, switch, status):
    sandbox.settings["holded.unknown_account"] = switch
    chart = {row["number"]: row["id"] for row in call(sandbox, "GET", "/accounting-accounts?limit=100").json()["items"]}

    def create(account):
        items = [{"name": "x", "units": 1, "price": 1, "taxes": ["s_iva_21"], "account": account}]
        return call(sandbox, "POST", "/sales-receipts", body(items=items))

    id = create(chart[70000001]).json()["id"]
    assert call(sandbox, "GET", f"/sales-receipts/{id}").json()["lines"][0]["account"] == chart[70000001]
    assert create("70000001").status_code == 422
    assert create("0" * 24).status_code == status


def test_usage_by_type_counts_the_same_calls(sandbox):
    sandbox.settings["holded.calls_used_before"] = 7
    assert call(sandbox, "GET", "/usage/automation_token").json()["usage"] == 8
