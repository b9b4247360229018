"""Rules about the whole order, in the order in which they run: what it is, whether it is booked now, whether it adds up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from order_sync.mapping.batch import Batch
from order_sync.mapping.columns import shown_money
from order_sync.mapping.exchange import change
from order_sync.mapping.status import STATUSES, canceled_orders, match
from order_sync.mapping.vat_area import SPAIN

_LARGEST = 10**12  # minor units; beyond it the exact arithmetic of the tables would need more than 64 bits
# Simplified invoices in Spain, euros with tax, by whether the buyer is a business (RD 1619/2012, article 4).
SIMPLIFIED_LIMITS = {False: Decimal(3000), True: Decimal(400)}


def well_formed(batch: Batch) -> None:
    """MALFORMED_ORDER: landing says so, or a field is empty without which nothing can be booked."""
    orders, lines = batch.orders, batch.lines
    bad_line = ~lines["gross_minor"].fillna(-1).between(0, _LARGEST) | lines["quantity"].fillna(0).lt(1)
    empty = {
        "priceSummary.total": ~orders["total_minor"].fillna(-1).between(0, _LARGEST),
        "currency": orders["currency"].eq(""),
        "purchasedDate": ~orders["bought"],
        "lineItems": ~orders.index.isin(lines["at"]),
        "lineItems.totalPriceAfterTax": batch.hit(bad_line),
    }
    field, seen = orders["malformed_field"], orders["malformed_seen"]
    for name, failed in empty.items():
        here = field.eq("") & failed
        field, seen = field.mask(here, name), seen.mask(here, "empty or not usable")
    batch.verdicts.stop(
        "form", field.ne(""), "hold", "MALFORMED_ORDER", field=field, seen=seen, passed="every field that is needed is there"
    )


def document_kind(batch: Batch, booked: Mapping[str, str] | None = None) -> pd.Series:
    """The kind of document by the store's choice, first line that fits; "" and NO_DOCUMENT_RULE without one.

    ``booked``: Wix order id to the kind that was booked already; such an order keeps its kind, whatever the rules say today.
    """
    orders = batch.orders
    kept = orders["wix_order_id"].map(dict(booked or {})).fillna("").astype("str")
    kind = kept.copy()
    because = kept.map({"": ""}).fillna("it is booked as " + kept + " and stays so").astype("str")
    still = pd.Series(batch.verdicts.open, index=orders.index)
    orders["convert_to"], keeps = "", kept.ne("")
    for number, rule in enumerate(batch.store.holded.documents, start=1):
        fits, told = _fits(orders, rule.when)
        keeps &= ~(again := fits & keeps & kept.eq(rule.then))
        orders["convert_to"] = orders["convert_to"].mask(again, rule.convert_to or "")
        fits &= kind.eq("") & still
        kind = kind.mask(fits, rule.then)
        orders["convert_to"] = orders["convert_to"].mask(fits, rule.convert_to or "")
        because = because.mask(fits, f"line {number} of holded.documents: {' and '.join(told) or 'any order'}")
    seen = orders["destination"].map(lambda country: f"delivered to {country or 'nowhere known'}")
    batch.verdicts.stop("document", kind.eq(""), "hold", "NO_DOCUMENT_RULE", field="holded.documents", seen=seen)
    batch.verdicts.passed("document", because, verdict=kind)
    _receipt_allowed(batch, kind.mask(kept.ne(""), ""))
    return kind


def _fits(orders: pd.DataFrame, when: Any) -> tuple[pd.Series, list[str]]:
    """Which orders meet all the conditions that are set, and the conditions in words."""
    fits, told = pd.Series(True, index=orders.index), []
    if when.business is not None:
        fits &= orders["business"].eq(when.business)
        told.append("business" if when.business else "no business")
    if when.total_over is not None:
        fits &= _over(orders, when.total_over)
        told.append(f"total over {when.total_over}")
    if when.countries is not None:
        fits &= orders["destination"].isin(when.countries)
        told.append(f"delivered to {', '.join(when.countries)}")
    if when.payment_methods is not None:
        wanted = {method.strip().casefold() for method in when.payment_methods}
        fits &= orders["methods"].map(lambda methods: bool(methods & wanted)).astype("bool")
        told.append(f"paid by {', '.join(when.payment_methods)}")
    if when.channels is not None:
        fits &= orders["channel"].isin(when.channels)
        told.append(f"sold through {', '.join(when.channels)}")
    return fits, told


def _receipt_allowed(batch: Batch, chosen: pd.Series) -> None:
    """NO_DOCUMENT_RULE: a receipt above the limit of Spain's simplified invoices. Source: Holded contract, section 6.2.

    Up to 3,000 euros for consumers, up to 400 for businesses, with tax. The limits are in euros: other currencies are not judged. A sale
    inside the Union without tax, which may never be a receipt, is judged where its treatment is known (line_rules).
    """
    if batch.store.country not in SPAIN:
        return
    orders = batch.orders
    euros = chosen.eq("receipt") & orders["currency"].eq("EUR")
    for business, limit in SIMPLIFIED_LIMITS.items():
        wrong = euros & orders["business"].eq(business) & _over(orders, limit)
        who = "a business" if business else "a consumer"
        seen = f"receipt over {limit} euros for {who}: the law asks for an invoice"
        batch.verdicts.stop("document allowed", wrong, "hold", "NO_DOCUMENT_RULE", field="holded.documents", seen=seen)


def held_money(batch: Batch, kind: pd.Series) -> None:
    """ONLY_AUTHORIZED: money that the provider holds is no income; a sales order asks for no money."""
    orders = batch.orders
    held = orders["only_authorized"] & kind.isin(["receipt", "invoice"]) & orders["status"].eq("APPROVED")
    seen = "every payment is AUTHORIZED"
    batch.verdicts.stop("money captured", held, "hold", "ONLY_AUTHORIZED", field="payments.status", seen=seen)


def charged_back(batch: Batch, booked: Mapping[str, str] | None = None) -> None:
    """CHARGEBACK: the buyer's bank took the money back before anything was booked."""
    orders = batch.orders
    hit = orders["charged_back"].gt(0) & ~orders["wix_order_id"].isin(list(booked or {}))
    seen = shown_money(orders["charged_back"], orders["currency"], hit) + " charged back"
    batch.verdicts.stop("chargeback", hit, "hold", "CHARGEBACK", field="payments.chargebacks", seen=seen)


