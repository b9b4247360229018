"""Admin routes of the fake: the acts of people and carriers, under /sandbox/myparcel/{shop}."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict

from sandbox.core import Sandbox
from sandbox.myparcel import acts
from sandbox.myparcel.desk import SERVICE


class Request(BaseModel):
    """A request that may carry no other field."""

    model_config = ConfigDict(extra="forbid")


class AdvanceRequest(Request):
    """What happens in the back office and on the way; all parts may be left out. See progress.advance."""

    to: str | int = ""
    steps: int = 0
    ids: list[int] | None = None


class Ids(Request):
    """Some shipments."""

    ids: list[int]


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

    return router
