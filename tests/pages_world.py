"""Our pages mounted as Airflow mounts them, with Airflow's own auth manager and tokens, without an Airflow running."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

HTML = {"Accept": "text/html,application/xhtml+xml"}


def mounted() -> FastAPI:
    """An app with our plugin's apps below their prefixes, in the plugin's order."""
    from order_sync.ui.plugin import OrderSyncPlugin

    parent = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    for one in OrderSyncPlugin.fastapi_apps:
        parent.mount(one["url_prefix"], one["app"])
    return parent


def client(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A browser without a login."""
    from airflow.api_fastapi.app import init_auth_manager
    from airflow.models.revoked_token import RevokedToken

    monkeypatch.setenv("AIRFLOW__API_AUTH__JWT_SECRET", "x" * 64)
    monkeypatch.setattr(RevokedToken, "is_revoked", classmethod(lambda cls, *_, **__: False))  # asks Airflow's database, which is not there
    init_auth_manager()
    return TestClient(mounted(), follow_redirects=False)


def login(role: str) -> dict[str, str]:
    """The header of a logged-in user with a role of Airflow's simple auth manager: viewer, user, op, admin."""
    from airflow.api_fastapi.app import get_auth_manager
    from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser

    user: Any = SimpleAuthManagerUser(username=role, role=role.upper())
    return {"Authorization": f"Bearer {get_auth_manager().generate_jwt(user)}"}


def reader(browser: TestClient) -> Callable[..., str]:
    """``page("/overview?period=all")``: the page as a person with a role sees it."""

    def shown(path: str, role: str = "viewer", status: int = 200) -> str:
        answer = browser.get(f"/order-sync{path}", headers=login(role) | HTML)
        assert answer.status_code == status, answer.text
        return answer.text

    return shown
