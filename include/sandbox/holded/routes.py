"""The routes of API v2, each with its scope."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from sandbox.holded import access, contacts, document_routes, pages, products
from sandbox.holded.account import Account
from sandbox.holded.problems import missing
from sandbox.holded.routing import Routes, written

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
    "/accounting-accounts": ("chart", "accounting:chart-of-accounts.read"),
}
EMPTY = {
    "taxes": {"type": "percentage", "items": None, "visible": True},
    "warehouses": {"email": None, "phone": None, "mobile": None, "address": []},
    "chart": {"debit": "0.00", "credit": "0.00", "balance": "0.00", "archived": False},
    "treasury": {"iban": None, "bic": None, "account_number": None, "is_archived": False, "synced_at": None},
}


def build(account: Account) -> APIRouter:
    """All routes of an account."""
    routes = Routes(account)
    _contacts(routes)
    _products(routes)
    _masters(routes)
    document_routes.add(routes)
    routes.add("GET", "/usage", "developers:usage.read", lambda request: access.usage(account))
    routes.add("GET", "/usage/{type}", "developers:usage.read", lambda request: access.usage(account, request.path_params["type"]))
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
        return written(account, {"id": contacts.create(account, body)})

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
        return written(account, {"id": products.create(account, body)})

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
            if group in ("treasury", "methods", "chart"):
                return pages.page(account, rows, request.query_params)
            return {"items": rows, "cursor": None, "has_more": False}  # these lists come in one page

        routes.add("GET", path, scope, listed)

    def series(request: Request) -> Any:
        if request.path_params["type"] not in SERIES_TYPES:
            raise missing()
        rows = [{**row, "verifactu_excluded": False} for row in account.state["series"] if row["type"] == request.path_params["type"]]
        return {"items": rows, "cursor": None, "has_more": False}

    routes.add("GET", "/numbering-series/{type}", "sales:invoicing-settings.read", series)
