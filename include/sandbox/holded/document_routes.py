"""The routes of documents: what all have, what fiscal ones, orders and invoices have beside it, and convert."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import Request, Response

from sandbox.holded import bulk, conversion, documents, lifecycle, pages, papers, updates, views
from sandbox.holded.account import Row
from sandbox.holded.documents import RESOURCES, Resource
from sandbox.holded.routing import Routes, written

TRACKED = ("sales-orders", "waybills")


def add(routes: Routes) -> None:
    """All of them."""
    _invoices(routes, RESOURCES["invoices"])  # before the routes with {id}: bulk and find-by-number are no ids
    for resource in RESOURCES.values():
        found = _finder(routes, resource)
        _documents(routes, resource, found)
        _changes(routes, resource, found)
        if resource.fiscal:
            _payments(routes, resource, found)
    _orders(routes, RESOURCES["sales-orders"])
    _convert(routes)


def _finder(routes: Routes, resource: Resource) -> Callable[[Request], Row]:
    return lambda request: documents.find(routes.account, resource, request.path_params["id"])


def _documents(routes: Routes, resource: Resource, found: Callable[[Request], Row]) -> None:
    account, base, scope = routes.account, f"/{resource.path}", resource.scope

    def create(request: Request, body: dict[str, Any]) -> Any:
        document = documents.create(account, resource, body)
        lifecycle.made(account, resource, document, body)
        return written(account, {"id": document["id"]})

    def approve(request: Request) -> Any:
        lifecycle.approve(account, resource, found(request))
        return written(account, None, 200)

    routes.add("GET", base, f"{scope}.read", lambda request: pages.documents(account, resource, request.query_params))
    routes.add("POST", base, f"{scope}.write", create, body=True)
    routes.add("GET", f"{base}/{{id}}", f"{scope}.read", lambda request: views.whole(account, resource, found(request)))
    routes.add("DELETE", f"{base}/{{id}}", f"{scope}.write", lambda request: lifecycle.delete(account, found(request)), status=204)
    routes.add("POST", f"{base}/{{id}}/approve", f"{scope}.write", approve)


def _changes(routes: Routes, resource: Resource, found: Callable[[Request], Row]) -> None:
    account, base, scope = routes.account, f"/{resource.path}/{{id}}", resource.scope

    def replace(request: Request, body: dict[str, Any]) -> Any:
        updates.replace(account, resource, found(request), body)
        return {}

    def stage(request: Request, body: dict[str, Any]) -> Any:
        updates.set_stage(account, found(request), body)
        return {}

    def tracking(request: Request, body: dict[str, Any]) -> Any:
        updates.set_tracking(account, found(request), body)
        return {}

    def send(request: Request, body: dict[str, Any]) -> Any:
        papers.send(account, found(request), body)
        return {}

    routes.add("PUT", base, f"{scope}.write", replace, body=True)
    routes.add("PUT", f"{base}/pipeline", f"{scope}.write", stage, body=True)
    routes.add("POST", f"{base}/send", f"{scope}.write", send, body=True)
    routes.add("GET", f"{base}/pdf", f"{scope}.read", lambda request: Response(papers.pdf(found(request)), media_type="application/pdf"))
    if resource.path in TRACKED:
        routes.add("PUT", f"{base}/tracking", f"{scope}.write", tracking, body=True)


def _payments(routes: Routes, resource: Resource, found: Callable[[Request], Row]) -> None:
    account = routes.account

    def pay(request: Request, body: dict[str, Any]) -> Any:
        id = lifecycle.pay(account, resource, found(request), body)
        return written(account, {"id": id} if account.switch("payment_answers_id") else {})

    routes.add("POST", f"/{resource.path}/{{id}}/payments", f"{resource.scope}.write", pay, body=True, status=201)


def _invoices(routes: Routes, invoices: Resource) -> None:
    account, base, scope = routes.account, f"/{invoices.path}", invoices.scope

    def several(work: Callable[..., bulk.Done]) -> Callable[..., Any]:
        def run(request: Request, body: dict[str, Any]) -> Any:
            status, answer = work(account, invoices, body)
            return written(account, answer, status)

        return run

    def cancel(request: Request) -> Any:
        lifecycle.cancel(account, documents.find(account, invoices, request.path_params["id"]))
        return written(account, {}, 200)

    def by_number(request: Request) -> Any:
        return views.whole(account, invoices, bulk.find_by_number(account, invoices, request.query_params))

    routes.add("POST", f"{base}/bulk/approve", f"{scope}.write", several(bulk.approve), body=True)
    routes.add("POST", f"{base}/bulk/cancel", f"{scope}.write", several(bulk.cancel), body=True)
    routes.add("DELETE", base, f"{scope}.write", several(bulk.delete), body=True)
    routes.add("GET", f"{base}/find-by-number", f"{scope}.read", by_number)
    routes.add("POST", f"{base}/{{id}}/cancel", f"{scope}.write", cancel)


def _orders(routes: Routes, orders: Resource) -> None:
    account, base, scope = routes.account, f"/{orders.path}/{{id}}", orders.scope
    found = _finder(routes, orders)

    def by_lines(request: Request, body: dict[str, Any]) -> Any:
        lifecycle.ship_lines(account, found(request), body)
        return {}

    routes.add("POST", f"{base}/ship", f"{scope}.write", lambda request: lifecycle.ship_all(account, found(request)))
    routes.add("POST", f"{base}/ship-by-lines", f"{scope}.write", by_lines, body=True)
    routes.add("GET", f"{base}/shipped-items", f"{scope}.read", lambda request: views.shipped_items(found(request)))


def _convert(routes: Routes) -> None:
    account = routes.account

    def convert(request: Request, body: dict[str, Any]) -> Any:
        document = conversion.convert(account, body)
        lifecycle.made(account, documents.BY_KIND[document["kind"]], document, body)
        return written(account, {"id": document["id"]}, account.switch("convert_status"))

    routes.add("POST", "/documents/convert", None, convert, body=True)
