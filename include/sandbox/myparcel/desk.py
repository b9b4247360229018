"""Who may come in, and how a refusal is written: keys, headers, call limits, rights, error bodies."""

from __future__ import annotations

import base64
import binascii
import itertools
import re
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from sandbox.core import Sandbox
from sandbox.myparcel import account, errors, limits, progress, webhooks
from sandbox.myparcel.account import SERVICE
from sandbox.myparcel.errors import Refused
from sandbox.myparcel.shop import Shop
from sandbox.myparcel.switches import Switches

_USER_AGENT = re.compile(r"^[^\s]+/[0-9.]+(\s+[^/\s]+/[0-9.]+)*$")
_CODES = {404: 3105, 405: 3105}
_numbers = itertools.count(1)


class Desk:
    """One shop's front desk."""

    def __init__(self, sandbox: Sandbox, key: str) -> None:
        self.sandbox, self.key = sandbox, key
        self.who, self.switches = account.merchant(key), Switches(sandbox, key)
        self.memory = sandbox.memory(SERVICE, key)

    @property
    def shop(self) -> Shop:
        """The shop over the state as it is now."""
        return Shop(self.who, self.sandbox.state(SERVICE, self.key), self.switches, self.now, self.note)

    def now(self) -> float:
        """The sandbox's clock in epoch seconds."""
        return self.sandbox.now().timestamp()

    def note(self, text: str) -> None:
        """Record what the real API would silently ignore."""
        self.sandbox.violation(SERVICE, text)

    def changed(self) -> None:
        """The next snapshot takes this shop: for writes that the door does not see as such (a GET of labels registers)."""
        self.sandbox.changed(SERVICE, self.key)

    def new_app(self) -> FastAPI:
        """An app whose refusals are MyParcel's."""
        app = FastAPI(title=f"MyParcel {self.key}", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
        app.add_exception_handler(Refused, self._refused)
        app.add_exception_handler(HTTPException, self._no_route)
        return app

    def admit(self, request: Request, right: str = "") -> None:
        """Key, call limit and right of one call, in this order; a bad User-Agent is only noted."""
        self.check_key(request)
        agent = request.headers.get("user-agent", "")
        if not _USER_AGENT.match(agent):
            self.note(f"User-Agent is not Product/1.2.3 Platform/4.5: {agent[:60]!r}")
        if self.switches["limits"]:
            endpoint = f"{request.method} {request.scope['route'].path}"
            limits.count(self.memory, endpoint, self.now(), self.switches["limit_overrides"])
        if self.switches["progress"]:
            progress.settle(self.shop, list(self.shop.shipments.values()))
            self.changed()
            webhooks.dispatch(self)
        if right and right in self.switches["missing_permissions"]:
            raise Refused(403, errors.TITLES[403], code=3001)

    def check_key(self, request: Request) -> None:
        """``bearer base64(key)``; the reference's own tables write basic, which is taken as well."""
        scheme, _, credential = request.headers.get("authorization", "").partition(" ")
        try:
            key = base64.b64decode(credential, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            key = ""
        if scheme.lower() not in ("bearer", "basic") or key != f"{SERVICE}-{self.key}-key":
            raise Refused(401, errors.TITLES[401], code=3000)

    async def json(self, request: Request) -> Any:
        """The request's body decoded."""
        try:
            return await request.json()
        except ValueError:
            raise Refused(400, "Invalid JSON") from None

    def ids(self, text: str) -> list[int]:
        """Up to 100 ids joined with a semicolon."""
        if not re.fullmatch(r"\d{1,18}(;\d{1,18}){0,99}", text):
            raise Refused(422, "Invalid query parameter: id", code=3210)
        return list(dict.fromkeys(int(one) for one in text.split(";")))

    async def _refused(self, request: Request, refused: Exception) -> JSONResponse:
        assert isinstance(refused, Refused)
        request_id = f"{int(self.now())}.{next(_numbers):04x}"
        if refused.status == 429:
            return JSONResponse({"message": refused.message}, 429)
        asked = "application/problem+json" in request.headers.get("accept", "")
        body, media = errors.render(refused, request_id, shape=self.switches["error_shape"], problem=asked, instance=request.scope["path"])
        return JSONResponse(body, refused.status, {"X-Request-Id": request_id}, media_type=media)

    async def _no_route(self, request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        return await self._refused(request, Refused(error.status_code, "Invalid route", code=_CODES.get(error.status_code, 3105)))
