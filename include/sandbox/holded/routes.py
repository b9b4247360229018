"""The routes of API v2, each with its scope."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from sandbox.holded import access, contacts, documents, lifecycle, pages, products, shapes, views
from sandbox.holded.account import Account
from sandbox.holded.documents import RESOURCES, Resource
from sandbox.holded.problems import missing

Work = Callable[[Request], Any]
SERIES_TYPES = (
    "invoice", "salesreceipt", "creditnote", "estimate", "proform", "waybill", "salesorder", "purchase", "purchaserefund", "order",
    "purchaseshipment", "receiptnote", "productionorder",
)  # fmt: skip
MASTERS = {
    "/taxes": ("taxes", "accounting:taxes.read"),
    "/warehouses": ("warehouses", "inventory:warehouses.read"),
    "/sales-channels": ("channels", "sales:sales-channels.read"),
    "/treasury/accounts": ("treasury", "accounting:banks.read"),
    "/payment-methods": ("methods", "sales:invoicing-settings.read"),
}
EMPTY = {
    "taxes": {"type": "percentage", "items": None, "visible": True},
    "warehouses": {"email": None, "phone": None, "mobile": None, "address": []},
    "treasury": {"iban": None, "bic": None, "account_number": None, "is_archived": False, "synced_at": None},
}


class Routes:
    """Collects routes: each is admitted, gets its body checked, and answers JSON."""

    def __init__(self, account: Account) -> None:
        self.account, self.router = account, APIRouter(prefix="/api/v2")

    def add(self, method: str, path: str, scope: str | None, work: Callable[..., Any], *, body: bool = False, status: int = 200) -> None:
        """Register one route. ``work`` gets the request, and the parsed body where there is one; None answers no body."""

        async def endpoint(request: Request) -> Response:
            access.admit(self.account, request, scope)
            given = (request, shapes.parse(await request.body())) if body else (request,)
            answer = work(*given)
            return answer if isinstance(answer, Response) else _answer(answer, status)

        self.router.add_api_route(path, _named(endpoint, method, path), methods=[method], response_model=None)


def _named(endpoint: Callable[[Request], Awaitable[Response]], method: str, path: str) -> Callable[[Request], Awaitable[Response]]:
    endpoint.__name__ = f"{method} {path}"
    return endpoint


def _answer(answer: Any, status: int) -> Response:
    return Response(status_code=status) if answer is None else JSONResponse(answer, status)


def _written(account: Account, answer: Any, status: int = 201) -> Response:
    """The answer of a write, or the v1-style error object under 200 that one client guards against."""
    if account.switch("write_answer") == "v1_error":
        return JSONResponse({"status": 0, "info": "Error"}, 200)
    return _answer(answer, status)


def build(account: Account) -> APIRouter:
    """All routes of an account."""
    routes = Routes(account)
    _contacts(routes)
    _products(routes)
    _masters(routes)
    for resource in RESOURCES.values():
        _documents(routes, resource)
        if resource.fiscal:
            _payments(routes, resource)
    _orders(routes, RESOURCES["sales-orders"])
    _convert(routes)
    routes.add("GET", "/usage", "developers:usage.read", lambda request: access.usage(account))
    return routes.router


def _contacts(routes: Routes) -> None:
    account, scope = routes.account, "contacts:contacts"

    def listed(request: Request) -> Any:
        query = request.query_params
        pages.ignored(account, query, contacts.FILTERS, "contacts")
        wanted = {name: query[name] for name in contacts.FILTERS if name in query}
        return pages.page(account, contacts.listed(account, wanted), query, contacts.view)

    def searched(request: Request) -> Any:
        pages.ignored(account, request.query_params, ("name",), "contacts/search")
        found = contacts.searched(account, request.query_params.get("name", ""))
        return pages.page(account, found, request.query_params, contacts.view)

    def create(request: Request, body: dict[str, Any]) -> Any:
        return _written(account, {"id": contacts.create(account, body)})

    routes.add("GET", "/contacts", f"{scope}.read", listed)
    routes.add("POST", "/contacts", f"{scope}.write", create, body=True)
    routes.add("GET", "/contacts/search", f"{scope}.read", searched)
    routes.add("GET", "/contacts/{id}", f"{scope}.read", lambda request: contacts.read(account, request.path_params["id"]))


def _products(routes: Routes) -> None:
    account, scope = routes.account, "inventory:products"

    def listed(request: Request) -> Any:
        pages.ignored(account, request.query_params, (), "products")
        rows = list(account.state["products"].values())
        return pages.page(account, rows, request.query_params, lambda row: products.view(account, row))

    def change(request: Request, body: dict[str, Any]) -> Any:
        products.change_stock(account, request.path_params["id"], body)
        return {}

    def create(request: Request, body: dict[str, Any]) -> Any:
        return _written(account, {"id": products.create(account, body)})

    routes.add("GET", "/products", f"{scope}.read", listed)
    routes.add("POST", "/products", f"{scope}.write", create, body=True)
    routes.add("GET", "/products/{id}", f"{scope}.read", lambda request: products.read(account, request.path_params["id"]))
    routes.add("GET", "/products/{id}/stock", f"{scope}.read", lambda request: products.stock(account, request.path_params["id"]))
    routes.add("PUT", "/products/{id}/stock", f"{scope}.write", change, body=True)


def _masters(routes: Routes) -> None:
    account = routes.account
    for path, (group, scope) in MASTERS.items():

        def listed(request: Request, group: str = group) -> Any:
            rows = [{**EMPTY.get(group, {}), **row} for row in account.state[group]]
            if group in ("treasury", "methods"):
                return pages.page(account, rows, request.query_params)
            return {"items": rows, "cursor": None, "has_more": False}  # these lists come in one page

        routes.add("GET", path, scope, listed)

    def series(request: Request) -> Any:
        if request.path_params["type"] not in SERIES_TYPES:
            raise missing()
        rows = [{**row, "verifactu_excluded": False} for row in account.state["series"] if row["type"] == request.path_params["type"]]
        return {"items": rows, "cursor": None, "has_more": False}

    routes.add("GET", "/numbering-series/{type}", "sales:invoicing-settings.read", series)


def _documents(routes: Routes, resource: Resource) -> None:
    account, base, scope = routes.account, f"/{resource.path}", resource.scope

    def found(request: Request) -> dict[str, Any]:
        return documents.find(account, resource, request.path_params["id"])

    def create(request: Request, body: dict[str, Any]) -> Any:
        document = documents.create(account, resource, body)
        lifecycle.made(account, resource, document)
        return _written(account, {"id": document["id"]})

    def approve(request: Request) -> Any:
        lifecycle.approve(account, resource, found(request))
        return _written(account, None, 200)

    routes.add("GET", base, f"{scope}.read", lambda request: pages.documents(account, resource, request.query_params))
    routes.add("POST", base, f"{scope}.write", create, body=True)
    routes.add("GET", f"{base}/{{id}}", f"{scope}.read", lambda request: views.whole(account, resource, found(request)))
    routes.add("DELETE", f"{base}/{{id}}", f"{scope}.write", lambda request: lifecycle.delete(account, found(request)), status=204)
    routes.add("POST", f"{base}/{{id}}/approve", f"{scope}.write", approve)


def _payments(routes: Routes, resource: Resource) -> None:
    account = routes.account

    def pay(request: Request, body: dict[str, Any]) -> Any:
        document = documents.find(account, resource, request.path_params["id"])
        id = lifecycle.pay(account, resource, document, body)
        return _written(account, {"id": id} if account.switch("payment_answers_id") else {})

    routes.add("POST", f"/{resource.path}/{{id}}/payments", f"{resource.scope}.write", pay, body=True, status=201)


def _orders(routes: Routes, orders: Resource) -> None:
    account, base, scope = routes.account, f"/{orders.path}/{{id}}", orders.scope

    def found(request: Request) -> dict[str, Any]:
        return documents.find(account, orders, request.path_params["id"])

    def by_lines(request: Request, body: dict[str, Any]) -> Any:
        lifecycle.ship_lines(account, found(request), body)
        return {}

    routes.add("POST", f"{base}/ship", f"{scope}.write", lambda request: lifecycle.ship_all(account, found(request)))
    routes.add("POST", f"{base}/ship-by-lines", f"{scope}.write", by_lines, body=True)
    routes.add("GET", f"{base}/shipped-items", f"{scope}.read", lambda request: views.shipped_items(found(request)))


def _convert(routes: Routes) -> None:
    def convert(request: Request, body: dict[str, Any]) -> Any:
        document = documents.convert(routes.account, body)
        lifecycle.made(routes.account, documents.BY_KIND[document["kind"]], document)
        return _written(routes.account, {"id": document["id"]})

    routes.add("POST", "/documents/convert", None, convert, body=True, status=201)
