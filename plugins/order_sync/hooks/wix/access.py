"""Who we are at Wix: an app token (renewed before it ends) or an API key, the rights we need, and Wix's error forms."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from typing import Any

import msgspec

from order_sync.errors import AccessDenied, FieldFault, Rejected
from order_sync.hooks.rest import Account, RemoteError, Response, RestClient

_EARLY = 300.0  # seconds before its end at which a token is renewed
_TOKEN_CURE = "Check app id, app secret and instance_id; if the app was removed from the site, install it again."

NEEDED = (
    "ECOM.READ_ORDERS",
    "ECOM.READ_TRANSACTIONS",
    "ECOM.READ_FULFILLMENTS",
    "ECOM.MODIFY_FULFILLMENTS",
    "WIX_STORES.CATALOG_VERSION_READ",
)
NEEDED_BY_CATALOGUE = {
    "V1_CATALOG": ("WIX_STORES.READ_PRODUCTS",),
    "V3_CATALOG": ("WIX_STORES.READ_ONLY_VARIANT_READ", "WIX_STORES.READ_ONLY_VARIANT_READ_HIDDEN"),
}
# the same right under the name that the app's dashboard shows
_SCOPES = {
    "ECOM.READ_ORDERS": "SCOPE.DC-STORES.READ-ORDERS",
    "WIX_STORES.READ_PRODUCTS": "SCOPE.DC-STORES.READ-PRODUCTS",
    "WIX_STORES.CATALOG_VERSION_READ": "SCOPE.STORES.CATALOG_READ_LIMITED",
}


class _Token(msgspec.Struct):
    access_token: str
    expires_in: int


class Access:
    """The Authorization header of one account. Wix takes the token bare; ``bearer_prefix`` puts "Bearer " before it."""

    def __init__(self, account: Account) -> None:
        self.by_app = account.text("auth", "app", ("app", "api_key")) == "app"
        self.client: RestClient | None = None
        self.token = "" if self.by_app else account.need("password", account.password, "Fill in the API key.")
        self._account = account
        self._prefix = "Bearer " if account.flag("bearer_prefix") else ""
        self._renew_at = 0.0
        self._lock = threading.Lock()
        if self.by_app:
            account.need("login", account.login, "Fill in the app id (client_id).")
            account.need("password", account.password, "Fill in the app secret.")
            account.need("instance_id", account.extra.get("instance_id"), "Fill in the id of the app's instance on the merchant's site.")
        else:
            account.need("site_id", account.extra.get("site_id"), "Fill in the id of the site: an API key without it is refused.")

    def headers(self) -> dict[str, str]:
        """Headers of the next call; asks for a token when there is none or it soon ends."""
        if not self.by_app:
            return {"Authorization": self._prefix + self.token, "wix-site-id": str(self._account.extra["site_id"]).strip()}
        with self._lock:
            if not self.token or time.monotonic() >= self._renew_at:
                self._fetch()
            return {"Authorization": self._prefix + self.token}

    def renew(self, used: str) -> bool:
        """A new token after the one ``used`` was refused; False when there is none to be had."""
        if not self.by_app or not used:
            return False
        with self._lock:
            if self.token == used:
                self._fetch()
            return True

    def _fetch(self) -> None:
        asked = {
            "grant_type": "client_credentials",
            "client_id": self._account.login,
            "client_secret": self._account.password,
            "instance_id": str(self._account.extra["instance_id"]).strip(),
        }
        self.token = ""
        try:
            answer = self.client.call("POST", "/oauth2/token", read=True, anonymous=True, json=asked)
        except AccessDenied as error:
            raise AccessDenied(error.seen, where=error.where, cure=_TOKEN_CURE, status=error.status, faults=error.faults) from None
        except Rejected as error:
            # which status and code Wix gives for a wrong secret or a removed app is not settled: any refusal is one of access
            raise AccessDenied(error.seen, where=error.where, cure=_TOKEN_CURE, status=error.status, faults=error.faults) from None
        found = answer.decode(_Token)
        self.token = found.access_token
        self.client.secrets.add(found.access_token)
        self._renew_at = time.monotonic() + max(found.expires_in - _EARLY, found.expires_in / 2)


def missing_rights(granted: Iterable[str], needed: Iterable[str]) -> tuple[list[str], list[str]]:
    """Rights that were not granted, and rights that cannot be told because Wix listed dashboard scopes whose names are not known."""
    granted = set(granted)
    scopes = any(right.startswith("SCOPE.") for right in granted)
    missing, unseen = [], []
    for right in needed:
        if right not in granted and _SCOPES.get(right) not in granted:
            (unseen if scopes and right not in _SCOPES else missing).append(right)
    return missing, unseen


def lacking(error: AccessDenied, right: str) -> AccessDenied:
    """A refusal that names the right which the call needs; Wix itself does not, and says 401 at times where a right is missing."""
    if error.status not in (401, 403):
        return error
    cure = f"The call needs {right}: add it to the app and let the site's owner accept it again, or take a key that has it. {error.cure}"
    return AccessDenied(error.seen, where=error.where, cure=cure, status=error.status, faults=error.faults)


def explain(response: Response) -> RemoteError:
    """Wix's error bodies: application, validation and system errors, the token call's OAuth form, or nothing at all."""
    request_id = response.headers.get("x-wix-request-id", "")
    try:
        body = msgspec.json.decode(response.body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return RemoteError(request_id=request_id)
    body = _object(body)
    if "error" in body:
        code = str(body["error"])
        return RemoteError(str(body.get("error_description") or ""), (FieldFault("", "", code),), request_id)
    details = _object(body.get("details"))
    faults = []
    for row in _object(details.get("validationError")).get("fieldViolations") or ():
        row = _object(row)
        faults.append(FieldFault(str(row.get("field") or ""), str(row.get("description") or ""), str(row.get("ruleName") or "")))
    error = _object(details.get("applicationError"))
    if error.get("code"):
        faults.append(FieldFault("", str(error.get("description") or ""), str(error["code"])))
    system = _object(details.get("systemError")).get("errorCode")
    if system:
        faults.append(FieldFault("", "", str(system)))
    return RemoteError(str(body.get("message") or ""), tuple(faults), request_id)


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
