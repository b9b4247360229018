"""The frame of every page: navigation, style and theme of Airflow, nothing from another host."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

FOLDER = Path(__file__).parent
STATIC = {"style.css": "text/css", "page.js": "text/javascript"}
TABS = {"labels": "Labels"}  # path to title; further pages stand beside it
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
_templates = Environment(
    loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def page(request: Request, template: str, *, tab: str, title: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page from a template; ``base`` is the address below which our pages lie."""
    text = _templates.get_template(template).render(
        base=base(request), tabs=TABS, tab=tab, title=title, now=datetime.now(UTC), **values
    )  # fmt: skip
    return HTMLResponse(text, status, HEADERS)


def base(request: Request) -> str:
    """Where this app is mounted, also behind a proxy that adds a path."""
    return request.scope.get("root_path", "").rstrip("/")


def add_static(app: FastAPI) -> None:
    """Style and script, by name: a mounted folder would not be covered by the app's login."""

    @app.get("/static/{name}")
    def static(name: str) -> Response:
        if name not in STATIC:
            raise HTTPException(404, "Not found")
        return Response((FOLDER / "static" / name).read_bytes(), media_type=STATIC[name], headers={"Cache-Control": "max-age=300"})


def _moment(value: datetime | None) -> str:
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if value else ""


def _size(value: int) -> str:
    return f"{value / 1024:.0f} KB" if value < 1024 * 1024 else f"{value / 1024 / 1024:.1f} MB"


_templates.filters |= {"moment": _moment, "size": _size}
