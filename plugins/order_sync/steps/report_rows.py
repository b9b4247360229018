"""Where the rows of each report come from. What loads pandas is imported where it is used: the page of another report does without."""

from __future__ import annotations

import re
from typing import Any

from order_sync.settings import Config
from order_sync.store import master
from order_sync.store.database import Database, Row

_RULES = {
    "series.no_gap": "gap",
    "series.no_duplicate": "duplicate",
    "series.date_not_back": "date goes back",
    "series.number_in_series": "wrong series",
}
_FOUND = re.compile(r"series (?P<series>.*?), (?P<number>[^,]*?): (?:gap|duplicate|date goes back|wrong series), (?P<seen>.*)", re.DOTALL)
_KINDS = ("receipt", "invoice", "receipt_note", "credit_note", "order")
API_DAYS = 90
_DIFFERS = {"new": "new field", "missing": "missing", "type": "another type", "value": "unknown value"}


def oss(database: Database, config: Config, store: str, part: str) -> list[Row]:
    """The one-stop-shop sheet of a quarter."""
    from order_sync.steps.oss import oss_sheet

    return oss_sheet(database, store, part)


def totals(database: Database, config: Config, store: str, part: str) -> list[Row]:
    """Wix, ours and Holded by day and kind."""
    found = database.rows("reports/totals", store=store, zone=config.store(store).timezone)
    return [row | {"orders": [number for number in row["orders"] or () if number]} for row in found]


def skus(database: Database, config: Config, store: str, part: str) -> list[Row]:
    """SKUs that are blank, unknown or shared."""
    from order_sync.steps.skus import sku_report

    return sku_report(database, config, store)


def customs(database: Database, config: Config, store: str, part: str) -> list[Row]:
    """SKUs that are not ready for customs."""
    from order_sync.steps.customs import readiness

    return readiness(database, config, store)


def rules(database: Database, config: Config, store: str, part: str) -> list[Row]:
    """Lines of shipping_rules.csv by the orders that they decided about."""
    from order_sync.steps.rules import rule_hits

    return [row | {"newest_orders": [number for number in row["newest_orders"] if number]} for row in rule_hits(database, config, store)]


def reconcile(database: Database, config: Config, store: str, part: str) -> list[Row]:
    """What the daily comparison with the remotes has found."""
    from order_sync.steps.reconcile_report import rows

    return rows(database, store)


def apis(database: Database, config: Config, store: str, part: str) -> list[Row]:
    """Answers of the remotes that do not fit the pinned contract; no values but those of enumerations."""
    found = database.rows("pages/api_drift", store=store, days=API_DAYS)
    return [row | {"what": _DIFFERS[row["what"]], "path": row["path"] or "(the answer)"} for row in found]


def apis_empty(database: Database, store: str) -> tuple[str, str]:
    """What there is to say where every answer fits, or none was compared yet."""
    looked = database.one("pages/api_looks", store=store)
    if not looked["endpoints"]:
        return (
            "No answer was compared yet.",
            f"The daily comparison (reconcile__{store}) looks at the answers that it reads, without a call of its own.",
        )
    calls = f"{looked['endpoints']} kind{'s' if looked['endpoints'] != 1 else ''} of call"
    return (
        "All answers fit what we know.",
        f"Samples of {calls} were compared with the pinned form, the last on {looked['looked_at']:%Y-%m-%d} (UTC).",
    )


def threeway(database: Database, config: Config, store: str, part: str) -> list[Row]:
    """Wix, ours and Holded by day and currency, and what lies between them."""
    from order_sync.steps.reconcile_report import totals as by_day

    return by_day(database, store)


def series(database: Database, config: Config, store: str, part: str) -> list[Row]:
    """What the watch has found in the last months, then the series about which nothing was found, with their newest number."""
    names = _names(database, config.store(store).holded.connection)
    held = {row["order_number"] for row in database.rows("holds/list", store=store, code="SERIES_BROKEN", number=None)}
    found: dict[tuple[str, str], Row] = {}
    for result in database.rows("reports/series", store=store, rules=list(_RULES)):
        for value in result["seen"].get("values", ()):
            for text in value.split("; series "):  # several findings about one document stand in one text
                _add(found, result, text if text.startswith("series ") else f"series {text}", names)
    rows = [row | {"orders": sorted(row["orders"]), "held": bool(row["orders"] & held)} for row in found.values()]
    troubled = {row["series"] for row in rows}
    return rows + [row for row in _in_order(database, config, store, names) if row["series"] not in troubled]


def _add(found: dict[tuple[str, str], Row], result: Row, text: str, names: dict[str, Any]) -> None:
    told = _FOUND.fullmatch(text)
    if told is None:
        return
    name = names.get(told["series"], {}).get("name") or told["series"]
    row = found.setdefault(
        (result["rule"], text),
        {"what": _RULES[result["rule"]], "series": name, "number": told["number"], "seen": told["seen"], "orders": set(), "first": result["checked_at"]},
    )  # fmt: skip
    if len(result["seen"]["values"]) == 1:  # of several findings nobody says which order is whose
        row["orders"] |= set(result["orders"])
    row["last"] = result["checked_at"]


def _names(database: Database, connection: str) -> dict[str, Any]:
    """Series id to {name, kind} of those that Holded listed last."""
    return {
        row["id"]: {"name": f"{row['name']} ({kind.replace('_', ' ')})", "kind": kind}
        for kind in _KINDS
        for row in master.cached(database, connection, f"series:{kind}") or ()
    }


def _in_order(database: Database, config: Config, store: str, names: dict[str, Any]) -> list[Row]:
    rows, connection = [], config.store(store).holded.connection
    for series_id, one in names.items():
        newest = database.one("reports/newest_number", store=store, connection=connection, kind=one["kind"], series=series_id)
        seen = f"newest number, dated {newest['day']}" if newest else "no number was given yet"
        plain = {"what": "in order", "series": one["name"], "number": newest["number"] if newest else "", "seen": seen}
        rows.append(plain | {"orders": [], "first": None, "last": None, "held": False})
    return rows
