"""Apps that are built by their first request: the plugin is loaded by every process of Airflow, and only the API server needs them."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from importlib import import_module
from threading import Lock
from typing import Any

Asgi = Callable[[Any, Any, Any], Awaitable[None]]


class Lazy:
    """An ASGI app that is made by ``module.build()`` when it is called first."""

    def __init__(self, module: str) -> None:
        self.module = module
        self._app: Asgi | None = None
        self._lock = Lock()

    @property
    def app(self) -> Any:
        """The app itself."""
        with self._lock:
            if self._app is None:
                # connections made in Airflow's UI are read from its database here, not through a task's supervisor
                os.environ.setdefault("_AIRFLOW_PROCESS_CONTEXT", "server")
                self._app = import_module(self.module).build()
            return self._app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)
