"""The frame of every page: navigation, style and theme of Airflow, nothing from another host."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from order_sync.contracts.currencies import minor_digits

FOLDER = Path(__file__).parent
STATIC = {"style.css": "text/css", "page.js": "text/javascript"}
TABS = {  # path to title
    "overview": "Overview", "holds": "Holds", "orders": "Order", "quality": "Quality", "reports": "Reports", "labels": "Labels",
}  # fmt: skip
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
    """A page from a template; ``base`` is the address below which our pages lie, ``zone`` the merchant's time zone (UTC where it is not given)."""
    given = {"zone": "UTC", "store": ""} | values
    text = _templates.get_template(template).render(
        base=base(request), airflow=base(request).removesuffix("/order-sync"), tabs=TABS, tab=tab, title=title, now=datetime.now(UTC), **given
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


@pass_context
def _moment(context: Context, value: datetime | None, zone: str = "") -> str:
    """An instant in the merchant's zone (the page's, or the one given), its name beside it."""
    return f"{value.astimezone(ZoneInfo(zone or context.get('zone') or 'UTC')):%Y-%m-%d %H:%M %Z}" if value else ""


def money(minor: int | None, currency: str | None) -> str:
    """An amount with its currency: 1234567 EUR is 12 345.67 EUR with thin spaces; empty where there is none."""
    if minor is None:
        return ""
    places = minor_digits(currency or "EUR")
    sign, digits = ("-" if minor < 0 else ""), str(abs(minor)).rjust(places + 1, "0")
    whole, cents = (digits[:-places], "." + digits[-places:]) if places else (digits, "")
    return f"{sign}{int(whole):,}".replace(",", "\u202f") + f"{cents} {currency or ''}".rstrip()


def _count(value: int | None) -> str:
    return "" if value is None else f"{value:,}".replace(",", "\u202f")


def _size(value: int) -> str:
    return f"{value / 1024:.0f} KB" if value < 1024 * 1024 else f"{value / 1024 / 1024:.1f} MB"


def _span(seconds: int | None) -> str:
    """A duration as people say it."""
    if seconds is None:
        return ""
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {seconds % 60} s" if minutes else f"{seconds} s"


_templates.filters |= {"span": _span, "moment": _moment, "size": _size, "money": money, "count_of": _count}
