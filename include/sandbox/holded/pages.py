"""Lists: filters, order, and pages by cursor (contract 1.5, 2.8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from sandbox.holded import shapes, views
from sandbox.holded.account import Account, Row
from sandbox.holded.documents import Resource
from sandbox.holded.problems import Refused

SORTS = {"date": "date", "dueDate": "due_date", "total": "total"}
PAGING = ("limit", "cursor")


def ignored(account: Account, query: Mapping[str, str], known: tuple[str, ...], where: str) -> None:
    """Record query parameters that the real service would ignore in silence, ``page`` first among them."""
    for name in query:
        if name not in (*known, *PAGING):
            account.violation(f"{where} parameter {name} is ignored in silence")


def page(account: Account, rows: list[Row], query: Mapping[str, str], view: Callable[[Row], Row] = dict) -> Row:
    """One page of rows, each as ``view`` shows it: {items, cursor, has_more}; the cursor is the id of its last row."""
    limit = min(_limit(query.get("limit"), int(account.switch("page_size"))), int(account.switch("page_cap")))
    start, cursor = 0, query.get("cursor")
    if cursor is not None:
        if not shapes.OBJECT_ID.fullmatch(cursor):
            raise Refused(400, f'Error parsing ObjectId string: "{cursor}"')
        found = [index for index, row in enumerate(rows) if row["id"] == cursor]
        start = found[0] + 1 if found else len(rows)
    items, more = [view(row) for row in rows[start : start + limit]], start + limit < len(rows)
    shown = {"items": items, "cursor": items[-1]["id"] if more else None, "has_more": more}
    if more and account.switch("list_cursor") == "left_out":
        shown.pop("cursor")
    if rows and account.switch("list_cursor") == "repeated":
        shown = {"items": [view(row) for row in rows[:limit]], "cursor": rows[0]["id"], "has_more": True}
    return shown


def _limit(text: str | None, default: int) -> int:
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 200:
        raise Refused(400, "Invalid value for limit")
    return int(text)


def documents(account: Account, resource: Resource, query: Mapping[str, str]) -> Row:
    """A page of a document list; documents younger than the lag are not in it."""
    known = ("contact_id", "status", "start_date", "end_date", "sort", *(("approval_status",) if resource.fiscal else ()))
    ignored(account, query, known, resource.path)
    shapes.check(account, {name: query[name] for name in ("start_date", "end_date") if name in query}, _DATES, resource.path)
    rows = [row for row in account.state["documents"].values() if row["kind"] == resource.kind and _fits(account, row, query)]
    sort = query.get("sort", "-date")
    if sort.lstrip("-") not in SORTS:
        raise Refused(400, "Invalid value for sort")
    rows.sort(key=lambda row: _sorted_by(row, SORTS[sort.lstrip("-")]), reverse=sort.startswith("-"))
    return page(account, rows, query, lambda row: views.row(account, resource, row))


_DATES = {"start_date": "date", "end_date": "date"}


def _sorted_by(row: Row, name: str) -> Decimal | str:
    return Decimal(row["totals"]["total"]) if name == "total" else row[name] or ""


def _fits(account: Account, row: Row, query: Mapping[str, str]) -> bool:
    start, end = query.get("start_date", "")[:10], query.get("end_date", "")[:10]
    before_end = not end or row["date"] < end or (account.switch("end_date") == "inclusive" and row["date"] == end)
    approval = query.get("approval_status")
    return (
        account.visible(row["id"], "lag_seconds")
        and row["date"] >= start
        and before_end
        and query.get("contact_id") in (None, row["contact_id"])
        and query.get("status") in (None, views.status(row))
        and approval in (None, "draft" if row["draft"] else "approved")
    )
