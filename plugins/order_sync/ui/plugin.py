"""The Airflow plugin (entry point ``airflow.plugins``)."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlsplit

from airflow.configuration import conf
from airflow.plugins_manager import AirflowPlugin

from order_sync.steps.history_timetable import HistoryWindows
from order_sync.ui.lazy import Lazy
from order_sync.ui.preload import preload

_BASE = urlsplit(conf.get("api", "base_url", fallback="") or "").path.rstrip("/")


class OrderSyncPlugin(AirflowPlugin):
    """The pages about orders in Airflow's navigation, the receiver of webhooks; and the heavy libraries for processes that fork tasks."""

    name = "order_sync"
    # The receiver goes first: the pages' app answers below the same prefix, and asks for a login.
    fastapi_apps: ClassVar[list[Any]] = [
        {"app": Lazy("order_sync.ui.receiver"), "url_prefix": "/order-sync/hooks", "name": "Order sync: webhooks"},
        {"app": Lazy("order_sync.ui.app"), "url_prefix": "/order-sync", "name": "Order sync"},
    ]
    external_views: ClassVar[list[Any]] = [
        {"name": "Quality", "href": f"{_BASE}/order-sync/quality/run?dag_id={{DAG_ID}}&run_id={{RUN_ID}}", "destination": "dag_run", "url_route": "quality"},
        {
            "name": "Quality", "href": f"{_BASE}/order-sync/quality/run?dag_id={{DAG_ID}}&run_id={{RUN_ID}}&task_id={{TASK_ID}}",
            "destination": "task_instance", "url_route": "task_quality",
        },
        {"name": "Orders", "href": f"{_BASE}/order-sync/", "destination": "nav", "url_route": "orders", "nav_top_level": True},
        {
            "name": "Requests",
            "href": f"{_BASE}/order-sync/requests/{{DAG_ID}}/{{RUN_ID}}",
            "destination": "dag_run",
            "url_route": "requests",
        },
    ]  # fmt: skip

    timetables: ClassVar[list[Any]] = [HistoryWindows]

    @classmethod
    def on_load(cls, *args: Any, **kwargs: Any) -> None:
        """Called by Airflow when it loads its plugins: at its start where core.lazy_load_plugins is False."""
        preload()
