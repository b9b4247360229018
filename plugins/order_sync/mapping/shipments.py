"""What becomes of each order at MyParcel: a concept shipment, nothing, or a hold with its cure. Frames in, frame out.

The rules stand in shipping_rules; the first that stops an order decides.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Any

import pandas as pd

from order_sync.contracts.decisions import DECISIONS
from order_sync.contracts.holds import HOLD_CODES
from order_sync.mapping import carriers, parcels, recipients, shipping_table, status
from order_sync.mapping.columns import flag, text
from order_sync.mapping.contacts import tax_ids
from order_sync.mapping.legality import with_label
from order_sync.mapping.markers import shipment_reference
from order_sync.mapping.parcel_case import Case, Stop
from order_sync.mapping.parcel_plan import Plan, Shipment
from order_sync.mapping.remainder import Others, refunded
from order_sync.mapping.shipping_rules import RULES

TABLE = "shipping rule"  # its step in the trace names the line that decided: rule_line, rule_key
_ORDER_TEXTS = (
    "batch_id", "wix_order_id", "number", "status", "payment_status", "fulfillment_status", "channel", "currency", "pickup_method",
    "buyer_email", "buyer_note", "bill_company", "delivery_title", "malformed_field", "malformed_seen", "ship_first_name", "ship_last_name", "ship_company", "ship_phone",
    "ship_country", "ship_subdivision", "ship_postal_code", "ship_city", "ship_street_name", "ship_street_number", "ship_address_line", "ship_address_line2",
)  # fmt: skip


def decide_shipments(
    orders: pd.DataFrame,
    lines: pd.DataFrame,
    store: Any,
    config: Any,
    preferences: Mapping[str, Any] | None = None,
    *,
    others: Mapping[str, Others] | None = None,
    refunds: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """One decision for every order of the frame, in its order. Columns: contracts.decisions.DECISIONS.

    ``orders``, ``lines``: one batch of staging.orders and staging.lines; ``store``: settings.StoreSettings; ``config``: anything with
    ``status_rules``, ``shipping_rules`` and ``products``; ``preferences``: what the MyParcel account prefers (see parcels.wishes), used with settings.defaults "account".
    ``body`` is one shipment, with its further parcels as ``secondary_shipments`` where multi collo is possible, else with ``further``: the
    other shipments of the order. ``proof``: {"lines": [{"id", "quantity"}], "parcels": how many, "rule_line": line of shipping_rules.csv or
    None, "pieces": for each parcel in order [{"id", "quantity"}]}.
    ``others``: by order id what others fulfilled in Wix, of the orders that Wix calls partly fulfilled; ``refunds``: contracts.money.REFUNDS.
    """
    wish = parcels.wishes(store.myparcel, preferences) if store.myparcel else None
    verdicts = status.match(orders, config.status_rules, store.store, "shipment").to_dict("records")
    by_order = _shippable(lines)
    tables = {
        "rules": shipping_table.of_store(config.shipping_rules, store.store),
        "products": products_of(config.products, store.store),
    }
    if store.myparcel:
        tables["platform"] = parcels.platform(store.myparcel, store.country, preferences)
    back: dict[str, dict[str, int]] = {}
    if refunds is not None and not refunds.empty:
        back = {order_id: refunded(rows.to_dict("records")) for order_id, rows in refunds.groupby("wix_order_id")}
    rows = [
        _decision(_case(order, by_order, store, wish, verdict, tables, others or {}, back), store.store)
        for order, verdict in zip(_records(orders, store), verdicts, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=list(DECISIONS.names), index=orders.index)
    return frame.astype({column.name: column.dtype for column in DECISIONS.columns if column.dtype != "object"})


def products_of(products: Iterable[Any], store: str) -> dict[str, Any]:
    """Lines of products.csv that are about a store, by SKU in upper case; a line for the store goes before one for all."""
    about = sorted((product for product in products if product.store in ("*", store)), key=lambda product: product.store != "*")
    return {product.sku.strip().upper(): product for product in about}


def _case(
    order: Mapping[str, Any], lines: Mapping[str, Any], store: Any, wish: Any, verdict: Any, tables: Any, others: Any, back: Any
) -> Case:
    key = order["wix_order_id"]
    return Case(
        order, lines.get(key, []), store.myparcel, wish, verdict, store, others=others.get(key), refunded=back.get(key, {}), **tables
    )


def _records(orders: pd.DataFrame, store: Any) -> Iterator[dict[str, Any]]:
    ready = pd.DataFrame({name: text(orders[name]) for name in _ORDER_TEXTS}, index=orders.index)
    identity = tax_ids(orders["extra_fields"], store.wix.vat_number_fields, ready["buyer_note"], store.country)
    ready["tax_number"] = identity
    ready["business"] = ready["bill_company"].ne("") | identity.ne("")
    ready["has_shipping"] = flag(orders["has_shipping"])
    ready["total_minor"] = orders["total_minor"].astype("object").where(orders["total_minor"].notna(), None)
    yield from ready.to_dict("records")


def _shippable(lines: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Shippable items by order id, in the order of the payload."""
    items = lines.loc[(text(lines["kind"]) == "item") & flag(lines["shippable"])].sort_values(["wix_order_id", "line_no"], kind="stable")
    ready = pd.DataFrame({name: text(items[name]) for name in ("wix_order_id", "line_id", "sku", "name")}, index=items.index)
    ready["quantity"] = items["quantity"].astype("Int64")
    for name in ("net_minor", "gross_minor", "tax_minor"):
        ready[name] = items[name].astype("object").where(items[name].notna(), None)
    ready["unit_weight_g"] = items["unit_weight_g"].astype("object").where(items["unit_weight_g"].notna(), None)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in ready.to_dict("records"):
        found.setdefault(row["wix_order_id"], []).append(row)
    return found


