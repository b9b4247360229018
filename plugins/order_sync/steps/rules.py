"""The lines of shipping_rules.csv: their mistakes before any order comes, and which of them decided about which orders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from order_sync.settings import Config
from order_sync.steps.preflight_findings import Finding, fine, unknown, wrong
from order_sync.steps.shop import Shop
from order_sync.store import master
from order_sync.store.database import Database, Row

COLUMNS = ("store", "line", "name", "note", "orders", "sent", "held", "newest_orders", "last_decided")
NEVER, NONE, GONE = "never decided", "no line fits", "not in the table any more"


def shipping_table(shop: Shop) -> Iterator[Finding]:
    """Findings of preflight about the store's lines: those that can never be sent, and those of which some orders would be held."""
    from order_sync.mapping import parcels
    from order_sync.mapping.shipping_check import check
    from order_sync.mapping.shipping_table import FILE, of_store

    settings = shop.settings.myparcel
    preferences = master.cached(shop.database, settings.connection, "preferences") if settings.defaults == "account" else None
    rules = of_store(shop.config.shipping_rules, shop.store)
    platform = parcels.platform(settings, shop.settings.country, preferences)
    mistakes = check(rules, settings, parcels.wishes(settings, preferences), platform)
    for mistake in mistakes:
        what = f"{FILE} line {mistake.line} {mistake.column}".strip()
        yield (wrong if mistake.certain else unknown)(what, mistake.seen, mistake.cure)
    if not mistakes:
        yield fine(FILE, f"{len(rules)} lines for the store")


def rule_hits(database: Database, config: Config, store: str) -> list[Row]:
    """Rows of COLUMNS: each line of the store in order, then orders that no line fits, then lines that are no more.

    ``orders``: whose parcels the line decided about, as they were decided last, by what the line says, wherever it stood then; those that
    were not paid, not physical or collected reach no line.
    """
    from order_sync.mapping.shipping_table import key, of_store

    hits = {row["rule_key"]: row for row in database.rows("reports/rules", store=store)}
    rows = []
    for rule in of_store(config.shipping_rules, store):
        rows.append(_row(store, rule.line, rule.name, hits.pop(key(rule), None), "", NEVER))
    if (left := hits.pop(None, None)) is not None:
        rows.append(_row(store, None, "", left, NONE))
    return rows + [_row(store, hit["rule_line"], "", hit, GONE) for hit in sorted(hits.values(), key=lambda hit: hit["rule_line"])]


def _row(store: str, line: int | None, name: str, hit: Row | None, note: str, without: str = "") -> dict[str, Any]:
    counted = hit or {"orders": 0, "sent": 0, "held": 0, "newest_orders": [], "last_decided": None}
    return {"store": store, "line": line, "name": name, "note": note if hit else without} | {
        column: counted[column] for column in COLUMNS[4:]
    }
