"""Labels: what waits for one, the print jobs with their files, and the button that prints."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import FastAPI, Path, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse

from order_sync.errors import NotThere
from order_sync.settings import load_config
from order_sync.steps import label_pages
from order_sync.ui.access import User, may_act, may_look, need, same_site
from order_sync.ui.layout import base, page
from order_sync.ui.runs import NotStarted, start

_CHUNK = 64 * 1024
JobId = Annotated[int, Path(ge=1, lt=2**63)]  # what the database can hold


def dag_of(store: str) -> str:
    """The DAG that prints a store's labels."""
    return f"labels__{store}"


def add(app: FastAPI) -> None:
    """Put the routes on the app."""

    @app.get("/labels")
    def overview(request: Request, user: User, started: str = "", problem: str = "") -> Response:
        stores = {key: name for key, name in label_pages.stores().items() if may_look(user, dag_of(key))}
        found = label_pages.overview(list(stores))
        acting = {key for key in stores if may_act(user, dag_of(key))}
        return page(
            request, "labels.html", tab="labels", title="Labels", zones=_zones(stores), stores=stores, acting=acting, started=started[:200], problem=problem[:200],
            **found,
        )  # fmt: skip

    @app.post("/labels/{store}/print")
    def print_open(request: Request, store: str, user: User) -> Response:
        same_site(request)
        need(may_act(user, dag_of(store)))
        _known(store)
        now = datetime.now(UTC)
        try:
            told = {"started": start(dag_of(store), run_id=f"manual__{now:%Y-%m-%dT%H:%M:%S.%f}", user=user.get_name())}
        except NotStarted as error:
            told = {"problem": str(error)}
        return RedirectResponse(f"{base(request)}/labels?{urlencode(told)}", 303)

    @app.get("/labels/{store}/{job_id}")
    def one_job(request: Request, store: str, job_id: JobId, user: User) -> Response:
        need(may_look(user, dag_of(store)))
        _known(store)
        job = label_pages.one_job(store, job_id)
        return page(
            request,
            "job.html",
            tab="labels",
            title=f"Print job {job_id}",
            zone=_zones([store]).get(store, "UTC"),
            job=job,
            acts=may_act(user, dag_of(store)),
        )

    @app.get("/labels/{store}/{job_id}/{name}.pdf")
    def download(store: str, job_id: JobId, name: Literal["labels", "customs"], user: User) -> Response:
        need(may_act(user, dag_of(store)))
        _known(store)
        file = label_pages.file_of(store, job_id, name)

        def content():
            with file:
                while chunk := file.read(_CHUNK):
                    yield chunk

        headers = {"Content-Disposition": f'attachment; filename="{store}-{job_id}-{name}.pdf"', "Cache-Control": "no-store"}
        return StreamingResponse(content(), media_type="application/pdf", headers=headers)


def _zones(keys: Iterable[str]) -> dict[str, str]:
    """Each store's time zone: the page shows several stores, each row in its own."""
    stores = load_config().stores
    return {key: stores[key].timezone for key in keys if key in stores}


def _known(store: str) -> None:
    if store not in label_pages.stores():
        raise NotThere("no such store", where=f"store {store}", cure="Look at the list of labels.", status=404)
