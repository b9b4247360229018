"""The Airflow plugin (entry point ``airflow.plugins``)."""

from __future__ import annotations

from typing import Any

from airflow.plugins_manager import AirflowPlugin

from order_sync.ui.preload import preload


class OrderSyncPlugin(AirflowPlugin):
    """Loads the heavy libraries once in the processes that fork tasks."""

    name = "order_sync"

    @classmethod
    def on_load(cls, *args: Any, **kwargs: Any) -> None:
        """Called by Airflow when it loads its plugins: at its start where core.lazy_load_plugins is False."""
        preload()
