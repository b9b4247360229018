"""The Holded document as the API wants it. Source: Holded contract, sections 2.3 to 2.6. No contact id: it is only known when sending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from order_sync.mapping.markers import document_marker
from order_sync.mapping.money import MILLION, PricedLine, computed_total, price_text, taxed
from order_sync.mapping.texts import texts
from order_sync.mapping.totals import Plan

LINE_FIELDS = (
    "at",
    "line_id",
    "kind",
    "name",
    "description",
    "sku",
    "product_id",
    "holded_sku",
    "booked_minor",
    "tax_rate_ppm",
    "tax",
    "tax_parts",
    "treatment",
)
HEAD = ("warehouse_id", "sales_channel_id", "design_id", "payment_method_id", "contact_name", "currency_change", "language")
_WORDS = {  # delivery, fee, rounding
    "ca": ("Enviament", "Recàrrec", "Arrodoniment"),
    "de": ("Versand", "Gebühr", "Rundung"),
    "en": ("Shipping", "Fee", "Rounding"),
    "es": ("Envío", "Cargo", "Redondeo"),
    "fr": ("Livraison", "Frais", "Arrondi"),
    "it": ("Spedizione", "Spesa", "Arrotondamento"),
    "nl": ("Verzending", "Toeslag", "Afronding"),
    "pt": ("Envio", "Taxa", "Arredondamento"),
}


def document(order: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], plan: Plan, kind: str, store: Any, name: str) -> dict[str, Any]:
    """The body of one create call: order and lines are rows of a batch, the plan has the prices of the lines.

    Sales orders carry the Wix status as tags and the literal {reference}, which our number replaces when the batch is published.
    ``name`` is printed on receipts, which need no contact.
    """
    holded = store.holded
    language = order["buyer_language"][:2].lower() if holded.language == "buyer" else holded.language
    words = _WORDS.get(language, _WORDS["en"])
    body: dict[str, Any] = {
        "date": order["doc_date"].isoformat(),
        "currency": order["currency"],
        "tags": _tags(order, kind, store),
        "items": _items(lines, plan, order["digits"], words, holded),
    }
    due = (order["doc_date"] + timedelta(days=holded.due_days)).isoformat()
    more = {
        **texts(order, kind, language, holded.texts),
        "contact_name": name if kind == "receipt" else "",
        "due_date": due if kind == "invoice" else "",
        "language": language,
        "currency_change": order["currency_change"],
        "number_line_id": holded.series_of(kind, order["destination"]),
        "design_id": holded.design_id,
        "warehouse_id": order["warehouse_id"],
        "sales_channel_id": holded.sales_channel_id,
        "payment_method_id": _payment_method(order, holded.payments) if kind != "order" else None,
    }
    return body | {key: value for key, value in more.items() if value}


def _payment_method(order: Mapping[str, Any], payments: Any) -> str | None:
    """The printed method of the first payment that the store's table names, else the store's own."""
    table = {method.strip().casefold(): id for method, id in payments.payment_methods.items()}
    named = (table.get(method.strip().casefold()) for method in order.get("methods") or ())
    return next(filter(None, named), payments.payment_method_id)


def proof(order: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], plan: Plan, store: Any) -> dict[str, Any]:
    """What the document adds up to, computed anew from its prices (minor units), and the marker by which it is found again.

    our_total is the document's total, rounding line included; correction is what the order's own lines lack of Wix's total;
    wix_difference is what Wix's own lines lacked of it. by_rate: rate_ppm, key, wix_gross, net, tax of each tax.
    """
    rule = store.holded.rounding.rule
    ours = computed_total(plan.lines, rule, order["digits"]) + (plan.correction if plan.rounding_line else 0)
    rates: dict[tuple[int, str, tuple[int, ...]], list[int]] = {}
    for line, priced in zip(lines, plan.lines, strict=True):
        sums = rates.setdefault((line["tax_rate_ppm"], line["tax"], line["tax_parts"]), [0, 0])
        sums[0] += line["booked_minor"]
        sums[1] += computed_total([PricedLine(priced.price, priced.units, 0)], "line_then_sum", order["digits"])
    by_rate = [
        {"rate_ppm": rate, "key": key, "wix_gross": gross, "net": net, "tax": taxed(net, rate, parts) - net}
        for (rate, key, parts), (gross, net) in rates.items()
    ]
    return {
        "marker": document_marker(store.store, order["wix_order_id"]),
        "wix_total": order["total_minor"],
        "our_total": ours,
        "correction": plan.correction,
        "wix_difference": order["wix_difference"],
        "rule": rule,
        "by_rate": by_rate,
    }


def basis(
    order: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], plan: Plan, kind: str, store: Any, body: Mapping[str, Any]
) -> dict[str, Any]:
    """What the document was made from, in the order of its items: notes, differences and reports are computed from it."""
    made = [
        {
            "line_id": line["line_id"],
            "kind": line["kind"],
            "name": item["name"],
            "units": priced.units,
            "gross_minor": line["booked_minor"],
            "rate_ppm": line["tax_rate_ppm"],
            "tax_keys": item["taxes"],
            "tax_parts": list(priced.parts),
            "treatment": line["treatment"],
            "item": item,
        }
        for line, priced, item in zip(lines, plan.lines, body["items"], strict=False)
    ]
    if plan.rounding_line:
        item = body["items"][-1]
        made.append(
            {
                "line_id": "", "kind": "rounding", "name": item["name"], "units": 1, "gross_minor": plan.correction, "rate_ppm": 0,
                "tax_keys": item["taxes"], "treatment": "", "item": item,
            }
        )  # fmt: skip
    return {
        "kind": kind, "country": order["destination"], "digits": order["digits"], "rule": store.holded.rounding.rule,
        "policy": store.holded.rounding.policy, "language": body.get("language", "en"), "total_minor": order["total_minor"],
        "correction_minor": 0 if plan.rounding_line else plan.correction, "lines": made,
        "head": {name: body[name] for name in HEAD if name in body},
        **({"convert_to": order["convert_to"]} if order.get("convert_to") else {}),
    }  # fmt: skip


def _tags(order: Mapping[str, Any], kind: str, store: Any) -> list[str]:
    tags = [*store.holded.tags, document_marker(store.store, order["wix_order_id"])]
    if kind == "order" and store.holded.order_status.show == "tags":
        statuses = (order["status"], order["payment_status"], order["fulfillment_status"])
        tags += [f"wix{status.lower().replace('_', '')}" for status in statuses if status]
    return list(dict.fromkeys(tags))


def _items(lines: Sequence[Mapping[str, Any]], plan: Plan, digits: int, words: Sequence[str], holded: Any) -> list[dict[str, Any]]:
    items = [_item(line, priced, words, holded.lines) for line, priced in zip(lines, plan.lines, strict=True)]
    if plan.rounding_line:
        price = price_text(plan.correction * MILLION // 10**digits, digits)
        items.append({"type": "service", "name": words[2], "units": 1, "price": price, "taxes": [holded.rounding.tax_key]})
    return items


def _item(line: Mapping[str, Any], priced: PricedLine, words: Sequence[str], settings: Any) -> dict[str, Any]:
    """A line: linked to its product, or plain; a plain line names Wix's SKU in its text, because a field sku might link it by chance."""
    fallback = {"shipping": words[0], "fee": words[1], "rounding": words[2]}.get(line["kind"], line["sku"] or "-")
    item: dict[str, Any] = {"type": "product" if line["product_id"] else "service", "name": line["name"] or fallback}
    text = line["description"]
    if line["product_id"]:
        item["product_id"] = line["product_id"]
        if line["holded_sku"]:
            item["sku"] = line["holded_sku"]
    elif line["kind"] == "item" and line["sku"]:
        text = f"{text}; SKU {line['sku']}" if text else f"SKU {line['sku']}"
    if text:
        item["description"] = text
    account = getattr(settings, line["kind"]).account_id if line["kind"] != "rounding" else None
    if account:
        item["account"] = account
    return item | {"units": priced.units, "price": priced.price, "taxes": priced.tax.split("+")}
