"""Admin routes of the sandbox, under /sandbox: what was called, what was violated, faults, settings, digest, state."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict

from sandbox.core import Sandbox, module_of
from sandbox.faults import ACTIONS


class FaultRequest(BaseModel):
    """A fault to arm; see sandbox.faults.Fault."""

    model_config = ConfigDict(extra="forbid")
    action: str
    method: str = ""
    path: str = ""
    service: str = ""
    account: str = ""
    nth: int = 1
    times: int = 1
    seconds: float = 1.0


def build(sandbox: Sandbox) -> FastAPI:
    """The admin app."""
    app = FastAPI(title="sandbox admin", docs_url="/sandbox/docs", redoc_url=None, openapi_url="/sandbox/openapi.json")

    @app.get("/sandbox/violations")
    async def violations() -> list[dict[str, str]]:
        return sandbox.violations

    @app.get("/sandbox/calls")
    async def calls(service: str = "", account: str = "", since: int = 0) -> list[dict[str, Any]]:
        return [c for c in sandbox.calls if c["n"] > since and service in ("", c["service"]) and account in ("", c["account"])]

    @app.post("/sandbox/faults", status_code=201)
    async def arm(request: FaultRequest) -> dict[str, Any]:
        if request.action not in ACTIONS or request.action.startswith("hook"):
            raise HTTPException(422, f"unknown action; known: {', '.join(name for name in ACTIONS if not name.startswith('hook'))}")
        sandbox.arm(**request.model_dump())
        return {"armed": len(sandbox.faults)}

    @app.delete("/sandbox/faults")
    async def disarm() -> dict[str, Any]:
        sandbox.faults.clear()
        return {"armed": 0}

    @app.get("/sandbox/digest")
    async def digest() -> dict[str, str]:
        return {"digest": sandbox.digest()}

    @app.get("/sandbox/state/{service}/{account}")
    async def state(service: str, account: str) -> dict[str, Any]:
        return sandbox.state(service, account)

    @app.post("/sandbox/settings")
    async def settings(values: dict[str, Any]) -> dict[str, Any]:
        if "clock_offset_seconds" in values:
            sandbox.clock_offset = timedelta(seconds=float(values.pop("clock_offset_seconds")))
        sandbox.settings.update(values)
        return sandbox.settings | {"clock_offset_seconds": sandbox.clock_offset.total_seconds()}

    for service in ("wix", "holded", "myparcel", "vies"):
        routes = getattr(module_of(service), "admin_routes", None)
        if routes is not None:
            app.include_router(routes(sandbox))

    @app.get("/sandbox/health")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    return app
