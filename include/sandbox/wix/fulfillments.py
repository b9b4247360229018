"""Fulfillments: quantities are checked, the order's fulfillmentStatus follows, a new tracking number mails the buyer."""

from __future__ import annotations

import copy
from typing import Any

from fastapi import APIRouter, Depends, Request

from sandbox.door import READS
from sandbox.wix import models
from sandbox.wix.auth import needs
from sandbox.wix.errors import Json, application
from sandbox.wix.orders import order_of
from sandbox.wix.site import Site, guid, stamp

_LINKS = {
    "fedex": "https://www.fedex.com/apps/fedextrack/?tracknumbers={}",
    "ups": "https://www.ups.com/track?tracknum={}",
    "usps": "https://tools.usps.com/go/TrackConfirmAction?tLabels={}",
    "dhl": "https://www.dhl.com/en/express/tracking.html?AWB={}",
    "canadaPost": "https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor={}",
}


def routes(site: Site) -> APIRouter:
    """List one, list many, create."""
    router = APIRouter()
    reading, writing = Depends(needs(site, "ECOM.READ_FULFILLMENTS")), Depends(needs(site, "ECOM.MODIFY_FULFILLMENTS"))

    @router.get("/ecom/v1/fulfillments/orders/{order_id}", dependencies=[reading])
    async def of_order(order_id: str) -> Json:
        order_of(site, order_id)
        return Json({"orderWithFulfillments": _listed(site, order_id)})

    @router.post("/ecom/v1/fulfillments/list-by-ids", dependencies=[reading], tags=[READS])
    async def of_many(request: Request) -> Json:
        asked = await models.read(request, site.sandbox, models.OrderIds)
        # What was not seen of the live list: an answer that misses an order, or does not show its fulfilments yet.
        late = site.setting("fulfillments_late", {})
        known = [order_id for order_id in asked.orderIds if site.knows(order_id) and late.get(order_id) != "left out"]
        return Json(
            {"ordersWithFulfillments": [_listed(site, order_id) | ({"fulfillments": []} if order_id in late else {}) for order_id in known]}
        )

    @router.post("/ecom/v1/fulfillments/orders/{order_id}/create-fulfillment", dependencies=[writing])
    async def create(order_id: str, request: Request) -> Json:
        asked = await models.read(request, site.sandbox, models.CreateFulfillment)
        made = make(site, order_of(site, order_id), asked.fulfillment, stamp(site.sandbox.now()))
        return Json({"orderWithFulfillments": _listed(site, order_id), "fulfillmentId": made["id"]})

    return router


def _listed(site: Site, order_id: str) -> dict[str, Any]:
    return {"orderId": order_id, "fulfillments": site.state["fulfillments"].get(order_id, [])}


def make(site: Site, order: dict[str, Any], asked: models.FulfillmentIn, now: str) -> dict[str, Any]:
    """Make a fulfillment, or refuse as Wix does; the order follows."""
    if order.get("status") != "APPROVED":
        raise application(409, "ORDER_NOT_APPROVED", "Only approved orders can be fulfilled", {"status": order.get("status")})
    if asked.trackingInfo and asked.customInfo:
        raise application(400, "ONE_OF_VIOLATED", "trackingInfo and customInfo cannot come together")
    existing = site.state["fulfillments"].get(order["id"], [])
    if asked.trackingInfo and asked.trackingInfo.trackingNumber in {_number(row) for row in existing}:
        raise application(409, "TRACKING_NUMBER_ALREADY_EXISTS", "The tracking number already exists on this order")
    lines = _quantities(order, existing, asked.lineItems)
    made = {"id": guid(), "createdDate": now, "lineItems": lines, **_details(site, asked)}
    site.state["fulfillments"][order["id"]] = [*existing, made]
    _follow(site, order, [*existing, made], made, now)
    return made


def _quantities(order: dict[str, Any], existing: list[dict], asked: list[models.FulfillmentLine]) -> list[dict[str, Any]]:
    left = open_quantities(order, existing)
    lines = []
    for line in asked:
        if line.id not in left:
            raise application(404, "LINE_ITEM_NOT_FOUND", "Line item not found in the order", {"lineItemId": line.id})
        quantity = left[line.id] if line.quantity is None else line.quantity
        if quantity < 1 or quantity > left[line.id]:
            raise application(
                400, "INVALID_QUANTITY", "More than the quantity still to be fulfilled", {"lineItemId": line.id, "left": left[line.id]}
            )
        left[line.id] -= quantity
        lines.append({"id": line.id, "quantity": quantity})
    return lines


def open_quantities(order: dict[str, Any], existing: list[dict]) -> dict[str, int]:
    """Units of each line that no fulfillment holds. An order that came FULFILLED without a list has none."""
    if order.get("fulfillmentStatus") == "FULFILLED" and not existing:
        return {line["id"]: 0 for line in order.get("lineItems", [])}
    left = {line["id"]: int(line.get("quantity", 1)) for line in order.get("lineItems", [])}
    for row in existing:
        for line in row["lineItems"]:
            if line["id"] in left:
                left[line["id"]] -= line.get("quantity") or left[line["id"]]
    return left


def _details(site: Site, asked: models.FulfillmentIn) -> dict[str, Any]:
    details: dict[str, Any] = {}
    if asked.trackingInfo:
        info = asked.trackingInfo
        link = info.trackingLink or _LINKS.get(info.shippingProvider, "").format(info.trackingNumber)
        if not link:
            site.sandbox.violation(
                "wix", "create fulfillment: a carrier that Wix does not know needs trackingLink, or the buyer gets no link"
            )
        details["trackingInfo"] = {"trackingNumber": info.trackingNumber, "shippingProvider": info.shippingProvider} | (
            {"trackingLink": link} if link else {}
        )
    if asked.customInfo:
        details["customInfo"] = {"fieldsData": asked.customInfo.fieldsData}
    return details | {name: getattr(asked, name) for name in ("status", "completed") if getattr(asked, name) is not None}


def _follow(site: Site, order: dict[str, Any], rows: list[dict], made: dict[str, Any], now: str) -> None:
    """The order after a fulfillment: status, activities, updatedDate; and the mail to the buyer."""
    left = open_quantities(order, rows)
    status = "FULFILLED" if not any(left.values()) else "PARTIALLY_FULFILLED"
    kinds = ["ORDER_FULFILLED"] if status == "FULFILLED" else []
    number = _number(made)
    if number:
        kinds.append("TRACKING_NUMBER_ADDED")
        if site.setting("shipping_mail", True):
            kinds.append("SHIPPING_CONFIRMATION_EMAIL_SENT")
            site.state["mails"].append({"orderId": order["id"], "trackingNumber": number})
    added = [{"id": guid(), "createdDate": now, "activityType": kind} for kind in kinds]
    activities = [*copy.deepcopy(order.get("activities") or []), *added]
    site.change(order["id"], fulfillmentStatus=status, activities=activities, updatedDate=now)


def _number(row: dict[str, Any]) -> str:
    return (row.get("trackingInfo") or {}).get("trackingNumber", "")
