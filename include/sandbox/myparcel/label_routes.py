"""Labels and tracking: /shipment_labels, /v2/shipment_labels, /pdfs, /tracktraces."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from sandbox.myparcel import errors, labels, progress
from sandbox.myparcel.desk import Desk
from sandbox.myparcel.errors import Refused

_PDF = "application/pdf"


def add(app: FastAPI, desk: Desk) -> None:
    """Put the routes on the shop's app."""

    @app.get("/shipment_labels/{ids}")
    async def print_labels(request: Request, ids: str) -> Response:
        desk.admit(request, "printShipmentLabel")
        accept = request.headers.get("accept", _PDF)
        link = "json" in accept
        rows, refused = _rows(desk, request, ids, by_link="shipment_label_link" in accept)
        if refused is not None:
            return refused
        paper = request.query_params.get("format", "A4")
        made_later = "shipment_label_link" in accept or len(rows) > labels.DIRECT_AT_MOST
        if not link and not made_later:
            return Response(labels.pdf(labels.texts(rows), paper), media_type=_PDF)
        url = labels.later(desk.shop, desk.memory, rows, paper, desk.switches["label_seconds"] if made_later else 0)
        return JSONResponse({"data": {"pdfs": {"url": url if made_later else f"{_base(desk, request)}{url}"}}})

    @app.get("/v2/shipment_labels/{ids}")
    async def prepare_labels(request: Request, ids: str) -> Response:
        desk.admit(request, "printShipmentLabel")
        rows, refused = _rows(desk, request, ids, by_link=True)
        if refused is not None:
            return refused
        url = {"url": labels.later(desk.shop, desk.memory, rows, request.query_params.get("format", "A4"), desk.switches["label_seconds"])}
        return JSONResponse({"data": {"pdf": [url] if desk.switches["v2_list_form"] else url}})

    @app.get("/pdfs/{hash}")
    async def download(request: Request, hash: str) -> Response:
        desk.admit(request)
        kept = desk.memory.get("pdfs", {}).get(hash)
        if kept is None or desk.now() < kept["ready_at"]:
            raise Refused(404, errors.TITLES[404], code=3000)
        return Response(labels.pdf(kept["texts"], kept["paper"]), media_type=_PDF)

    @app.get("/tracktraces/{ids}")
    async def tracktraces(request: Request, ids: str) -> dict[str, Any]:
        desk.admit(request, "readTrackTrace")
        rows = desk.shop.known(desk.ids(ids))
        return progress.tracktraces(desk.shop, rows, request.query_params.get("extra_info", ""))

    @app.get("/tracktraces")
    async def tracktrace_by_barcode(request: Request) -> dict[str, Any]:
        desk.admit(request, "readTrackTrace")
        wanted = [request.query_params.get(name) for name in ("barcode", "postal_code", "country_code")]
        if not all(wanted):
            raise Refused(422, "Missing required parameter", code=3212)
        rows = [row for row in desk.shop.shipments.values() if _place(row) == wanted]
        return progress.tracktraces(desk.shop, rows, request.query_params.get("extra_info", ""))


def _rows(desk: Desk, request: Request, ids: str, *, by_link: bool) -> tuple[list[dict[str, Any]], Response | None]:
    """The shipments to print, now registered, or the answer of a prepaid account."""
    query = request.query_params
    rows = labels.checked(desk.shop, desk.ids(ids), query.get("format", "A4"), query.get("positions", ""))
    if desk.switches["prepaid"]:
        return rows, JSONResponse(labels.unpaid(rows, by_link), 200 if desk.switches["payment_with_200"] else 402)
    desk.shop.register(rows)
    desk.changed()
    return rows, None


def _base(desk: Desk, request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}/myparcel/{desk.key}"


def _place(row: dict[str, Any]) -> list[str]:
    return [row["barcode"], row["recipient"].get("postal_code", ""), row["recipient"]["cc"]]
