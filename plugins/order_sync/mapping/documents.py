"""From staged orders to Holded documents: for every order one decision, with its request or with the reason why there is none.

The rules run in this order; the first that does not pass decides, and the trace tells every one that ran: destination, form, document,
document allowed, money captured, status, chargeback, free order, currency, sum of lines, gift card, product (blank, unknown, duplicate),
tax amounts, own tax key, VAT number, document allowed (untaxed inside the Union), tax key, warehouse, issue date, closed period, total, contact.
After them, of booked orders only: what changed since that no money hangs on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from order_sync.contracts.currencies import minor_digits
from order_sync.contracts.decisions import DECISIONS
from order_sync.mapping import batch as batches
from order_sync.mapping import bodies, closed_period, contacts, line_rules, order_rules, own_keys, plain_changes, vat_numbers
from order_sync.mapping.batch import Batch
from order_sync.mapping.case import Booked
from order_sync.mapping.columns import shown
from order_sync.mapping.totals import Plan
from order_sync.mapping.warehouses import warehouse

Json = dict[str, Any]


def decide_documents(
    orders: pd.DataFrame,
    lines: pd.DataFrame,
    products: pd.DataFrame,
    store: Any,
    config: Any,
    active_tax_keys: Collection[str] | None = None,
    *,
    payments: pd.DataFrame | None = None,
    refunds: pd.DataFrame | None = None,
    booked: Mapping[str, str] | None = None,
    standing: Mapping[str, Booked] | None = None,
    vat_evidence: Mapping[str, vat_numbers.VatEvidence] | None = None,
    may_enter_closed: Collection[str] = (),
) -> pd.DataFrame:
    """One row of contracts.decisions (destination holded) for every order.

    ``orders`` and ``lines`` are frames of contracts.staging; ``products`` has product_id, variant_id, sku, name; ``store`` is a
    settings.StoreSettings; ``config`` has status_rules, taxes and sku_aliases; ``active_tax_keys`` are the sales tax keys that the
    account has (None: not checked), at best with their rates in millionths; ``payments`` and ``refunds`` have the columns of contracts.money;
    ``booked``: Wix order id to the kind that is booked already, ``standing``: to the document that counts; ``vat_evidence``: VAT number to what VIES said;
    ``may_enter_closed``: Wix ids of orders that may be dated in the closed period. All columns are plain objects, None for nothing, so that rows can be written as they are:
    doc_date a date, amount_minor an int, body, contact and proof dictionaries, trace a list.
    contact is {"body", "keys": [{"kind": "tax_id" or "email", "values": [forms to look up]}]}, {"contact_id"} for the store's
    generic contact, or None where the document needs none.
    """
    batch = batches.read(orders, lines, store, payments, refunds)
    batch.orders["digits"] = batch.orders["currency"].map(minor_digits).astype("int64")
    if store.holded is None:
        everything = pd.Series(True, index=batch.orders.index)
        batch.verdicts.stop("destination", everything, "ignore", "DESTINATION_OFF")
        nothing = pd.Series("", index=batch.orders.index, dtype="str")
        return _decisions(batch, nothing, _hashes(batch, nothing), {})
    order_rules.well_formed(batch)
    kind = order_rules.document_kind(batch, booked)
    hashes, marks = _hashes(batch, kind), plain_changes.marks(batch)
    order_rules.held_money(batch, kind)
    order_rules.status(batch, kind, config.status_rules, booked)
    order_rules.charged_back(batch, booked)
    order_rules.free_order(batch)
    order_rules.currency(batch)
    order_rules.cash_rounding(batch)
    order_rules.adds_up(batch)
    own_keys.kinds(batch)
    own_keys.mark(batch)
    line_rules.gift_cards(batch)
    line_rules.products(batch, products, config.sku_aliases)
    line_rules.tax_amounts(batch)
    apart = own_keys.take_out(batch, active_tax_keys)
    vat_numbers.check(batch, kind, vat_evidence or {})
    line_rules.tax_keys(batch, kind, config.taxes, active_tax_keys)
    own_keys.put_back(batch, apart)
    warehouse(batch)
    order_rules.issue_date(batch, kind)
    closed_period.issue_dates(batch, may_enter_closed)
    plans = line_rules.reach(batch, active_tax_keys)
    documents = _documents(batch, kind, plans, marks)
    plain_changes.note(batch, hashes, marks, standing or {})
    return _decisions(batch, kind, hashes, documents)


def _hashes(batch: Batch, kind: pd.Series) -> list[str]:
    """sha256 of what the document is made of: lines, rates, totals, currency, kind. Refunds and cancellation are acts of their own."""
    lines, orders = batch.lines, batch.orders
    parts = [shown(lines[name]) for name in ("line_id", "kind", "quantity", "gross_minor", "tax_rate_ppm")]
    told = parts[0].str.cat(parts[1:], sep="|")
    summed = told.groupby(lines["at"]).agg("\n".join).reindex(orders.index, fill_value="")
    whole = summed.str.cat([shown(orders["total_minor"]), orders["currency"], kind], sep="\n")
    return [hashlib.sha256(text.encode()).hexdigest() for text in whole]


def _documents(
    batch: Batch, kind: pd.Series, plans: dict[int, Plan], marks: list[dict[str, str]]
) -> dict[int, tuple[Json, Json | None, Json, Json]]:
    """Body, contact, proof and basis of every order still open; the last rule, the contact, runs here."""
    open_lines = batch.open_lines()[list(bodies.LINE_FIELDS)]
    orders = dict(zip(batch.orders.index, batch.orders.to_dict("records"), strict=True))
    lines: dict[int, list[Json]] = {}
    for line in open_lines.to_dict("records"):
        lines.setdefault(line["at"], []).append(line)
    found = {at: _contact(orders[at], kind.iat[at], rows, batch.store) for at, rows in lines.items()}
    lacks = pd.Series({at: lack for at, (_, _, lack) in found.items()}, dtype="str").reindex(batch.orders.index, fill_value="")
    told = {
        at: "the name is printed, no contact" if contact is None else "contact by " + _by(contact) for at, (_, contact, _) in found.items()
    }
    batch.verdicts.stop("contact", lacks.ne(""), "hold", "CONTACT_INCOMPLETE", field="billingInfo", seen=lacks)
    batch.verdicts.passed("contact", pd.Series(told, dtype="str").reindex(batch.orders.index, fill_value=""))
    documents = {}
    for at, (name, contact, lack) in found.items():
        if not lack:
            body = bodies.document(orders[at], lines[at], plans[at], kind.iat[at], batch.store, name)
            basis = bodies.basis(orders[at], lines[at], plans[at], kind.iat[at], batch.store, body) | {"marks": marks[at]}
            proof = bodies.proof(orders[at], lines[at], plans[at], batch.store)
            documents[at] = (body, contact, proof | ({"vat": vat} if (vat := orders[at]["vat_proof"]) else {}), basis)
    return documents


def _contact(order: Json, kind: str, lines: list[Json], store: Any) -> tuple[str, Json | None, str]:
    """(printed name, contact, what is lacking). A receipt carries the name only, unless the store wants contacts or the buyer gave a
    tax id; an order without tax id and e-mail, or of a buyer who gets no contact, goes to the generic contact; an invoice never does,
    it takes an existing contact then."""
    settings = store.holded.contacts
    who = contacts.buyer(order, order["identity"], store.country, settings.match)
    wanted = kind != "receipt" or settings.receipts_need_contact or bool(order["identity"])
    if not wanted or (kind == "receipt" and not who.name):
        return who.name, None, ""
    own = settings.create == "always" or (settings.create == "with_tax_id" and bool(order["identity"]))
    if not own and kind != "invoice":
        if settings.generic_contact_id and (kind == "order" or settings.receipts_need_contact):
            return who.name, {"contact_id": settings.generic_contact_id}, ""
        return who.name, None, "" if kind == "receipt" else f"order, and contacts.create is {settings.create} without generic_contact_id"
    lacks = contacts.lacking(kind, who, order["identity"], store.country, {line["treatment"] for line in lines})
    if who.keys and not lacks:
        return who.name, {"body": who.body, "keys": who.keys} | ({} if own else {"create": False}), ""
    if kind != "invoice" and settings.generic_contact_id:
        return who.name, {"contact_id": settings.generic_contact_id}, ""
    return who.name, None, f"{kind} without {', '.join(lacks) or 'tax id and e-mail'}"


def _by(contact: Json) -> str:
    return "the store's generic id" if "contact_id" in contact else ", then ".join(key["kind"] for key in contact["keys"])


def _decisions(
    batch: Batch, kind: pd.Series, hashes: list[str], documents: dict[int, tuple[Json, Json | None, Json, Json]]
) -> pd.DataFrame:
    orders, verdicts = batch.orders, batch.verdicts
    malformed = verdicts.frame["reason"].eq("MALFORMED_ORDER")
    nothing = (None, None, None, None)
    parts = [documents.get(at, nothing) for at in orders.index]
    columns = {
        **{name: orders[name] for name in ("batch_id", "store", "wix_order_id")},
        "destination": "holded",
        "action": verdicts.frame["action"],
        "kind": kind,
        **{name: verdicts.frame[name] for name in ("reason", "field", "seen")},
        "cure": verdicts.cures(),
        "money_hash": pd.Series(hashes, index=orders.index, dtype="object").mask(malformed, ""),
        "doc_date": orders["doc_date"],
        "amount_minor": orders["total_minor"],
        "currency": orders["currency"],
        **{name: [part[place] for part in parts] for place, name in enumerate(("body", "contact", "proof", "basis"))},
        "trace": verdicts.trace,
    }
    frame = pd.DataFrame({name: pd.Series(columns[name], index=orders.index, dtype="object") for name in DECISIONS.names})
    return frame.where(frame.notna() & frame.map(lambda value: not (isinstance(value, str) and value == "")), None)
