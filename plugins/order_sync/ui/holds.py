"""Holds: the inbox. What waits for a person, by reason; retry and ignore, one by one or all of a filter; what was closed by whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import FastAPI, Form, Request, Response
from fastapi.responses import RedirectResponse

from order_sync.contracts.holds import HOLD_CODES
from order_sync.steps import holds_page
from order_sync.steps.shop import open_database
from order_sync.ui.access import User, may_act, need, same_site
from order_sync.ui.layout import base, page
from order_sync.ui.runs import NotStarted, start
from order_sync.ui.selection import PAGE_ROWS, PERIODS, Selection, selected

AGES = {
    "": "any age",
    "1": "older than an hour",
    "24": "older than a day",
    "72": "older than 3 days",
    "168": "older than a week",
    "720": "older than 30 days",
}
DESTINATIONS = {"holded": "Holded", "myparcel": "MyParcel", "wix": "Wix"}
TOLD = ("started", "problem")  # what the act before this page says: links do not keep it
Text = Annotated[str, Form()]


def dag_of(store: str) -> str:
    """The DAG that retries and ignores."""
    return f"holds__{store}"


def add(app: FastAPI) -> None:
    """Put the routes on the app."""

    @app.get("/holds")
    def holds(request: Request, user: User) -> Response:
        chosen, told = _told(selected(request, user))
        shown = {
            "acts": may_act(user, dag_of(chosen.store)),
            **told,
            "ages": AGES,
            "destinations": DESTINATIONS,
            "codes": sorted(HOLD_CODES),
        }
        closed = chosen.given.get("state") == "closed"
        shown |= _closed(chosen) if closed else _open(chosen)
        return page(
            request, "holds_closed.html" if closed else "holds.html", tab="holds", title="Holds", zone=chosen.zone, store=chosen.store,
            chosen=chosen, **shown,
        )  # fmt: skip

    @app.post("/holds/{store}/{action}")
    def act(
        request: Request,
        store: str,
        action: Literal["retry", "ignore"],
        user: User,
        scope: Annotated[Literal["selected", "filter"], Form()] = "selected",
        hold: Annotated[list[int], Form(max_length=PAGE_ROWS)] = [],  # noqa: B006  FastAPI copies it
        note: Annotated[str, Form(max_length=500)] = "",
        into_closed_period: Annotated[bool, Form()] = False,
        seen_at: Text = "",
        code: Text = "",
        destination: Text = "",
        older: Text = "",
        number: Text = "",
        sort: Text = "",
    ) -> Response:
        same_site(request)
        need(may_act(user, dag_of(store)))
        given = {"store": store, "code": code, "destination": destination, "older": older, "number": number, "sort": sort}
        wanted = {"action": action, "note": note.strip(), "into_closed_period": into_closed_period}
        problem = _problem(action, wanted["note"], scope, hold)
        told: dict[str, Any] = {"problem": problem}
        if not problem:
            wanted |= {"holds": hold, "before": _text(_instant(seen_at))} if scope == "selected" else _of_filter(given, seen_at)
            told = _start(store, user.get_name(), wanted)
        query = {name: value for name, value in (given | told).items() if value}
        return RedirectResponse(f"{base(request)}/holds?{urlencode(query)}", 303)


def _start(store: str, user: str, wanted: dict[str, Any]) -> dict[str, str]:
    conf = {name: value for name, value in wanted.items() if value not in ("", None, [])}
    try:
        return {"started": start(dag_of(store), run_id=f"manual__{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%f}", user=user, conf=conf)}
    except NotStarted as error:
        return {"problem": str(error)}


def _problem(action: str, note: str, scope: str, hold: list[int]) -> str:
    if scope == "selected" and not hold:
        return "No hold was chosen: tick some, or choose all that fit the filter."
    return "An order is ignored with a note: say why." if action == "ignore" and not note else ""


def _of_filter(given: dict[str, str], seen_at: str) -> dict[str, Any]:
    """The filter as the form of the DAG: what came after the page was shown is not meant."""
    narrowed = _filter(given)
    shown = _instant(seen_at)
    limits = [limit for limit in (narrowed.before, shown) if limit]
    return {
        "code": narrowed.code, "destination": narrowed.destination, "order_numbers": [narrowed.number] if narrowed.number else None,
        "before": _text(min(limits, default=None)), "everything": not narrowed.narrow,
    }  # fmt: skip


def _filter(given: Any) -> holds_page.Filter:
    older = given.get("older", "")
    return holds_page.Filter(
        given.get("code") if given.get("code") in HOLD_CODES else None,
        given.get("destination") if given.get("destination") in DESTINATIONS else None,
        datetime.now(UTC) - timedelta(hours=int(older)) if older in AGES and older else None,
        (given.get("number") or "").strip() or None,
        given.get("closed_as") if given.get("closed_as") in holds_page.CLOSED_AS else None,
    )


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _open(chosen: Selection) -> dict[str, Any]:
    sort, narrowed = chosen.sort(holds_page.OPEN_COLUMNS), _filter(chosen.given)
    with open_database() as database:
        found = holds_page.open_holds(database, chosen.store, narrowed, sort=sort, place=chosen.place, size=PAGE_ROWS)
    return found | {"sorted": sort, "narrow": narrowed, "seen_at": datetime.now(UTC).isoformat()}


def _closed(chosen: Selection) -> dict[str, Any]:
    sort, first = chosen.sort(holds_page.CLOSED_COLUMNS), chosen.days[0]
    since = datetime.combine(first, time(), chosen.settings.zone) if first else None
    with open_database() as database:
        found = holds_page.closed_holds(
            database, chosen.store, _filter(chosen.given), since=since, sort=sort, place=chosen.place, size=PAGE_ROWS
        )
    return found | {"sorted": sort, "periods": PERIODS, "closed_as": holds_page.CLOSED_AS}


def _told(chosen: Selection) -> tuple[Selection, dict[str, str]]:
    told = {name: chosen.given.get(name, "") for name in TOLD}
    return replace(chosen, given={name: value for name, value in chosen.given.items() if name not in TOLD}), told
