"""Who calls: app tokens (4 hours) and API keys with their site, and which right a call needs."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta

from fastapi import APIRouter, Request

from sandbox.wix import models
from sandbox.wix.errors import Json, application, oauth
from sandbox.wix.site import Site

TOKEN_SECONDS = 14400


def routes(site: Site) -> APIRouter:
    """Token, token-info and instance."""
    router = APIRouter()
    me = site.account

    @router.post("/oauth2/token")
    async def token(request: Request) -> Json:
        asked = await models.read(request, site.sandbox, models.Token)
        if asked.grant_type != "client_credentials":
            raise oauth(400, "unsupported_grant_type", "Unsupported grant type")
        if (asked.client_id, asked.client_secret) != (me.wix_app_id, me.wix_secret):
            raise oauth(401, "invalid_client", "Client authentication failed")
        if asked.instance_id != me.wix_instance_id or site.setting("uninstalled", False):
            raise oauth(400, "invalid_grant", "App instance not found")
        life = int(site.setting("token_seconds", TOKEN_SECONDS))
        issued = site.sandbox.now()
        made = f"OAUTH2.{secrets.token_urlsafe(48)}"
        site.memory["tokens"][made] = (issued, issued + timedelta(seconds=life))
        return Json({"access_token": made, "token_type": "Bearer", "expires_in": life})

    @router.post("/oauth2/token-info")
    async def token_info(request: Request) -> Json:
        asked = await models.read(request, site.sandbox, models.TokenInfo)
        issued, ends = site.memory["tokens"].get(asked.token, (None, None))
        if ends is None or ends <= site.sandbox.now():
            return Json({"active": False})
        ids = {"clientId": me.wix_app_id, "siteId": me.wix_site_id, "instanceId": me.wix_instance_id}
        times = {"exp": ends.timestamp(), "iat": issued.timestamp()}
        return Json({"active": True, "subjectType": "APP", "subjectId": me.wix_app_id, **times, **ids})

    @router.get("/apps/v1/instance")
    async def instance(request: Request) -> Json:
        if identity(site, request) != "app":
            raise application(403, "PERMISSION_DENIED", "Only an app instance may ask for itself")
        app = {"instanceId": me.wix_instance_id, "appName": "Order sync", "isFree": True, "permissions": site.permissions}
        where = {"siteId": me.wix_site_id, "siteDisplayName": me.name, "locale": me.locale, "paymentCurrency": me.currency}
        return Json({"instance": app, "site": {**where, "url": f"https://{me.key}.example.com", "installedWixApps": ["stores"]}})

    return router


def identity(site: Site, request: Request) -> str:
    """``app`` or ``key``; anything else is refused as Wix refuses it."""
    given = request.headers.get("authorization", "")
    form = site.setting("bearer", "refused")  # Wix accepting "Bearer" is uncertain: refused | required | both
    if given.startswith("Bearer "):
        given = "" if form == "refused" else given.removeprefix("Bearer ")
    elif form == "required":
        given = ""
    if given == site.account.wix_key:
        site_id, account_id = request.headers.get("wix-site-id"), request.headers.get("wix-account-id")
        if site_id != site.account.wix_site_id or account_id:
            raise application(403, "PERMISSION_DENIED", "The key needs the wix-site-id of a site of its account, and nothing else")
        return "key"
    ends = site.memory["tokens"].get(given, (None, None))[1]
    if ends is None or ends <= site.sandbox.now() or site.setting("uninstalled", False):
        raise application(401, "UNAUTHENTICATED", "No identity found")
    return "app"


def needs(site: Site, *rights: str) -> Callable[[Request], None]:
    """A dependency: the caller is known and holds one of the rights."""

    async def check(request: Request) -> None:
        if identity(site, request) == "app" and rights and not set(rights) & set(site.permissions):
            raise application(403, "PERMISSION_DENIED", f"Missing permission {rights[0]}")
        _count(site)

    return check


def _count(site: Site) -> None:
    limit = site.setting("rate_limit", 0)  # off, or calls a minute (200 at Wix)
    if not limit:
        return
    now = site.sandbox.now()
    recent = [at for at in site.memory.get("recent", []) if (now - at).total_seconds() < 60]
    site.memory["recent"] = recent
    if len(recent) >= int(limit):
        raise application(429, "TOO_MANY_REQUESTS", "Too Many Requests")
    recent.append(now)
