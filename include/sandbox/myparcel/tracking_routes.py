"""Tracking: /tracktraces by ids and by barcode."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request

from sandbox.myparcel import progress, sheets
from sandbox.myparcel.desk import Desk
from sandbox.myparcel.errors import Refused


def add(app: FastAPI, desk: Desk) -> None:
    """Put the routes on the shop's app."""

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
        rows = [row for row in sheets.parcels(desk.shop.shipments.values()) if _place(row) == wanted]
        return progress.tracktraces(desk.shop, rows, request.query_params.get("extra_info", ""))


def _place(row: dict[str, Any]) -> list[str]:
    return [row["barcode"], row["recipient"].get("postal_code", ""), row["recipient"]["cc"]]
