"""Labels: /shipment_labels, /v2/shipment_labels, /pdfs."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from sandbox.myparcel import errors, labels, sheets, webhooks
from sandbox.myparcel.desk import Desk
from sandbox.myparcel.errors import Refused

_PDF = "application/pdf"


def add(app: FastAPI, desk: Desk) -> None:
    """Put the routes on the shop's app."""

    @app.get("/shipment_labels/{ids}")
    async def print_labels(request: Request, ids: str) -> Response:
        desk.admit(request, "printShipmentLabel")
        accept = request.headers.get("accept", _PDF)
        if "+print" in accept:
            raise Refused(406, errors.TITLES[406], code=3102)  # direct printing is not played
        made_later = "shipment_label_link" in accept
        rows, paper, refused = _registered(desk, request, ids, in_bulk=made_later)
        if refused is not None:
            return refused
        if "zpl" in accept and (text := labels.zpl(desk.shop, rows)) is not None:
            return Response(text, media_type="application/vnd.zpl")
        kept = labels.prepared(desk.shop, rows, *paper)
        made_later = made_later or len(sheets.parcels(rows)) > labels.DIRECT_AT_MOST
        if "json" not in accept and not made_later:
            return Response(labels.file(kept), media_type=_PDF, headers={"Content-Disposition": 'attachment; filename="label.pdf"'})
        if made_later:
            return JSONResponse({"data": {"pdfs": {"url": made(desk, request, kept, desk.ids(ids))}}})
        url = labels.later(desk.shop, desk.memory, kept, desk.ids(ids), 0)
        return JSONResponse({"data": {"pdfs": {"url": f"{_base(desk, request)}{url}"}}})

    @app.get("/v2/shipment_labels/{ids}")
    async def prepare_labels(request: Request, ids: str) -> Response:
        desk.admit(request, "printShipmentLabel")
        rows, paper, refused = _registered(desk, request, ids, in_bulk=True)
        if refused is not None:
            return refused
        kept = labels.prepared(desk.shop, rows, *paper)
        url = {"url": made(desk, request, kept, desk.ids(ids))}
        return JSONResponse({"data": {"pdf": [url] if desk.switches["v2_list_form"] else url}})

    @app.get("/pdfs/{hash}")
    async def download(request: Request, hash: str) -> Response:
        desk.admit(request)
        kept = desk.memory.get("pdfs", {}).get(hash)
        if kept is None or desk.now() < kept["ready_at"] or desk.switches["label_fails"]:
            raise Refused(404, errors.TITLES[404], code=3000)
        return Response(labels.file(kept), media_type=_PDF)


def _registered(desk: Desk, request: Request, ids: str, *, in_bulk: bool) -> tuple[list[dict[str, Any]], tuple, Response | None]:
    """The shipments to print, now registered, with paper and positions; or the answer of an account that must pay first."""
    paper = labels.paper_and_positions(desk.shop, dict(request.query_params))
    rows = labels.checked(desk.shop, desk.ids(ids))
    unpaid = labels.register(desk.shop, rows, in_bulk)
    desk.changed()
    webhooks.dispatch(desk)
    if unpaid is not None:
        return rows, paper, JSONResponse(unpaid, 200 if desk.switches["payment_with_200"] else 402)
    return rows, paper, None


def made(desk: Desk, request: Request, kept: dict[str, Any], ids: list[int]) -> str:
    """Have a PDF made afterwards; its link. A webhook tells when it is there."""
    seconds = desk.switches["label_seconds"]
    url = labels.later(desk.shop, desk.memory, kept, ids, seconds)
    webhooks.label_made(desk, ids, f"{_base(desk, request)}{url}", desk.now() + seconds)
    return url


def _base(desk: Desk, request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}/myparcel/{desk.key}"
