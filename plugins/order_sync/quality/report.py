"""The quality report: one static HTML page from rows of quality.results, with the caller's own tables on top.

No personal data: results carry order numbers, codes and amounts only; the caller's tables must do the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from order_sync.quality.page import Markup, cell, page, table
from order_sync.quality.suites import SUITES, sentence

MAX_ORDERS = 50
_NOT_EVALUATED = "not evaluated"
Tables = Mapping[str, Iterable[Mapping[str, Any]]]


@dataclass
class _Line:
    """One rule of one store over all runs of the report."""

    store: str
    suite: str
    rule: str
    scope: str
    runs: int = 0
    checked: int = 0
    failed: int = 0
    failed_runs: int = 0
    orders: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)


def render(results: Iterable[Mapping[str, Any]], *, title: str, made_at: datetime, summary: Tables | None = None) -> str:
    """The page as text.

    ``results``: rows of quality.results (store, suite, rule, scope, success, checked, failed, orders, seen), of one or many runs.
    ``summary``: heading to rows; the keys of the first row of each table are its column heads.
    """
    lines = _lines(results)
    parts = [_tables(summary or {}), "<h2>Quality checks</h2>", _overview(lines)]
    for store in dict.fromkeys(line.store for line in lines):
        parts.append(_store(store, [line for line in lines if line.store == store]))
    return page(title, f"Made {made_at:%Y-%m-%d %H:%M} {made_at.tzname() or ''}".strip(), "\n".join(part for part in parts if part))


def _lines(results: Iterable[Mapping[str, Any]]) -> list[_Line]:
    lines: dict[tuple[str, str, str], _Line] = {}
    for result in results:
        key = (result["store"], result["suite"], result["rule"])
        line = lines.setdefault(key, _Line(*key, result["scope"]))
        line.runs += 1
        line.checked += result["checked"]
        line.failed += result["failed"]
        line.failed_runs += not result["success"]
        line.orders = list(dict.fromkeys([*line.orders, *result["orders"]]))
        error = result["seen"].get("error")
        values = [f"{_NOT_EVALUATED}: {error}"] if error else result["seen"].get("values", [])
        line.seen = list(dict.fromkeys([*line.seen, *values]))
    order = {name: place for place, name in enumerate(SUITES)}
    return sorted(lines.values(), key=lambda line: (line.store, order.get(line.suite, len(order)), line.suite))


def _tables(summary: Tables) -> str:
    parts = []
    for heading, rows in summary.items():
        rows = [dict(row) for row in rows]
        heads = list(rows[0]) if rows else []
        body = table(heads, [[row.get(head) for head in heads] for row in rows]) if rows else "<p>Nothing.</p>"
        parts.append(f"<h2>{cell(heading)}</h2>{body}")
    return "".join(parts)


def _overview(lines: list[_Line]) -> str:
    if not lines:
        return "<p>No check has run.</p>"
    rows, marked = [], []
    for store, suite in dict.fromkeys((line.store, line.suite) for line in lines):
        own = [line for line in lines if (line.store, line.suite) == (store, suite)]
        failed = [line for line in own if line.failed_runs]
        stopped = sum(line.failed_runs for line in failed if line.scope == "batch")
        rows.append([store, _title(suite), max(line.runs for line in own), len(own), len(own) - len(failed), len(failed), stopped])
        marked.append(bool(failed))
    heads = ["Store", "Checked", "Runs", "Rules", "Passed", "Failed", "Stopped a run"]
    return table(heads, rows, caption="Rules by store and by what was checked", marked=marked)


def _store(store: str, lines: list[_Line]) -> str:
    parts = [f"<h2>Store {cell(store)}</h2>"]
    for suite in dict.fromkeys(line.suite for line in lines):
        own = [line for line in lines if line.suite == suite]
        failed, passed = [line for line in own if line.failed_runs], [line for line in own if not line.failed_runs]
        parts.append(f"<h3>{cell(_title(suite))}</h3>")
        parts.append(_failed(failed) if failed else '<p class="good">All rules hold.</p>')
        if passed:
            heads = ["Rule", "Rows checked"]
            body = table(heads, [[_words(line), line.checked] for line in passed])
            parts.append(f"<details><summary>{len(passed)} rules that hold</summary>{body}</details>")
    return "".join(parts)


def _failed(lines: list[_Line]) -> str:
    heads = ["Rule", "Rows checked", "Rows failed", "Concerns", "Orders", "Seen"]
    rows = [[_words(line), line.checked, line.failed, _concerns(line), _orders(line), "; ".join(line.seen[:5])] for line in lines]
    return table(heads, rows, marked=[True] * len(rows))


def _concerns(line: _Line) -> Markup:
    stops = line.scope == "batch" or any(seen.startswith(_NOT_EVALUATED) for seen in line.seen)
    return Markup(f'<span class="bad">{"the whole run, which was stopped" if stops else "these orders only"}</span>')


def _orders(line: _Line) -> str:
    more = len(line.orders) - MAX_ORDERS
    return ", ".join(line.orders[:MAX_ORDERS]) + (f" and {more} more" if more > 0 else "")


def _words(line: _Line) -> Markup:
    return Markup(f"{cell(sentence(line.rule))}<br><code>{cell(line.rule)}</code>")


def _title(suite: str) -> str:
    return SUITES[suite].title if suite in SUITES else suite
