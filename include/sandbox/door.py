"""The ASGI door: finds the account's app, strikes with armed faults, logs the call, marks what must be saved."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

import msgspec
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from sandbox.core import Sandbox

READS = "reads"  # tag of a route that changes nothing, although it is a POST: no snapshot is due after it


class CuttableProtocol(H11Protocol):
    """Remembers each live connection by the client's address, so that a fault can cut it without an answer."""

    live: ClassVar[dict[tuple[str, int], asyncio.Transport]] = {}

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Remember it."""
        super().connection_made(transport)
        if self.client:
            self.live[tuple(self.client)] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        if self.client:
            self.live.pop(tuple(self.client), None)
        super().connection_lost(exc)


class Door:
    """``/sandbox/…`` is the admin, ``/<service>/<account>/…`` an account of a service; everything passes here."""

    def __init__(self, sandbox: Sandbox, admin: FastAPI) -> None:
        self.sandbox, self.admin = sandbox, admin

    async def __call__(self, scope: dict, receive: Any, send: Any) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.admin(scope, receive, send)
            return
        service, key, path = _split(scope["path"])
        app = self.sandbox.app(service, key)
        if service == "sandbox" or app is None:
            await self.admin(scope, receive, send)
            return
        inner = {**scope, "path": path, "raw_path": path.encode(), "root_path": ""}
        await self._pass(app, service, key, inner, receive, send)

    async def _pass(self, app: FastAPI, service: str, key: str, scope: dict, receive: Any, send: Any) -> None:
        method, path = scope["method"], scope["path"]
        call = {
            "n": len(self.sandbox.calls) + 1,
            "service": service,
            "account": key,
            "method": method,
            "path": path,
            "template": path,
            "status": 0,
        }
        self.sandbox.calls.append(call)
        fault = self.sandbox.strike(service, key, method, path)
        action = fault.action if fault else ""
        call["fault"] = action
        if action == "cut_before":
            await _cut(scope)
            return
        if action == "hook" and fault.call:
            await asyncio.to_thread(fault.call, call)
        if action == "slow":
            await asyncio.sleep(fault.seconds)
        if action.startswith("http_") and not action.endswith("_after"):
            call["status"] = await _answer(send, *self.sandbox.fault_answer(service, action, fault.seconds))
            return
        answer = await _collect(app, scope, receive)
        call["status"] = answer[0]["status"]
        call["template"] = getattr(scope.get("route"), "path", path)
        if method != "GET" and call["status"] < 400 and READS not in getattr(scope.get("route"), "tags", ()):
            self.sandbox.changed(service, key)
        if action == "hook_after" and fault.call:
            await asyncio.to_thread(fault.call, call)
        if action == "lost_answer":
            await _cut(scope)
            return
        if action == "http_500_after":
            await _answer(send, *self.sandbox.fault_answer(service, "http_500", fault.seconds))
            return
        for message in answer:
            await send(message)


async def _collect(app: FastAPI, scope: dict, receive: Any) -> list[dict]:
    """Run the app to its end and hold back what it answers: a lost answer must find the work done."""
    messages: list[dict] = []

    async def keep(message: dict) -> None:
        messages.append(message)

    await app(scope, receive, keep)
    return messages


async def _cut(scope: dict) -> None:
    transport = CuttableProtocol.live.get(tuple(scope["client"]))
    if transport is None:
        raise RuntimeError("cutting a connection needs CuttableProtocol (see sandbox.server)")
    transport.abort()
    await asyncio.sleep(0.01)  # uvicorn learns of the cut before we return


async def _answer(send: Any, status: int, headers: dict[str, str], body: Any) -> int:
    content = body if isinstance(body, bytes) else msgspec.json.encode(body)
    found = {
        "content-type": "application/json",
        **{name.lower(): value for name, value in headers.items()},
        "content-length": str(len(content)),
    }
    raw = [(name.encode(), str(value).encode()) for name, value in found.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": content})
    return status


def _split(path: str) -> tuple[str, str, str]:
    if path.startswith("/vies/"):
        return "vies", "eu", path.removeprefix("/vies")
    parts = path.split("/", 3)
    service, key = [*parts, "", "", ""][1:3]
    return service, key, "/" + (parts[3] if len(parts) > 3 else "")
