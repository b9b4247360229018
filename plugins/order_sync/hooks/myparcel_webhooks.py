"""MyParcel's webhooks: who is subscribed, and how a call is known to come from MyParcel. Source: MyParcel contract 5.3.

A webhook carries no signature: what it says is never believed, only that a shipment is worth a look. One subscription per hook and
shop: a new one takes the place of the old.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from typing import Any

from order_sync.errors import NotThere
from order_sync.hooks.myparcel_api import fields, joined

STATUS_HOOK = "shipment_status_change"
TOKEN_LENGTH = 40


class Webhooks:
    """The part of MyParcelHook that knows webhooks."""

    def webhook_subscriptions(self) -> list[dict[str, Any]]:
        """The shop's subscriptions: id, hook, url."""
        answer = self._call("GET", "/webhook_subscriptions")
        rows = fields(answer, answer.json(), "data")["data"]
        rows = rows.get("webhook_subscriptions") if isinstance(rows, dict) else None
        if not isinstance(rows, list) or not all(isinstance(row, dict) and {"id", "hook", "url"} <= row.keys() for row in rows):
            raise answer.broken("no list of subscriptions")
        return [{name: row[name] for name in ("id", "hook", "url")} for row in rows]

    def subscribe(self, url: str, hook: str = STATUS_HOOK) -> int:
        """Subscribe ``url`` (lower case; MyParcel takes https only) and return the subscription's id. Whoever had the hook loses it."""
        if url != url.lower():
            raise ValueError("MyParcel makes addresses lower case: this one would not be found")
        body = {"data": {"webhook_subscriptions": [{"hook": hook, "url": url}]}}
        answer = self._call("POST", "/webhook_subscriptions", json=body)
        made = fields(answer, answer.json(), "data")["data"]
        ids = made.get("ids") if isinstance(made, dict) else None
        if not isinstance(ids, list) or not ids or not isinstance(ids[0], dict) or not isinstance(ids[0].get("id"), int):
            raise answer.broken("no id of the subscription")
        return ids[0]["id"]

    def unsubscribe(self, ids: Iterable[int]) -> None:
        """Delete subscriptions; one that is gone already is fine."""
        for one in ids:
            try:
                self._call(
                    "DELETE", f"/webhook_subscriptions/{joined([one])}", endpoint="DELETE /webhook_subscriptions/{ids}", expect=(204, 200)
                )
            except NotThere:
                continue

    def webhook_token(self, name: str) -> str:
        """A word for the address of a receiver that only who has the key can know: hexadecimal, so lower case."""
        key = self._account().password or ""
        return hmac.new(key.encode(), f"webhooks of {name}".encode(), hashlib.sha256).hexdigest()[:TOKEN_LENGTH]

    def is_webhook_token(self, name: str, token: str) -> bool:
        """Whether a call came to the address that was given to MyParcel; in constant time."""
        return hmac.compare_digest(self.webhook_token(name).encode(), token.lower().encode())

    def is_webhook_sender(self, authorization: str) -> bool:
        """Whether X-MyParcel-Authorization holds the shop's key in base64, with or without a scheme before it; in constant time."""
        key = self._account().password or ""
        told = authorization.strip().rpartition(" ")[2]
        return bool(key) and hmac.compare_digest(base64.b64encode(key.encode()), told.encode())
