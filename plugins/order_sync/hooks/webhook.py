"""A digest by HTTP POST, as a notifier of Airflow. The address may be a secret: it stands in no error and no log."""

from __future__ import annotations

import json
from typing import Any

import requests
from airflow.sdk import BaseNotifier

from order_sync.errors import Rejected, RetryLater
from order_sync.hooks.rest import read_account

TIMEOUT = (5, 15)  # seconds to connect, to answer
LATER = (408, 425, 429)


class WebhookNotifier(BaseNotifier):
    """POST ``content`` as JSON to the address of an Airflow connection of type http: host with scheme and path, password as bearer token."""

    def __init__(self, conn_id: str, content: dict[str, Any]) -> None:
        super().__init__()
        self.conn_id, self.content = conn_id, content

    def notify(self, context: Any) -> None:
        """Send it once; RetryLater where nobody takes it now, Rejected where it is refused."""
        account, where = read_account(self.conn_id, "http", ""), f"webhook ({self.conn_id})"
        headers = {"Content-Type": "application/json", "User-Agent": "order-sync"}
        if account.password:
            headers["Authorization"] = f"Bearer {account.password}"
        try:
            answer = requests.post(account.base_url, data=json.dumps(self.content), headers=headers, timeout=TIMEOUT, allow_redirects=False)
        except requests.RequestException as error:
            raise RetryLater(f"no answer ({type(error).__name__})", where=where, cure="It is told the next time.") from None
        if answer.status_code >= 500 or answer.status_code in LATER:
            raise RetryLater(f"answered {answer.status_code}", where=where, cure="It is told the next time.")
        if answer.status_code >= 300:
            cure = "Correct address and token of the connection; it is told the next time."
            raise Rejected(f"answered {answer.status_code}", where=where, cure=cure, status=answer.status_code)