def issue_date(batch: Batch, kind: pd.Series) -> None:
    """Receipts and invoices are issued when they are paid: their date is the day of the payment where that is after the purchase.

    Taxes are looked up before this rule runs: they follow the day of the purchase. A fiscal date must not go back within its series,
    and an order that is paid days later would be refused with the day of its purchase (Holded contract 2.9).
    """
    orders = batch.orders
    paid = pd.to_datetime(orders["paid_at"], utc=True)
    later = kind.isin(["receipt", "invoice"]) & (paid > pd.to_datetime(orders["purchased_at"], utc=True))
    orders["doc_date"] = orders["doc_date"].mask(later, paid.dt.tz_convert(batch.store.zone).dt.date)
    batch.verdicts.passed("issue date", later.map({True: "the day of the payment", False: "the day of the purchase"}))


def _over(orders: pd.DataFrame, amount: Any) -> pd.Series:
    """Total above an amount in major units, compared in whole numbers."""
    limits = {digits: int(amount.scaleb(digits)) for digits in orders["digits"].unique().tolist()}
    return orders["total_minor"].gt(orders["digits"].map(limits)).fillna(False).astype("bool")


def status(batch: Batch, kind: pd.Series, rules: Iterable[Any], booked: Mapping[str, str] | None = None) -> None:
    """The status table decides: send, ignore or hold. An order of 0.00 that nobody has paid counts as paid: nothing is owed."""
    orders = batch.orders[list(STATUSES)]
    free = batch.orders["total_minor"].eq(0).fillna(False) & orders["payment_status"].isin(["NOT_PAID", "UNSPECIFIED"])
    orders = orders.assign(payment_status=orders["payment_status"].mask(free.astype("bool"), "PAID"))
    verdict = match(orders, rules, batch.store.store, kind)
    gone = batch.store.holded.cancellations.sales_orders == "delete"
    canceled_orders(
        verdict, orders["status"].eq("CANCELED") & kind.eq("order"), batch.orders["wix_order_id"].isin(list(booked or {})), gone=gone
    )
    because = verdict["seen"] + [f": line {line} of status_rules.csv" if pd.notna(line) else "" for line in verdict["rule_line"]]
    for action in ("ignore", "hold"):
        batch.verdicts.stop(
            "status",
            verdict["action"].eq(action),
            action,
            verdict["reason"],
            field="status" if action == "hold" else "",
            seen=because,
        )
    batch.verdicts.passed("status", because, verdict="send")


