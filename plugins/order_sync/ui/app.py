"""The pages at /order-sync, each behind Airflow's login."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse

from order_sync.ui import hold_codes, holds, labels, orders, overview, problems, quality, reports, requests
from order_sync.ui.access import LOGGED_IN
from order_sync.ui.layout import add_static, base


def build() -> FastAPI:
    """The app; its login covers every route, so there are no mounted folders and no generated documentation in it."""
    app = FastAPI(title="Order sync", dependencies=[LOGGED_IN], docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/")
    def start(request: Request) -> RedirectResponse:
        return RedirectResponse(f"{base(request)}/overview")

    for module in (overview, holds, hold_codes, orders, quality, reports, requests, labels):
        module.add(app)
    add_static(app)

    problems.add(app)
    return app
