"""Reports: one-stop shop, proof of totals, number series, SKUs, customs, shipping rules, APIs; on screen and as CSV."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from order_sync.errors import NotThere, SettingsError
from order_sync.settings import load_config
from order_sync.steps import report_pages
from order_sync.steps.oss import quarter_days
from order_sync.steps.report_csv import csv_text
from order_sync.steps.shop import open_database
from order_sync.ui.access import User, may_act, need, same_site
from order_sync.ui.layout import base, page
from order_sync.ui.runs import NotStarted, start
from order_sync.ui.selection import PAGE_ROWS, PERIODS, Selection, selected


def dag_of(store: str) -> str:
    """The DAG that counts a store's reports."""
    return f"reports__{store}"


def add(app: FastAPI) -> None:
    """Put the routes on the app."""

    @app.get("/reports")
    def reports(request: Request, user: User, started: str = "", problem: str = "") -> Response:
        chosen = selected(request, user)
        listed = [one for one in report_pages.REPORTS.values() if one.belongs_to(chosen.settings)]
        report = report_pages.report_of(chosen.given.get("report") or listed[0].key, chosen.settings)
        sort, part = _sort(chosen, report), _part(chosen, report)
        found = _read(chosen, report, part, sort)
        skip = (chosen.place - 1) * PAGE_ROWS
        return page(
            request, "reports.html", tab="reports", title="Reports", chosen=chosen, zone=chosen.zone, periods=PERIODS, report=report, reports=listed,
            order=sort, part=part, quarters=report_pages.quarters(chosen.today), sums=_sums(found["rows"], report), count=len(found["rows"]),
            rows=found["rows"][skip : skip + PAGE_ROWS], more=len(found["rows"]) > skip + PAGE_ROWS, counted_at=found["counted_at"],
            missing=found["missing"], empty=found["empty"], acts=may_act(user, dag_of(chosen.store)), started=started[:200], problem=problem[:200], instant=_instant,
            amount=lambda text, currency: f"{Decimal(text):,}".replace(",", "\u202f") + f" {currency}",
        )  # fmt: skip

    @app.get("/reports/{name}.csv")
    def as_csv(request: Request, name: str, user: User) -> Response:
        chosen = selected(request, user)
        report = report_pages.report_of(name, chosen.settings)
        part = _part(chosen, report)
        rows = _read(chosen, report, part, _sort(chosen, report))["rows"]
        text = csv_text(report, rows, excel=chosen.given.get("form") == "excel")
        file = "-".join(filter(None, (chosen.store, report.key, part or chosen.today.isoformat())))
        headers = {
            "Content-Disposition": f'attachment; filename="{file}.csv"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(text.encode(), media_type="text/csv; charset=utf-8", headers=headers)

    @app.post("/reports/{name}/count")
    def count(request: Request, name: str, user: User) -> Response:
        same_site(request)
        chosen = selected(request, user)
        need(may_act(user, dag_of(chosen.store)))
        report = report_pages.report_of(name, chosen.settings)
        part = _part(chosen, report)
        asked = {"report": report.key} | ({"quarter": part} if part else {})
        now = datetime.now(UTC)
        try:
            told = {"started": start(dag_of(chosen.store), run_id=f"manual__{now:%Y-%m-%dT%H:%M:%S.%f}", user=user.get_name(), conf=asked)}
        except NotStarted as error:
            told = {"problem": str(error)}
        return RedirectResponse(f"{base(request)}/reports?{urlencode({'store': chosen.store} | asked | told)}", 303)


def _read(chosen: Selection, report: report_pages.Report, part: str, sort: tuple[str, bool]) -> dict[str, Any]:
    with open_database() as database:
        found = report_pages.read(database, load_config(), chosen.store, report, part)
        empty = report.empty(database, chosen.store) if report.empty and not found["rows"] else ("Nothing to report.", "")
    rows = report_pages.in_period(found["rows"], report, chosen.days)
    return found | {"empty": empty, "rows": report_pages.in_order(rows, report, sort)}


def _sort(chosen: Selection, report: report_pages.Report) -> tuple[str, bool]:
    first = report.sort.removeprefix("-")
    return chosen.sort([report.sort, *(column.name for column in report.columns if column.name != first)])


def _part(chosen: Selection, report: report_pages.Report) -> str:
    if not report.by_quarter:
        return ""
    part = chosen.given.get("quarter") or report_pages.quarters(chosen.today)[0]
    try:
        quarter_days(part)
    except SettingsError as error:
        raise NotThere("no such quarter", where=f"quarter {part[:20]}", cure="Write it as year and quarter: 2026Q4.", status=404) from error
    return part.upper().replace("-", "")


def _sums(rows: list[dict[str, Any]], report: report_pages.Report) -> list[tuple[str, list[tuple[str, Any]]]]:
    """Per currency the sums of the amounts, by heading."""
    amounts = [column for column in report.columns if column.kind in ("minor", "major")]
    found = []
    for currency in sorted({row["currency"] for row in rows if row.get("currency")}) if amounts else ():
        own = [row for row in rows if row["currency"] == currency]
        found.append((currency, [(column.label, column.kind, _sum(own, column)) for column in amounts]))
    return found


def _sum(rows: list[dict[str, Any]], column: report_pages.Column) -> Any:
    values = [row[column.name] for row in rows if row[column.name] is not None]
    return sum(values) if column.kind == "minor" else str(sum((Decimal(value) for value in values), Decimal(0)))


def _instant(text: str | None) -> datetime | date | None:
    return datetime.fromisoformat(text) if text else None
