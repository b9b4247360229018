"""What a person sees instead of a page: no login, no right, nothing there, a database that does not answer. Programs get JSON."""

from __future__ import annotations

from urllib.parse import urlencode

import sqlalchemy.exc
from fastapi import FastAPI, Request, Response
from fastapi.exception_handlers import http_exception_handler, request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from order_sync.errors import NotThere, OrderSyncError, RetryLater, SettingsError
from order_sync.ui.layout import base, page

NO_TABLES = ("42P01", "3F000", "42703")  # PostgreSQL: undefined table, schema, column
SAYS = {
    403: ("You may not do this", "Your role in Airflow does not allow it. Ask whoever gives out roles there."),
    404: ("There is no such page", "Look for it from the overview."),
}


def add(app: FastAPI) -> None:
    """Put the handlers on the app."""

    @app.exception_handler(OrderSyncError)
    def ours(request: Request, error: OrderSyncError) -> Response:  # our errors say what to do
        return problem(request, str(error), status=404 if isinstance(error, NotThere) else 503)

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        if error.status_code == 401 and _by_a_person(request):
            return login_page(request)
        if error.status_code in SAYS and _by_a_person(request):
            title, says = SAYS[error.status_code]
            return problem(request, says, title=title, status=error.status_code)
        return await http_exception_handler(request, error)

    @app.exception_handler(RequestValidationError)
    async def nonsense(request: Request, error: RequestValidationError) -> Response:
        if not _by_a_person(request):
            return await request_validation_exception_handler(request, error)
        return problem(request, "The address asks for something that cannot be. Choose from the page instead.", status=422)

    @app.exception_handler(sqlalchemy.exc.OperationalError)
    def silent(request: Request, error: sqlalchemy.exc.OperationalError) -> Response:
        return ours(request, RetryLater("it does not answer", where="the orders database", cure="Check the connection orders_db and that the server runs; then load the page again."))  # fmt: skip

    @app.exception_handler(sqlalchemy.exc.ProgrammingError)
    def without_tables(request: Request, error: sqlalchemy.exc.ProgrammingError) -> Response:
        if getattr(error.orig, "sqlstate", "") not in NO_TABLES:
            raise error
        return ours(request, SettingsError("it has no tables, or older ones", where="the orders database", cure="Run: order-sync migrate"))


def problem(request: Request, says: str, *, status: int, title: str = "This page cannot be shown") -> Response:
    """A page with the reason and what to do."""
    return page(request, "problem.html", tab="", title=title, status=status, error=says)


def login_page(request: Request) -> Response:
    """401 with a link to Airflow's login, which leads back to the page that was asked for. Without our style: that is behind the login too."""
    here = f"{base(request)}{request.url.path.removeprefix(base(request))}"
    query = f"?{request.url.query}" if request.url.query else ""
    start = f"{base(request).removesuffix('/order-sync')}/api/v2/auth/login?{urlencode({'next': here + query})}"
    return page(request, "login.html", tab="", title="Log in", status=401, start=start)


def _by_a_person(request: Request) -> bool:
    return request.method == "GET" and "text/html" in request.headers.get("accept", "")
