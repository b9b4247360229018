"""The note as Holded wants it, its proof and its basis. Source: Holded contract, sections 2.3 to 2.6."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from order_sync.mapping.columns import percent
from order_sync.mapping.money import MILLION, PricedLine, computed_total, price_text
from order_sync.mapping.note_split import Piece
from order_sync.mapping.note_totals import booked, money, rate_of
from order_sync.mapping.totals import Plan

KIND = {"invoice": "credit_note", "receipt": "receipt_note"}
_HEAD = ("contact_name", "warehouse_id", "sales_channel_id", "design_id", "payment_method_id", "currency_change")
_WORDS = {  # refund of an order, reversal of an order, line of a rate, rounding line
    "ca": ("Reemborsament de la comanda Wix", "Anul·lació de la comanda Wix", "Reemborsament parcial", "Arrodoniment"),
    "de": ("Erstattung der Wix-Bestellung", "Storno der Wix-Bestellung", "Teilerstattung", "Rundung"),
    "en": ("Refund of Wix order", "Reversal of Wix order", "Partial refund", "Rounding"),
    "es": ("Reembolso del pedido Wix", "Anulación del pedido Wix", "Reembolso parcial", "Redondeo"),
    "fr": ("Remboursement de la commande Wix", "Annulation de la commande Wix", "Remboursement partiel", "Arrondi"),
    "it": ("Rimborso dell'ordine Wix", "Storno dell'ordine Wix", "Rimborso parziale", "Arrotondamento"),
    "nl": ("Terugbetaling van Wix-bestelling", "Annulering van Wix-bestelling", "Gedeeltelijke terugbetaling", "Afronding"),
    "pt": ("Reembolso da encomenda Wix", "Anulação da encomenda Wix", "Reembolso parcial", "Arredondamento"),
}


def lines(pieces: Sequence[Piece], plan: Plan, basis: Mapping[str, Any], rounding_key: str | None) -> list[dict[str, Any]]:
    """Basis lines of a note with their items. ``of``: the document's line; None with ``of_rate`` where a whole rate gives."""
    made = [_line(piece, priced, basis) for piece, priced in zip(pieces, plan.lines, strict=True)]
    if plan.rounding_line:
        price = price_text(plan.correction * MILLION // 10 ** basis["digits"], basis["digits"])
        item = {"type": "service", "name": _words(basis)[3], "units": 1, "price": price, "taxes": [rounding_key]}
        made.append(
            {
                "line_id": "", "kind": "rounding", "name": item["name"], "units": 1, "gross_minor": 0, "rate_ppm": 0,
                "tax_keys": item["taxes"], "treatment": "", "item": item, "of": None, "of_units": 0, "of_rate": f"{rounding_key}@0",
            }
        )  # fmt: skip
    return made


def mirrored(basis: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Basis lines of a note over the whole document: the same items."""
    grosses = money(basis)
    return [
        {**line, "gross_minor": gross, "of": at, "of_units": line["units"]}
        for at, (line, gross) in enumerate(zip(basis["lines"], grosses, strict=True))
    ]


def body(
    order: Mapping[str, Any], basis: Mapping[str, Any], made: Sequence[Mapping[str, Any]], store: Any, marker: str, day: date, refund: str
) -> dict[str, Any]:
    """The body of the create call; ``refund`` is the refund's id, or "" for a reversal, whose part is in the marker only."""
    head, kind = basis.get("head") or {}, KIND[basis["kind"]]
    more = {
        **{name: head.get(name) for name in _HEAD},
        "language": head.get("language") or basis.get("language"),
        "number_line_id": store.holded.series_of(kind, basis["country"]),
    }
    return {
        "date": day.isoformat(),
        **texts(order, basis, refund),
        "currency": order["currency"],
        "tags": list(dict.fromkeys([*store.holded.tags, marker, "wxrefund" if refund else "wxreversal"])),
        "items": [line["item"] for line in made],
    } | {name: value for name, value in more.items() if value}


def convert(order: Mapping[str, Any], basis: Mapping[str, Any], store: Any, day: date, refund: str) -> dict[str, Any]:
    """The body of Holded's own conversion of a whole invoice, without the source."""
    series = store.holded.series_of("credit_note", basis["country"])
    more = {"number_line_id": series} if series else {}
    return {"convert": {"target_type": "creditnote", "date": day.isoformat(), **more, **texts(order, basis, refund)}}


def texts(order: Mapping[str, Any], basis: Mapping[str, Any], refund: str) -> dict[str, str]:
    """Description and notes: what the note is, of which order and which refund."""
    title = _words(basis)[0 if refund else 1]
    return {
        "description": f"{title} {order['number']}",
        "notes": f"Wix order {order['wix_order_id']} " + (f"refund {refund}" if refund else "reversal"),
    }


def proof(basis: Mapping[str, Any], made: Sequence[Mapping[str, Any]], amount: int, marker: str, difference: int) -> dict[str, Any]:
    """What the note adds up to, computed anew from its items; the shape of bodies.proof. wix_total is the refund's amount."""
    rule, digits = basis["rule"], basis["digits"]
    beside = [line for line in made if line["kind"] == "rounding" and not line["gross_minor"]]  # carries a correction, is no money
    own = [line for line in made if line not in beside]
    total = _computed(own, rule, digits)
    grosses: dict[Any, int] = {}
    for line in own:
        grosses[rate_of(line)] = grosses.get(rate_of(line), 0) + line["gross_minor"]
    return {
        "marker": marker,
        "wix_total": amount,
        "our_total": total + sum(_computed([line], rule, digits) for line in beside),
        "correction": amount - total,
        "wix_difference": difference,
        "rule": rule,
        "by_rate": [
            {"rate_ppm": rate.rate_ppm, "key": rate.tax, "wix_gross": grosses[rate], "net": net, "tax": tax}
            for rate, (net, tax) in booked(own, rule, digits).items()
        ],
    }


def note_basis(basis: Mapping[str, Any], made: Sequence[Mapping[str, Any]], proof: Mapping[str, Any]) -> dict[str, Any]:
    """What the note was made from, in the order of its items."""
    missing = proof["wix_total"] - proof["our_total"]
    shared = {name: basis[name] for name in ("country", "digits", "rule", "policy", "language")}
    return {"kind": KIND[basis["kind"]], **shared, "total_minor": proof["wix_total"], "correction_minor": missing, "lines": list(made)}


def _computed(lines: Sequence[Mapping[str, Any]], rule: Any, digits: int) -> int:
    rated = [(line["item"], rate_of(line)) for line in lines]
    priced = [PricedLine(str(item["price"]), item["units"], rate.rate_ppm, rate.tax, rate.parts) for item, rate in rated]
    return computed_total(priced, rule, digits)


def _line(piece: Piece, priced: PricedLine, basis: Mapping[str, Any]) -> dict[str, Any]:
    rate = piece.rate
    taxes = {"rate_ppm": rate.rate_ppm, "tax_keys": list(rate.tax_keys), "tax_parts": list(rate.parts)}
    numbers = {"units": priced.units, "gross_minor": piece.gross_minor, **taxes}
    if piece.at is None:
        return _of_rate(piece, priced, basis, numbers)
    of = basis["lines"][piece.at]
    item = {**of["item"], "units": priced.units, "price": priced.price}
    if not piece.of_units:  # money only: it must move no stock
        item = {name: value for name, value in item.items() if name not in ("product_id", "sku")} | {"type": "service"}
    same = {name: of[name] for name in ("line_id", "kind", "name")}
    return {**same, **numbers, "treatment": of["treatment"], "item": item, "of": piece.at, "of_units": piece.of_units}


def _of_rate(piece: Piece, priced: PricedLine, basis: Mapping[str, Any], numbers: Mapping[str, Any]) -> dict[str, Any]:
    """A line over a whole rate; it has the account and the treatment of the rate's lines where they agree."""
    of = [line for line in basis["lines"] if rate_of(line) == piece.rate]
    name = f"{_words(basis)[2]} ({percent(piece.rate.rate_ppm)})"
    item = {"type": "service", "name": name, "units": priced.units, "price": priced.price, "taxes": list(piece.rate.tax_keys)}
    accounts, treatments = {line["item"].get("account") for line in of}, {line["treatment"] for line in of}
    if len(accounts) == 1 and None not in accounts:
        item["account"] = accounts.pop()
    return {
        "line_id": "", "kind": "item", "name": name, **numbers, "treatment": treatments.pop() if len(treatments) == 1 else "",
        "item": item, "of": None, "of_units": 0, "of_rate": f"{piece.rate.tax}@{piece.rate.rate_ppm}",
    }  # fmt: skip


def _words(basis: Mapping[str, Any]) -> Sequence[str]:
    language = (basis.get("head") or {}).get("language") or basis.get("language") or "en"
    return _WORDS.get(language[:2].lower(), _WORDS["en"])
