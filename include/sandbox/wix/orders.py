"""Orders and their transactions."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request

from sandbox.door import READS
from sandbox.wix import models, search
from sandbox.wix.auth import needs
from sandbox.wix.errors import Json, application, validation
from sandbox.wix.site import Site


def routes(site: Site) -> APIRouter:
    """Search, get, transactions."""
    router = APIRouter()
    orders, payments = Depends(needs(site, "ECOM.READ_ORDERS")), Depends(needs(site, "ECOM.READ_TRANSACTIONS"))

    @router.post("/ecom/v1/orders/search", dependencies=[orders], tags=[READS])
    async def find(request: Request) -> Json:
        asked = await models.read(request, site.sandbox, models.SearchOrders)
        return Json(_page(site, asked.search))

    @router.get("/ecom/v1/orders/{order_id}", dependencies=[orders])
    async def get(order_id: str) -> Json:
        return Json({"order": order_of(site, order_id)})

    @router.get("/ecom/v1/payments/orders/{order_id}", dependencies=[payments])
    async def transactions(order_id: str) -> Json:
        order_of(site, order_id)
        return Json({"orderTransactions": site.transactions(order_id)})

    @router.post("/ecom/v1/payments/list-by-ids", dependencies=[payments], tags=[READS])
    async def transactions_of_many(request: Request) -> Json:
        asked = await models.read(request, site.sandbox, models.OrderIds)
        known = [order_id for order_id in asked.orderIds if site.knows(order_id)]
        return Json({"orderTransactions": [site.transactions(order_id) for order_id in known]})

    return router


def order_of(site: Site, order_id: str) -> dict[str, Any]:
    """The order, or Wix's refusal."""
    order = site.order(order_id)
    if order is None:
        raise application(404, "ORDER_NOT_FOUND", "Order not found", {"id": order_id})
    return order


def _page(site: Site, asked: models.OrderSearch) -> dict[str, Any]:
    cursors, paging = site.memory["cursors"], asked.cursorPaging
    if paging.cursor:
        if asked.filter is not None or asked.sort is not None:
            raise validation(("search.cursorPaging.cursor", "cannot come with a filter or a sort", "CURSOR_WITH_QUERY"))
        held = search.resume(cursors, paging.cursor, site.setting("cursor_pages", None))
        ids, page, start = held["ids"], held["page"], held["start"]
    else:
        sort = [(row.fieldName, row.order) for row in asked.sort or ()]
        ids, page, start = search.find(site.searchable, asked.filter, sort), 1, 0
    end = start + paging.limit
    found = [order for order_id in ids[start:end] if (order := site.shown(order_id)) is not None]
    more = end < len(ids)
    following = {"next": search.remember(cursors, ids, page + 1, paging.limit, end)} if more else {}
    return {"orders": found, "metadata": {"count": len(found), "cursors": following, "hasNext": more}}