def _decision(case: Case, store: str) -> dict[str, Any]:
    """One row of decisions."""
    trace: list[dict[str, Any]] = []
    stop = None
    for name, rule in RULES.items():
        outcome = rule(case)
        if isinstance(outcome, Stop):
            stop = outcome
            trace.append({"rule": name, "verdict": stop.action, "because": ": ".join(filter(None, (stop.reason, stop.seen)))})
            break
        trace.append({"rule": name, "verdict": "pass", "because": outcome} | (case.plan.hit() if name == TABLE and case.plan else {}))
    order = case.order
    row = {
        "batch_id": order["batch_id"], "store": store, "wix_order_id": order["wix_order_id"], "destination": "myparcel",
        "kind": "shipment", "action": stop.action if stop else "send", "amount_minor": order["total_minor"],
        "currency": order["currency"] or None, "trace": trace,
    }  # fmt: skip
    return row | (_stopped(stop) if stop else _sent(case, store))


def _stopped(stop: Stop) -> dict[str, Any]:
    hold = stop.action == "hold"
    # A status rule may hold with a reason of the merchant's own.
    cure = stop.cure or (HOLD_CODES.get(stop.reason, HOLD_CODES["STATUS_NEEDS_PERSON"]).cure if hold else None)
    return {"reason": stop.reason, "field": stop.field or None, "seen": stop.seen or None, "cure": cure}


def _sent(case: Case, store: str) -> dict[str, Any]:
    order, plan = case.order, case.plan
    reference = shipment_reference(store, order["number"], order["wix_order_id"])
    bodies = [
        _shipment(case, plan, shipment, reference if place == 1 else f"{reference}-{place}", declaration)
        for place, (shipment, declaration) in enumerate(zip_longest(plan.shipments, case.declarations), start=1)
    ]
    body = bodies[0] | ({"further": bodies[1:]} if len(bodies) > 1 else {})
    lines = {"lines": [{"id": line["line_id"], "quantity": int(line["quantity"])} for line in case.lines]}
    pieces = [parcel.lines() for parcel in plan.parcels]
    proof = lines | {"parcels": len(pieces), "rule_line": plan.rule.line if plan.rule else None, "pieces": pieces}
    # A line that moves in the table changes no parcel, and one parcel holds all lines: neither counts as a change of the order.
    canonical = json.dumps(
        [body, lines | ({"pieces": pieces} if len(pieces) > 1 else {})], sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return {"body": body, "proof": proof, "money_hash": hashlib.sha256(canonical.encode()).hexdigest()}


def _shipment(case: Case, plan: Plan, shipment: Shipment, reference: str, declaration: dict[str, Any] | None) -> dict[str, Any]:
    """One shipment as it is POSTed."""
    order, carrier = case.order, case.carrier
    inside = {id for parcel in shipment.parcels for id in parcel.pieces}
    pieces = {id: sum(parcel.pieces.get(id, 0) for parcel in shipment.parcels) for id in inside}
    named = [(line["sku"], line["name"], pieces[line["line_id"]]) for line in case.lines if line["line_id"] in inside]
    most = carriers.label_length(carrier)
    label = parcels.label(plan.template, order["number"], named, order["buyer_note"], most) or order["number"][:most]
    main, *others = shipment.parcels
    return (
        {
            "reference_identifier": reference,
            "carrier": carrier,
            "recipient": recipients.recipient(order, case.address, carrier, case.settings.share_contact, case.platform),
            "options": with_label(shipment.options, label),
            "physical_properties": {"weight": main.grams},
        }
        | ({"secondary_shipments": [{"physical_properties": {"weight": parcel.grams}} for parcel in others]} if others else {})
        | ({"sender": plan.sender} if plan.sender else {})
        | ({"customs_declaration": declaration} if declaration else {})
    )
