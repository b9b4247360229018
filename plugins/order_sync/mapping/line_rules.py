"""Rules about an order's lines, in the order in which they run: product, tax, and the prices that reach the total."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import pandas as pd

from order_sync.mapping import taxes, totals
from order_sync.mapping.batch import Batch
from order_sync.mapping.money import MoneyLine
from order_sync.mapping.sku import join

_SERVICES = ("DIGITAL", "SERVICE")


def gift_cards(batch: Batch) -> None:
    """GIFT_CARD_LINE: whether a voucher bears tax when it is sold is the bookkeeper's choice: holded.lines.gift_card.tax_key.

    A voucher that Wix taxes is held all the same: the choice is about untaxed ones.
    """
    sold, key = batch.lines["kind"].eq("gift_card"), batch.store.holded.lines.gift_card.tax_key
    taxed = sold & batch.lines["own_key"].eq("")
    failed = taxed if key else sold
    seen = "a gift card that bears tax" if key else "a gift card"
    passed = f"untaxed ones are booked with key {key}" if key else "none sold"
    batch.verdicts.stop("gift card", batch.hit(failed), "hold", "GIFT_CARD_LINE", field="lineItems.itemType", seen=seen, passed=passed)


def products(batch: Batch, catalogue: pd.DataFrame, aliases: Iterable[Any]) -> None:
    """BLANK_SKU, UNKNOWN_SKU, DUPLICATE_SKU: each item needs its Holded product. Adds product_id, holded_sku, sku_match to the lines.

    With holded.unknown_sku plain, items without a product are booked as plain lines; a duplicate is always held.
    """
    lines, plain = batch.lines, batch.store.holded.unknown_sku == "plain"
    items = lines.loc[lines["kind"].eq("item")]
    found = join(items, catalogue, aliases, batch.store.store)
    for name in ("product_id", "holded_sku", "sku_match"):
        lines[name] = found[name].reindex(lines.index, fill_value="").astype("str")
    told = {
        "BLANK_SKU": ("blank", "line " + (items["line_no"] + 1).astype("str")),
        "UNKNOWN_SKU": ("none", items["sku"]),
        "DUPLICATE_SKU": ("duplicate", items["sku"]),
    }
    for code, (outcome, seen) in told.items():
        failed = found["sku_match"].eq(outcome) & (outcome == "duplicate" or not plain)
        seen = batch.by_order(seen.loc[failed].astype("str"))
        batch.verdicts.stop("product", batch.hit(failed), "hold", code, field="lineItems.physicalProperties.sku", seen=seen)
    matches = found["sku_match"].replace({"none": "plain", "blank": "plain"})
    batch.verdicts.passed("product", batch.by_order(items["sku"].where(items["sku"].ne(""), "no SKU") + " " + matches.astype("str")))


def tax_amounts(batch: Batch) -> None:
    """TAX_INCONSISTENT: rate, tax, net and gross of each line must agree. Closes the two gaps of rates that are no guess."""
    lines = batch.lines
    lines["tax_rate_ppm"] = taxes.rates(lines)
    seen = taxes.contradictions(lines)
    seen = seen.mask(lines["tax_rate_ppm"].isna(), "no tax rate")
    told = "line " + (lines["line_no"] + 1).astype("str") + ": " + seen
    failed = seen.ne("")
    batch.verdicts.stop(
        "tax amounts",
        batch.hit(failed),
        "hold",
        "TAX_INCONSISTENT",
        field="lineItems.taxInfo",
        seen=batch.by_order(told.loc[failed], "; "),
        passed="rate, tax, net and gross of each line agree",
    )


def tax_keys(batch: Batch, kind: pd.Series, rules: Iterable[Any], active: Collection[str] | None) -> None:
    """NO_TAX_KEY: the table must have the key of (treatment, country, rate, day). Adds treatment, tax and tax_parts to the lines."""
    lines = batch.open_lines()
    order = batch.orders.loc[lines["at"]].set_axis(lines.index)
    service = lines["item_type"].isin(_SERVICES) & ~lines["shippable"] & lines["kind"].eq("item")
    # Delivery and fees follow the goods; they are services only where nothing else is sold.
    only_services = (service | lines["kind"].ne("item")).groupby(lines["at"]).transform("all") & service.groupby(lines["at"]).transform(
        "any"
    )
    cases = pd.DataFrame(
        {
            "country": order["destination"],
            "inside": order["inside"],
            "rate_ppm": lines["tax_rate_ppm"].fillna(0).astype("int64"),
            "vat_number": order["foreign_vat"],
            "exempt": order["tax_exempt"],
            "service": service | only_services,
            "surcharge": order["surcharge"],
            "day": order["doc_date"],
        }
    )
    found = taxes.keys(cases, rules, batch.store.holded.connection, batch.store.country, active)
    for name, column in (("treatment", "treatment"), ("tax", "key")):
        batch.lines[name] = found[column].reindex(batch.lines.index, fill_value="").astype("str")
    parts = found["parts"].reindex(batch.lines.index)
    batch.lines["tax_parts"] = parts.where(parts.notna(), None).map(lambda rates: rates or ()).astype("object")
    _needs_invoice(batch, found["treatment"], kind)
    failed = found["key"].eq("")
    told = {name: batch.by_order(found.loc[failed, name].astype("str"), separator) for name, separator in (("seen", "; "), ("cure", " "))}
    batch.verdicts.stop("tax key", batch.hit(failed), "hold", "NO_TAX_KEY", field="lineItems.taxInfo.taxRate", **told)
    batch.verdicts.passed("tax key", batch.by_order(found["because"].astype("str"), "; "))


def _needs_invoice(batch: Batch, treatment: pd.Series, kind: pd.Series) -> None:
    """NO_DOCUMENT_RULE: a delivery inside the Union without tax may not be a receipt. Source: Holded contract, section 6.2."""
    untaxed = treatment.loc[treatment.str.startswith("intra_eu")]
    wrong = batch.hit(untaxed.ne("")) & kind.eq("receipt")
    seen = "receipt for " + batch.by_order(untaxed)
    batch.verdicts.stop("document allowed", wrong, "hold", "NO_DOCUMENT_RULE", field="holded.documents", seen=seen)


def reach(batch: Batch, active: Collection[str] | None) -> dict[int, totals.Plan]:
    """TOTAL_UNREACHABLE: prices whose total is Wix's, to the cent or as the store's policy says. The plans of the orders still open.

    Free delivery and fees of 0.00 are left out of the document: they carry neither money nor stock.
    """
    rounding = batch.store.holded.rounding
    free = ~batch.lines["kind"].isin(["item", "gift_card"]) & batch.lines["booked_minor"].eq(0)
    batch.lines = batch.lines.loc[~free.fillna(False).astype("bool")]
    digits = batch.orders["digits"]
    plans: dict[int, totals.Plan] = {}
    for at, group in _grouped(batch.open_lines()):
        plans[at] = totals.plan(group, rounding.rule, rounding.policy, int(digits.iat[at]))
        if plans[at].rounding_line and not rounding.tax_key:
            plans[at] = totals.Plan(problem="holded.rounding.policy is line, and holded.rounding.tax_key is not set")
    problem = pd.Series({at: plan.problem for at, plan in plans.items()}, dtype="str").reindex(batch.orders.index, fill_value="")
    batch.verdicts.stop("total", problem.ne(""), "hold", "TOTAL_UNREACHABLE", field="priceSummary.total", seen=problem)
    key_gone = active is not None and rounding.tax_key not in active
    no_key = pd.Series(
        batch.orders.index.map(lambda at: key_gone and at in plans and plans[at].rounding_line), index=batch.orders.index
    ).astype("bool")
    seen = f"rounding line: key {rounding.tax_key} is not active in the account"
    batch.verdicts.stop("total", no_key, "hold", "NO_TAX_KEY", field="holded.rounding.tax_key", seen=seen)
    told = {at: _told(plan, rounding.rule) for at, plan in plans.items()}
    batch.verdicts.passed("total", pd.Series(told, dtype="str").reindex(batch.orders.index, fill_value=""))
    return plans


def _grouped(lines: pd.DataFrame) -> list[tuple[int, list[MoneyLine]]]:
    columns = (lines[name].tolist() for name in ("at", "booked_minor", "quantity", "tax_rate_ppm", "tax", "tax_parts"))
    groups: dict[int, list[MoneyLine]] = {}
    for at, gross, units, rate, tax, parts in zip(*columns, strict=True):
        groups.setdefault(at, []).append(MoneyLine(gross, units, rate, tax, parts))
    return list(groups.items())


def _told(plan: totals.Plan, rule: str) -> str:
    if not plan.correction:
        return f"reached to the cent under {rule}"
    how = "an untaxed rounding line carries it" if plan.rounding_line else "accepted"
    return f"nearest total under {rule} differs by {plan.correction} minor unit, {how}"
