"""Look what is wrong, and tell it: one digest for each channel when there is something to say. What a channel does not take is told the next time."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from order_sync.errors import OrderSyncError, RetryLater
from order_sync.mapping import alert_digest
from order_sync.mapping.alert_digest import Digest
from order_sync.steps.alert_signs import as_rows, signs
from order_sync.steps.shop import Shop
from order_sync.store import alerts

log = logging.getLogger(__name__)
MAIL, WEBHOOK = "mail", "webhook"


def watch(shop: Shop, now: datetime | None = None) -> dict[str, int]:
    """Look, and write down what is wrong now; how many things by kind."""
    found = signs(shop, now)
    alerts.save(shop.database, shop.store, as_rows(found))
    return {kind: sum(sign.kind == kind for sign in found) for kind in sorted({sign.kind for sign in found})}


def plan(shop: Shop, channel: str) -> Digest:
    """What a channel would be told now."""
    return alert_digest.digest(alerts.known(shop.database, shop.store, channel, shop.settings.alerts.remind_hours))


def tell(shop: Shop, *, dry_run: bool = False) -> dict[str, int]:
    """Tell every channel what it has to be told; how many lines each took. RetryLater where one did not take it, after all were tried."""
    told, errors = {}, []
    for channel in channels(shop):
        made = plan(shop, channel)
        if dry_run:
            print(alert_digest.text(shop.settings.name, made, "") if not made.empty else f"{channel}: nothing to tell")
            continue
        if made.empty:
            continue
        try:
            send(shop, channel, made)
        except Exception as error:  # whatever a mail server or library raises: the other channel and the next run go on
            says = error.seen if isinstance(error, OrderSyncError) else type(error).__name__
            alerts.failed(shop.database, shop.store, channel, says)
            log.warning("%s did not take the digest: %s", channel, says)
            errors.append(f"{channel}: {says}")
            continue
        alerts.sent(shop.database, shop.store, channel, made.told, made.over)
        told[channel] = sum(len(rows) for _, rows in made.parts())
    if not dry_run:
        alerts.tidy(shop.database, shop.store, channels(shop))
    if errors:
        raise RetryLater(
            "; ".join(errors), where=f"alerts of store {shop.store}", cure="It is told as soon as the channel works; check its connection."
        )
    return told


def test(shop: Shop) -> dict[str, str]:
    """Send one test message by each channel; channel to "sent", or why not."""
    now = datetime.now(UTC)
    line = {"kind": "test", "thing": "test", "says": "this is a test: nothing is wrong", "link": "/order-sync/", "since": now}
    said = {}
    for channel in channels(shop):
        try:
            send(shop, channel, Digest(new=[line]))
            said[channel] = "sent"
        except OrderSyncError as error:
            said[channel] = str(error)
        except Exception as error:  # a mail server's or a library's own
            said[channel] = f"{type(error).__name__}: check the connection"
    return said


def channels(shop: Shop) -> list[str]:
    """The channels that the store has."""
    return [name for name, settings in ((MAIL, shop.settings.alerts.mail), (WEBHOOK, shop.settings.alerts.webhook)) if settings]


def send(shop: Shop, channel: str, made: Digest) -> None:
    """Send one digest by Airflow's notifier of the channel; it raises where the channel does not take it.

    ``notify`` is called, not the notifier itself: calling it would render what stands in the texts as templates.
    """
    notifier: Callable[[], Any] = _mail if channel == MAIL else _webhook
    notifier(shop, made).notify({})


def _mail(shop: Shop, made: Digest) -> Any:
    from airflow.providers.smtp.notifications.smtp import SmtpNotifier

    settings, name = shop.settings.alerts.mail, shop.settings.name
    return SmtpNotifier(
        to=list(settings.to), from_email=settings.sender, subject=alert_digest.subject(name, made),
        html_content=alert_digest.html(name, made, _address()), smtp_conn_id=settings.connection,
        custom_headers={"Auto-Submitted": "auto-generated"},
    )  # fmt: skip


def _webhook(shop: Shop, made: Digest) -> Any:
    from order_sync.hooks.webhook import WebhookNotifier

    content = alert_digest.content(shop.store, shop.settings.name, made, _address())
    return WebhookNotifier(shop.settings.alerts.webhook.connection, content)


def _address() -> str:
    """Airflow's own address, in front of the links."""
    from airflow.configuration import conf

    return (conf.get("api", "base_url", fallback="") or "").rstrip("/")
