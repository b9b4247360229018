"""Admin routes of the fake: the acts of people and carriers, under /sandbox/myparcel/{shop}."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict

from sandbox.core import Sandbox
from sandbox.myparcel import acts
from sandbox.myparcel.account import SERVICE


class Request(BaseModel):
    """A request that may carry no other field."""

    model_config = ConfigDict(extra="forbid")


class AdvanceRequest(Request):
    """What happens in the back office and on the way; all parts may be left out. See progress.advance."""

    to: str | int = ""
    steps: int = 0
    hours: float = 0
    delayed: bool | None = None
    ids: list[int] | None = None


class Ids(Request):
    """Some shipments."""

    ids: list[int]


class EditRequest(Request):
    """A person's edit of one concept."""

    id: int
    changes: dict[str, Any]


class ImportRequest(Request):
    """Orders for MyParcel's own Wix link: whole Wix orders, or numbers of orders of the sandbox's own site; neither: all of them."""

    numbers: list[str] | None = None
    orders: list[dict[str, Any]] | None = None


def admin_routes(sandbox: Sandbox) -> APIRouter:
    """Doings that no API call shows, for the sandbox's admin."""
    router = APIRouter(prefix="/sandbox/myparcel/{shop}")

    def act(name: str, shop: str, *given: Any, **named: Any) -> dict[str, Any]:
        if sandbox.app(SERVICE, shop) is None:
            raise HTTPException(404, "no such shop")
        try:
            return getattr(acts, name)(sandbox, shop, *given, **named)
        except ValueError as error:
            raise HTTPException(422, str(error)) from None

    @router.post("/advance")
    async def advance(shop: str, request: AdvanceRequest) -> dict[str, Any]:
        return act("advance", shop, **request.model_dump())

    @router.post("/pay")
    async def pay(shop: str, request: Ids) -> dict[str, Any]:
        return act("pay", shop, request.ids)

    @router.post("/edit")
    async def edit(shop: str, request: EditRequest) -> dict[str, Any]:
        return act("edit", shop, request.id, request.changes)

    @router.post("/delete")
    async def delete(shop: str, request: Ids) -> dict[str, Any]:
        return act("delete", shop, request.ids)

    @router.post("/wix_import")
    async def wix_import(shop: str, request: ImportRequest) -> dict[str, Any]:
        return act("import_wix_orders", shop, **request.model_dump())

    @router.get("/webhooks")
    async def webhooks(shop: str) -> dict[str, Any]:
        return act("deliveries", shop)

    return router
