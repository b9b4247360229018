"""Quality: which rules hold, which failed for which orders, check by check; Great Expectations' own pages of each check."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response

from order_sync.settings import load_config
from order_sync.steps import quality_page
from order_sync.steps.shop import open_database
from order_sync.ui import data_docs
from order_sync.ui.access import User, may_look, need
from order_sync.ui.data_docs import CheckId, need_check
from order_sync.ui.layout import page
from order_sync.ui.selection import PAGE_ROWS, PERIODS, selected


def add(app: FastAPI) -> None:
    """Put the routes on the app."""

    @app.get("/quality")
    def rules(request: Request, user: User) -> Response:
        chosen = selected(request, user)
        order, suite = chosen.sort(quality_page.COLUMNS), chosen.given.get("suite", "")
        with open_database() as database:
            found = quality_page.rules(database, chosen.store, chosen.days, order, zone=chosen.zone, suite=suite)
            newest = quality_page.checks(database, chosen.store, skip=0, most=8)[:8]
        skip = (chosen.place - 1) * PAGE_ROWS
        shown = found | {"rules": found["rules"][skip : skip + PAGE_ROWS], "more": len(found["rules"]) > skip + PAGE_ROWS}
        return page(
            request, "quality.html", tab="quality", title="Quality", chosen=chosen, zone=chosen.zone, periods=PERIODS,
            order=order, suite=suite, checks=newest, **shown,
        )  # fmt: skip

    @app.get("/quality/rules/{rule}")
    def one_rule(request: Request, rule: str, user: User) -> Response:
        chosen = selected(request, user)
        with open_database() as database:
            found = quality_page.one_rule(
                database, chosen.store, rule[:200], chosen.days, skip=(chosen.place - 1) * PAGE_ROWS, most=PAGE_ROWS
            )
        more = len(found["orders"]) > PAGE_ROWS
        return page(
            request, "quality_rule.html", tab="quality", title=found["says"], chosen=chosen, zone=chosen.zone, periods=PERIODS,
            more=more, **found | {"orders": found["orders"][:PAGE_ROWS]},
        )  # fmt: skip

    @app.get("/quality/checks")
    def checks(request: Request, user: User) -> Response:
        chosen = selected(request, user)
        only_failed = chosen.given.get("only") == "failed"
        with open_database() as database:
            found = quality_page.checks(
                database, chosen.store, skip=(chosen.place - 1) * PAGE_ROWS, most=PAGE_ROWS, only_failed=only_failed
            )
        return page(
            request, "quality_checks.html", tab="quality", title="Checks", chosen=chosen, zone=chosen.zone, only_failed=only_failed,
            checks=found[:PAGE_ROWS], more=len(found) > PAGE_ROWS,
        )  # fmt: skip

    @app.get("/quality/checks/{check_id}")
    def one_check(request: Request, check_id: CheckId, user: User) -> Response:
        with open_database() as database:
            need_check(database, user, check_id)
            found = quality_page.one_check(database, check_id)
        store = found["store"]
        return page(
            request,
            "quality_check.html",
            tab="quality",
            check=found,
            zone=_zone(store),
            store=store,
            name=_name(store),
            title=found["title"],
        )

    @app.get("/quality/run")
    def of_run(request: Request, user: User, dag_id: str = "", run_id: str = "", task_id: str = "") -> Response:
        need(may_look(user, dag_id))
        store = dag_id.rpartition("__")[2]
        with open_database() as database:
            found = quality_page.checks_of_run(database, store, run_id[:300], task_id[:300])
        return page(request, "quality_run.html", tab="quality", title="Checks of this run", checks=found, zone=_zone(store))

    data_docs.add(app)


def _name(store: str) -> str:
    stores = load_config().stores
    return stores[store].name if store in stores else store


def _zone(store: str) -> str:
    stores = load_config().stores
    return stores[store].timezone if store in stores else "UTC"
