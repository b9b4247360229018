"""/shipments: create, search, read, replace, patch, delete."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from sandbox.myparcel import changes, errors, label_routes, labels, return_routes, search, webhooks
from sandbox.myparcel.desk import Desk
from sandbox.myparcel.errors import Refused

SHIPMENT = "application/vnd.shipment+json"


def add(app: FastAPI, desk: Desk) -> None:
    """Put the routes on the shop's app."""

    @app.post("/shipments")
    async def create(request: Request) -> Response:
        desk.admit(request, "insertShipment")
        media = _content_type(desk, request, (return_routes.RELATED, return_routes.UNRELATED))
        custom_sender = request.headers.get("x-dmp-set-custom-sender") == "true"
        body = await desk.json(request)
        desk.changed()  # a refused batch may leave its good shipments
        if media != SHIPMENT:
            return JSONResponse(return_routes.create(desk, request, body, media))
        made = desk.shop.create(body, request.headers.get("user-agent", ""), custom_sender)
        return JSONResponse(_created(desk, request, made))

    @app.get("/shipments")
    async def find(request: Request) -> dict[str, Any]:
        desk.admit(request, "selectShipment")
        return search.search(desk.shop, dict(request.query_params))

    @app.put("/shipments")
    async def replace(request: Request) -> Response:
        desk.admit(request, "updateShipment")
        _content_type(desk, request)
        changed = changes.replace(desk.shop, await desk.json(request), request.headers.get("user-agent", ""))
        if "version=1.2" in request.headers.get("accept", ""):
            return JSONResponse({"data": {"shipments": desk.shop.show(changed)}})
        return Response(status_code=204)

    @app.patch("/shipments")
    async def patch(request: Request) -> Response:
        desk.admit(request, "updateShipment")
        _content_type(desk, request)
        changes.patch(desk.shop, await desk.json(request))
        webhooks.dispatch(desk)
        return Response(status_code=204)

    @app.get("/shipments/{ids}")
    async def read(request: Request, ids: str) -> dict[str, Any]:
        desk.admit(request, "selectShipment")
        return _read(desk, desk.ids(ids), dict(request.query_params))

    @app.delete("/shipments/{ids}")
    async def delete(request: Request, ids: str) -> Response:
        desk.admit(request, "deleteShipment")
        changes.delete(desk.shop, desk.ids(ids))
        return Response(status_code=204)


def _content_type(desk: Desk, request: Request, others: tuple[str, ...] = ()) -> str:
    """The media type, refused where the call does not take it."""
    media, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    if media not in (SHIPMENT, *others):
        raise Refused(415, errors.TITLES[415], code=3100)
    charset = next((part.partition("=")[2] for part in parameters if part.startswith("charset=")), "")
    if charset not in ("", "utf-8", "utf8"):
        raise Refused(415, "Invalid character set", code=3101)
    if not charset:
        desk.note("Content-Type does not say charset=utf-8")
    if media == SHIPMENT and "version=1.1" not in parameters:
        desk.note("Content-Type without version=1.1: an older schema applies")
    return media


def _created(desk: Desk, request: Request, made: list[dict[str, Any]]) -> dict[str, Any]:
    accept = request.headers.get("accept", "")
    if "version=1.2" in accept:
        return {"data": {"shipments": desk.shop.show(made)}}
    ids = [{"id": row["id"], "reference_identifier": row["reference_identifier"]} for row in made]
    if "application/vnd.shipment_label+json" not in accept:
        return {"data": {"ids": ids}}
    unpaid = labels.register(desk.shop, made, in_bulk=False)
    webhooks.dispatch(desk)
    if unpaid is not None:
        return {"data": {"ids": ids, **unpaid["data"]}}
    kept = labels.prepared(desk.shop, made, *labels.paper_and_positions(desk.shop, dict(request.query_params)))
    return {"data": {"ids": ids, "pdf": {"url": label_routes.made(desk, request, kept, [row["id"] for row in made])}}}


def _read(desk: Desk, ids: list[int], query: dict[str, str]) -> dict[str, Any]:
    for name in query.keys() - {"link_consumer_portal"}:
        desk.note(f"unknown query parameter {name}")
    if set(ids) & set(desk.switches["refused_ids"]):
        raise Refused(422, "The given data was invalid.", code=3200)
    rows = desk.shop.known(ids)
    if len(rows) < len(ids) and desk.switches["unknown_ids"] == "not_found":
        raise Refused(404, errors.TITLES[404], code=3000)
    shown = desk.shop.show(rows, portal=query.get("link_consumer_portal") == "1")
    if desk.switches["list_shape"] == "search_results":
        return {"data": {"search_results": {"shipments": shown, "page": 1, "size": 30, "results": len(shown)}}}
    return {"data": {"shipments": shown, "results": len(shown)}}
