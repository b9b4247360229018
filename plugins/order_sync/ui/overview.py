"""Overview: where every order of a store and period is, and the figures of its days, documents, parcels, holds, calls and runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Literal

from fastapi import FastAPI, Request, Response

from order_sync.contracts.currencies import minor_digits
from order_sync.steps import overview_page
from order_sync.ui import glance, plots
from order_sync.ui.access import User
from order_sync.ui.last_runs import last_runs
from order_sync.ui.layout import money, page
from order_sync.ui.selection import PAGE_ROWS, PERIODS, Selection, selected

STAGES = ("queued", "draft", "approved", "paid", "unknown", "rejected")  # of a document, in the order of their colours
# A table's columns: the first one sorts where the address names none of them.
DOCUMENTS, PARCELS = ("-documents", "document_kind", "document_stage"), ("parcel_stage", "-parcels")
HOLDS, CALLS = ("-holds", "hold_code", "hold_for"), ("-calls", "remote", "refused")
RUNS = ("run_of", "-run_began", "-run_took", "run_state")
COLUMNS = {
    "documents": "n", "document_kind": "name", "document_stage": "state", "parcels": "n", "parcel_stage": "place", "holds": "ever", "hold_code": "name",
    "hold_for": "state", "calls": "calls", "remote": "remote", "refused": "refused", "run_of": "dag_id", "run_began": "began", "run_took": "seconds",
    "run_state": "state",
}  # fmt: skip
Fate = Literal["booked", "held", "ignored", "unexplained", "shipped", "ship_held", "due", "ship_unexplained"]


def add(app: FastAPI) -> None:
    """Put the routes on the app."""

    @app.get("/overview")
    def overview(request: Request, user: User) -> Response:
        chosen = selected(request, user)
        since, until = chosen.days
        found = overview_page.overview(chosen.settings, since, until)
        runs = last_runs(user, chosen.store)
        return page(
            request, "overview.html", tab="overview", title="Overview", zone=chosen.zone, chosen=chosen, periods=PERIODS,
            drawn=_drawn(found, since, until), runs=_runs(chosen, runs), **found | _tables(chosen, found),
            todo=glance.to_do(chosen, found, runs), totals=_totals(found["days"]), more_than=overview_page.DRAINED,
        )  # fmt: skip

    @app.get("/overview/orders")
    def orders(request: Request, user: User, fate: Fate = "unexplained") -> Response:
        chosen = selected(request, user)
        since, until = chosen.days
        by = chosen.sort(("-day",))
        rows, more = overview_page.orders_with(chosen.settings, fate, since, until, newest=by[1], place=chosen.place, rows=PAGE_ROWS)
        title = overview_page.FATES[fate][2]
        return page(
            request, "fates.html", tab="overview", title=title, zone=chosen.zone, chosen=chosen, periods=PERIODS, fate=fate, rows=rows, more=more, by=by
        )  # fmt: skip


def _sorted(
    chosen: Selection, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> tuple[list[Mapping[str, Any]], tuple[str, bool]]:
    name, descending = by = chosen.sort(columns)
    known = [row for row in rows if row[COLUMNS[name]] is not None]
    unknown = [row for row in rows if row[COLUMNS[name]] is None]
    return [*sorted(known, key=lambda row: row[COLUMNS[name]], reverse=descending), *unknown], by


def _tables(chosen: Selection, found: Mapping[str, Any]) -> dict[str, Any]:
    remotes: dict[str, dict[str, Any]] = {}
    for row in found["calls"]:
        known = remotes.setdefault(row["remote"], {"remote": row["remote"], "calls": 0, "refused": 0})
        known["calls"], known["refused"] = known["calls"] + row["calls"], known["refused"] + row["refused"]
    done = {"holded": found["coverage"]["booked"], "myparcel": found["coverage"]["shipped"], "wix": found["coverage"]["wix"]}
    totals = [row | {"per_order": row["calls"] / done[row["remote"]] if done.get(row["remote"]) else None} for row in remotes.values()]
    made = {"documents": (DOCUMENTS, found["documents"]), "parcels": (PARCELS, found["parcels"]), "holds": (HOLDS, found["holds"])}
    return {name: _sorted(chosen, columns, rows) for name, (columns, rows) in (made | {"remotes": (CALLS, totals)}).items()}


def _runs(chosen: Selection, found: list[dict[str, Any]] | None) -> tuple[list[Mapping[str, Any]], tuple[str, bool]] | None:
    if found is None:
        return None
    rows = [
        dag
        | {name: (dag["newest"] or {}).get(name) for name in ("run_id", "state", "began", "seconds")}
        | {"plot": plots.columns("Seconds", [(f"{began:%Y-%m-%d %H:%M}", took, f"{took} s") for began, took in dag["took"]], whole="")}
        for dag in found
    ]
    return _sorted(chosen, RUNS, rows)


def _drawn(found: Mapping[str, Any], since: date | None, until: date) -> dict[str, Any]:
    """The plots: orders, revenue by currency, calls by remote; documents, parcels and holds as stripes."""
    bucket, days = found["bucket"], found["days"]
    first = min([row["day"] for row in days], default=until) if since is None else since
    at = overview_page.buckets(bucket, first, until)
    names = [_period(bucket, day) for day in at]
    currencies = sorted({row["currency"] for row in days}, key=lambda one: -sum(row["placed"] for row in days if row["currency"] == one))
    by_currency = {one: [row for row in days if row["currency"] == one] for one in currencies}
    placed = [sum(values) for values in zip(*(plots.filled(at, rows, "placed") for rows in by_currency.values()), strict=True)]
    remotes = sorted({row["remote"] for row in found["calls"]})
    marks = [f"{day:%b %Y}" if bucket == "month" else f"{day.day} {day:%b}" for day in at]

    def drawn(name: str, values: Sequence[int], words: Callable[[int], str], unit: int = 1) -> plots.Plot:
        told = [(label, n, words(n)) for label, n in zip(names, values, strict=True)]
        return plots.columns(name, told, unit=unit, marks=marks)

    return {
        "names": dict(zip(at, names, strict=True)),
        "orders": drawn("Orders", placed or [0] * len(at), lambda n: f"{n} {'order' if n == 1 else 'orders'}"),
        "revenue": {
            one: drawn("Revenue", plots.filled(at, rows, "amount_minor"), partial(money, currency=one), 10 ** minor_digits(one))
            for one, rows in by_currency.items()
            if one  # a malformed order may have none
        },
        "calls": {
            one: drawn("Calls", plots.filled(at, _of(found["calls"], one), "calls"), lambda n: f"{n} {'call' if n == 1 else 'calls'}")
            for one in remotes
        },
        "documents": plots.stripes(((row["name"], row["state"], row["n"]) for row in found["documents"]), STAGES),
        "parcels": plots.stripes(((row["name"], row["state"], row["n"]) for row in found["parcels"]), ("", "late", "lost")),
        "holds": plots.stripes(((row["name"], row["state"], row["ever"]) for row in found["holds"]), ("holded", "myparcel", "wix")),
        "stages": [stage for stage in STAGES if any(row["state"] == stage for row in found["documents"])],
    }


def _totals(days: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Of the whole period: ``orders``, and ``revenue`` by currency, the one with most orders first."""
    revenue: dict[str, int] = {}
    orders: dict[str, int] = {}
    for row in days:
        revenue[row["currency"]] = revenue.get(row["currency"], 0) + row["amount_minor"]
        orders[row["currency"]] = orders.get(row["currency"], 0) + row["placed"]
    return {"orders": sum(orders.values()), "revenue": {one: revenue[one] for one in sorted(orders, key=lambda one: -orders[one]) if one}}


def _of(rows: Sequence[Mapping[str, Any]], remote: str) -> list[dict[str, Any]]:
    return [dict(row) for row in rows if row["remote"] == remote]


def _period(bucket: str, day: date) -> str:
    return f"{day:%Y-%m}" if bucket == "month" else f"week of {day}" if bucket == "week" else str(day)