def free_order(batch: Batch) -> None:
    """FREE_ORDER: the store books no orders of 0.00."""
    unwanted = batch.orders["total_minor"].eq(0).fillna(False).astype("bool") & (batch.store.holded.free_orders == "ignore")
    batch.verdicts.stop("free order", unwanted, "ignore", "FREE_ORDER", passed=f"holded.free_orders is {batch.store.holded.free_orders}")


def currency(batch: Batch) -> None:
    """CURRENCY_NOT_CONFIGURED: only the store's currencies are booked, and others than the account's only with Wix's rate.

    Adds currency_change to the orders: the rate as text, "" in the account's currency.
    """
    orders, holded = batch.orders, batch.store.holded
    seen = orders["currency"]
    told = [
        change(*order, holded.account_currency, holded.currency_change)
        for order in orders[["currency", "conversion_currency", "conversion_rate"]].itertuples(index=False, name=None)
    ]
    orders["currency_change"] = pd.Series([rate for rate, _ in told], index=orders.index, dtype="str")
    lack = pd.Series([lack for _, lack in told], index=orders.index, dtype="str")
    listed = seen.isin(holded.currencies)
    batch.verdicts.stop("currency", ~listed, "hold", "CURRENCY_NOT_CONFIGURED", field="currency", seen=seen)
    field = "currencyConversionDetails.conversionRate"
    batch.verdicts.stop("currency", lack.ne(""), "hold", "CURRENCY_NOT_CONFIGURED", field=field, seen=lack)
    rate = orders["currency_change"].map(lambda text: f", rate {text}" if text else "")
    batch.verdicts.passed("currency", seen + " is in the store's list" + rate)


def cash_rounding(batch: Batch) -> None:
    """Cash rounding changes what was paid, not the total. Only where Wix's total counts it in (the lines lack exactly that) does it
    become a line: more than the lines' sum on an untaxed one by holded.rounding.tax_key, else the largest line takes it as any cent.
    """
    orders, lines = batch.orders, batch.lines
    summed = lines.groupby("at")["gross_minor"].sum().reindex(orders.index, fill_value=0).astype("Int64")
    adjusted = orders["cash_rounding_minor"].fillna(0)
    counted = adjusted.gt(0) & (orders["total_minor"] - summed).eq(adjusted)
    carried = orders.index[counted.fillna(False).astype("bool")]
    if not batch.store.holded.rounding.tax_key or carried.empty:
        return
    last = lines.loc[lines["at"].isin(carried)].drop_duplicates("at", keep="last")
    amount = adjusted.loc[last["at"]].array
    row = last.assign(
        line_no=last["line_no"] + 1, kind="rounding", line_id="", name="", description="", sku="", item_type="", shippable=False, quantity=1,
        net_minor=amount, gross_minor=amount, tax_minor=0, tax_rate_ppm=0, fee_code="",
    )  # fmt: skip
    batch.lines = pd.concat([lines, row.astype(lines.dtypes)]).sort_values(["at", "line_no"], kind="stable", ignore_index=True)


def adds_up(batch: Batch) -> None:
    """TOTAL_MISMATCH: lines, shipping and fees with tax must be Wix's total within one minor unit per line.

    A smaller difference is put on the largest line, so that the lines are exactly the total. Adds booked_minor to the lines and
    wix_difference to the orders. Source: Wix contract, section 2.10.
    """
    orders, lines = batch.orders, batch.lines
    grouped = lines.groupby("at")["gross_minor"]
    total = orders["total_minor"]
    summed = grouped.sum().reindex(orders.index, fill_value=0).astype("Int64")
    differs = (total - summed).fillna(0)
    largest = lines.sort_values("gross_minor", ascending=False, kind="stable").drop_duplicates("at")[["at", "gross_minor"]]
    room = largest.set_index("at")["gross_minor"].reindex(orders.index).astype("Int64").fillna(0)
    failed = differs.abs().gt(grouped.size().reindex(orders.index, fill_value=0)) | (room + differs).lt(0)
    told = [shown_money(minor, orders["currency"], failed) for minor in (summed, total)]
    seen = "lines add up to " + told[0] + ", the total is " + told[1]
    batch.verdicts.stop("sum of lines", failed.astype("bool"), "hold", "TOTAL_MISMATCH", field="priceSummary.total", seen=seen)
    batch.verdicts.passed(
        "sum of lines", differs.map(lambda odd: f"the largest line takes {odd} minor units" if odd else "lines add up to the total")
    )
    moved = differs.where(batch.verdicts.open, 0)
    lines["booked_minor"] = lines["gross_minor"]
    lines.loc[largest.index, "booked_minor"] = largest["gross_minor"] + moved.loc[largest["at"]].array
    orders["wix_difference"] = differs
