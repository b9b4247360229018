"""Overview."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response

from order_sync.ui.layout import page


def add(app: FastAPI) -> None:
    """Put the routes on the app."""

    @app.get("/overview")
    def overview(request: Request) -> Response:
        return page(request, "frame.html", tab="overview", title="Overview")
