"""Requests: what a dry run would have sent, as a page; a tab of the DAG run too."""

from __future__ import annotations

from dataclasses import replace

from fastapi import FastAPI, Request, Response

from order_sync.errors import NotThere
from order_sync.settings import load_config
from order_sync.steps import requests_page
from order_sync.steps.shop import open_database
from order_sync.ui.access import User, may_look, need
from order_sync.ui.layout import page
from order_sync.ui.selection import PAGE_ROWS, Selection, selected


def add(app: FastAPI) -> None:
    """Put the routes on the app."""

    @app.get("/requests")
    def dry_runs(request: Request, user: User) -> Response:
        chosen = selected(request, user)
        with open_database() as database:
            runs, more = requests_page.recent(database, chosen.store, skip=(chosen.place - 1) * PAGE_ROWS, most=PAGE_ROWS)
        runs = [row for row in runs if may_look(user, row["dag_id"])]
        return page(request, "dry_runs.html", tab="", title="Dry runs", chosen=chosen, zone=chosen.zone, runs=runs, more=more)

    @app.get("/requests/{dag_id}/{run_id:path}")
    def one_run(request: Request, user: User, dag_id: str, run_id: str) -> Response:
        need(may_look(user, dag_id))
        chosen = _chosen(request, dag_id)
        task, number = chosen.given.get("task", ""), chosen.given.get("number", "").strip()
        with open_database() as database:
            found = requests_page.one_run(
                database, dag_id, run_id, task=task, number=number, skip=(chosen.place - 1) * PAGE_ROWS, most=PAGE_ROWS
            )
        return page(
            request, "requests.html", tab="", title="Requests of a dry run", chosen=chosen, zone=chosen.zone, dag_id=dag_id, run_id=run_id,
            number=number, **found,
        )  # fmt: skip


def _chosen(request: Request, dag_id: str) -> Selection:
    """The store of a DAG and what the address asks for."""
    stores, store = load_config().stores, dag_id.partition("__")[2]
    if store not in stores:
        raise NotThere("no such DAG", where=f"DAG {dag_id}", cure="Open the tab Requests of a run of a store's DAG.", status=404)
    given = {name: value[:200] for name, value in request.query_params.items()}
    return replace(Selection({store: stores[store]}, store, request.url.path), given=given)
