"""What differs between what stands of an order and what today's rules would make of it. Names fields of people, never shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from order_sync.mapping.amounts import from_minor

Row = Mapping[str, Any]
Change = dict[str, str]
# Leaves of these names, and everything below them, are the buyer's: that they differ is said, not how.
PERSONAL = frozenset({
    "contact", "recipient", "contact_name", "bill_address", "email", "phone", "person", "code", "vat_number", "notes", "body", "description",
    "label_description", "street", "number", "postal_code", "city",
})  # fmt: skip
# Told by rows of their own, or set when the document is sent.
APART = frozenset({"date", "due_date", "items", "custom_id", "further"})
HIDDEN = "(personal data)"


def changes(stands: Mapping[str, Sequence[Row]], new: Mapping[str, Sequence[Row]]) -> list[Change]:
    """Rows {destination, what, before, after}, empty texts where there is nothing.

    ``stands``: decisions, intents, holds, acts; ``new``: decisions, parcels, acts; all of one order.
    """
    found: list[Change] = []
    for decision in sorted(new["decisions"], key=lambda row: row["destination"]):
        place = decision["destination"]
        before = next((row for row in stands["decisions"] if row["destination"] == place), None)
        found += _decided(place, before, decision)
        made = [row for row in stands["intents"] if row["destination"] == place]
        found += _document(made, decision) if place == "holded" else _parcels(made, new["parcels"], decision)
    return [*found, *_holds(stands["holds"], new), *_acts(stands["acts"], new["acts"])]


def _change(destination: str, what: str, before: object, after: object) -> Change:
    return {
        "destination": destination,
        "what": what,
        "before": "" if before is None else str(before),
        "after": "" if after is None else str(after),
    }


def _decided(place: str, before: Row | None, after: Row) -> Iterator[Change]:
    for name in ("action", "kind", "reason"):
        was = before[name] if before else None
        if (was or "") != (after[name] or ""):
            yield _change(place, {"action": "decision", "kind": "kind of document"}.get(name, name), was, after[name])


def _document(made: Sequence[Row], after: Row) -> Iterator[Change]:
    before = next(iter(made), None)
    if before is None or after["action"] != "send":
        return
    currency = after["currency"] or before["currency"] or "EUR"
    if before["amount_minor"] != after["amount_minor"]:
        yield _change(
            "holded", "total", _money(before["amount_minor"], before["currency"] or currency), _money(after["amount_minor"], currency)
        )
    if before["state"] in ("pending", "rejected") and before["doc_date"] != after["doc_date"]:
        yield _change("holded", "date", before["doc_date"], after["doc_date"])
    yield from _lines(before["basis"] or {}, after["basis"] or {}, currency)
    yield from _taxes(before["basis"] or {}, after["basis"] or {}, currency)
    body = {name: value for name, value in (before["body"] or {}).items() if name not in APART}
    yield from _leaves("holded", body, {name: value for name, value in (after["body"] or {}).items() if name not in APART})
    yield from _leaves("holded", {"contact": before["contact"]}, {"contact": after["contact"]})


def _lines(before: Row, after: Row, currency: str) -> Iterator[Change]:
    old, new = _named(before), _named(after)
    for key in dict.fromkeys([*old, *new]):
        was, now = (_line(side.get(key), currency) for side in (old, new))
        if was != now:
            yield _change("holded", f"line {key[0]}" if key[1] == 1 else f"line {key[0]} ({key[1]})", was, now)


def _named(basis: Row) -> dict[tuple[str, int], Row]:
    found: dict[tuple[str, int], Row] = {}
    for line in basis.get("lines") or ():
        name = line["name"] or line["kind"]
        found[name, 1 + sum(other == name for other, _ in found)] = line
    return found


def _line(line: Row | None, currency: str) -> str:
    if line is None:
        return ""
    product = (line.get("item") or {}).get("product_id")
    tax = " + ".join(line["tax_keys"] or ())
    told = f"{line['units']} x, {_money(line['gross_minor'], currency)}, {_rate(line['rate_ppm'])} {tax}"
    return f"{told}, product {product}" if product else told


def _taxes(before: Row, after: Row, currency: str) -> Iterator[Change]:
    old, new = _by_rate(before), _by_rate(after)
    for rate in sorted({*old, *new}):
        if old.get(rate) != new.get(rate):
            yield _change("holded", f"gross at {_rate(rate)}", _money(old.get(rate), currency), _money(new.get(rate), currency))


def _by_rate(basis: Row) -> dict[int, int]:
    found: dict[int, int] = {}
    for line in basis.get("lines") or ():
        found[line["rate_ppm"] or 0] = found.get(line["rate_ppm"] or 0, 0) + line["gross_minor"]
    return found


def _parcels(made: Sequence[Row], parcels: Sequence[Row], after: Row) -> Iterator[Change]:
    old, new = {row["part"]: row["body"] or {} for row in made}, {row["part"]: row["body"] or {} for row in parcels}
    if not made or after["action"] != "send":
        return
    if len(old) != len(new):
        yield _change("myparcel", "parcels", len(old), len(new))
    for part in sorted(old.keys() & new.keys()):
        for change in _leaves("myparcel", old[part], new[part]):
            yield change | {"what": f"parcel {part}: {change['what']}" if part else f"parcel: {change['what']}"}


def _holds(stands: Sequence[Row], new: Mapping[str, Sequence[Row]]) -> Iterator[Change]:
    old = {(row["destination"], row["code"], row["field"]): row["seen"] for row in stands}
    told = [(row["destination"], row) for row in new["decisions"]] + [("holded", row) for row in new["acts"]]
    now = {(place, row["reason"], row["field"] or ""): row["seen"] or "" for place, row in told if row["action"] == "hold"}
    for key in dict.fromkeys([*old, *now]):
        if (key in old) != (key in now):
            place, code, field = key
            text = f"{code} {field}".strip()
            yield _change(place, "hold", text if key in old else "", text if key in now else "")


def _acts(stands: Sequence[Row], new: Sequence[Row]) -> Iterator[Change]:
    old, now = ({(row["role"], row["part"]): f"{row['action']} {row['reason'] or ''}".strip() for row in rows} for rows in (stands, new))
    for role, part in now:
        if old.get((role, part)) != now[role, part]:
            yield _change("holded", f"{role} {part}".strip(), old.get((role, part)), now[role, part])


def _leaves(place: str, before: Any, after: Any, path: str = "", hidden: bool = False) -> Iterator[Change]:
    """Leaves that differ, by their path."""
    if isinstance(before, Mapping) or isinstance(after, Mapping):
        old, new = (side if isinstance(side, Mapping) else {} for side in (before, after))
        for name in dict.fromkeys([*old, *new]):
            yield from _leaves(place, old.get(name), new.get(name), f"{path}.{name}" if path else name, hidden or name in PERSONAL)
    elif isinstance(before, list) and isinstance(after, list) and any(isinstance(one, Mapping) for one in [*before, *after]):
        for at in range(max(len(before), len(after))):
            old, new = (side[at] if at < len(side) else None for side in (before, after))
            yield from _leaves(place, old, new, f"{path}[{at}]", hidden)
    elif before != after and not (_reference(before, after)):
        yield _change(place, path, *(HIDDEN if hidden and side else side for side in (before, after)))


def _reference(before: Any, after: Any) -> bool:
    # our own number is put in when the document's row is made
    return isinstance(after, str) and "{reference}" in after and isinstance(before, str)


def _rate(ppm: int | None) -> str:
    return "" if ppm is None else f"{(Decimal(ppm) / 10_000).normalize():f} %"


def _money(minor: int | None, currency: str) -> str:
    return "" if minor is None else f"{from_minor(minor, currency)} {currency}"
