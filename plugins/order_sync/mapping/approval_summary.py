"""What waits for a person's approval, as tables and as the Markdown of the question. No names, no addresses: counts, dates, money, numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from order_sync.mapping.amounts import from_minor
from order_sync.mapping.columns import percent
from order_sync.mapping.series_format import series_format

Row = dict[str, Any]
FINAL = (
    "**Approving is final.** Each document gets the next number of its series and can be neither changed nor deleted afterwards; "
    "under VeriFactu a record of it is sent to the tax agency. A mistake is then corrected by a credit note only."
)


def totals(documents: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Gross by kind of document, series, country, tax rate and currency."""
    money: Counter = Counter()
    counted: Counter = Counter()
    for document in documents:
        basis = document["basis"] or {}
        head = (document["kind"], document["series"], basis.get("country") or "")
        lines = basis.get("lines") or [{"rate_ppm": None, "gross_minor": document["amount_minor"]}]
        for rate in {line["rate_ppm"] for line in lines}:
            key = (*head, rate, document["currency"])
            counted[key] += 1
            money[key] += sum(line["gross_minor"] for line in lines if line["rate_ppm"] == rate)
    return [
        {
            "kind": kind, "series": series, "country": country, "rate": "" if rate is None else percent(rate), "documents": counted[key],
            "gross": f"{from_minor(money[key], currency)} {currency}",
        }
        for key in sorted(money, key=lambda key: tuple(str(part or "") for part in key))
        for kind, series, country, rate, currency in [key]
    ]  # fmt: skip


def by_series(documents: Iterable[Mapping[str, Any]], known: Mapping[str, Sequence[Row]]) -> list[Row]:
    """Documents, dates and the numbers to come, by kind and series. ``known``: series {id, name, format, last} by kind."""
    groups: dict[tuple[str, str], list[date]] = {}
    for document in documents:
        groups.setdefault((document["kind"], document["series"]), []).append(document["doc_date"])
    return [
        {
            "kind": kind, "series": _name(series, known.get(kind, ())), "documents": len(days), "oldest": min(days), "newest": max(days),
            "numbers": _to_come(_of(series, known.get(kind, ())), sorted(days)),
        }
        for (kind, series), days in sorted(groups.items())
    ]  # fmt: skip


def warnings(documents: Iterable[Mapping[str, Any]], newest: Mapping[tuple[str, str], date | None], closed_until: date | None) -> list[str]:
    """Dates that go back, and documents in a closed period. ``newest``: the newest approved day by kind and series."""
    told = []
    for document in documents:
        what = f"{document['kind']} of order {document['order_number']}, dated {document['doc_date']}"
        before = newest.get((document["kind"], document["series"]))
        if before is not None and document["doc_date"] < before:
            told.append(f"The {what}, is before {before}, the newest approved one of its series.")
        if closed_until is not None and document["doc_date"] <= closed_until:
            told.append(f"The {what}, is in the period closed until {closed_until}.")
    return told


def markdown(store: str, sums: Sequence[Row], series: Sequence[Row], warned: Sequence[str], most: int = 20) -> str:
    """The question for a person."""
    count = sum(row["documents"] for row in series)
    parts = [f"{count} documents of {store} wait for approval.", FINAL, _table(series), "#### Totals", _table(sums)]
    if warned:
        rest = [f"- … and {len(warned) - most} more"] if len(warned) > most else []
        parts += ["#### Warnings", "\n".join([f"- {text}" for text in warned[:most]] + rest)]
    parts.append("Approve takes exactly the documents counted here; what arrived or changed meanwhile waits for the next question.")
    return "\n\n".join(parts)


def _table(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    names = list(rows[0])
    lines = [f"| {' | '.join(names)} |", f"|{'|'.join(' --- ' for _ in names)}|"]
    return "\n".join(lines + [f"| {' | '.join(_cell(row[name]) for name in names)} |" for row in rows])


def _cell(value: Any) -> str:
    return str(value).replace("|", "/").replace("{", "(").replace("}", ")")


def _of(series: str, known: Sequence[Row]) -> Row | None:
    if not series:
        return known[0] if len(known) == 1 else None  # which one is the account's default is not told
    return next((row for row in known if row["id"] == series), None)


def _name(series: str, known: Sequence[Row]) -> str:
    found = _of(series, known)
    return f"{found['name']} ({found['format']})" if found else series or "the account's default"


def _to_come(series: Row | None, days: Sequence[date]) -> str:
    if series is None or series["last"] is None or not series["format"]:
        return "given by Holded"
    made, first, last = series_format(series["format"]), series["last"] + 1, series["last"] + len(days)
    return made.write(first, days[0]) + (f" to {made.write(last, days[-1])}" if last > first else "")
