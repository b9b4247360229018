"""The task that prints labels, with a link from its page in Airflow to the file."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from airflow.sdk import BaseOperator, BaseOperatorLink

PAGE = "page"


class LabelFile(BaseOperatorLink):
    """The page of the print job, below Airflow's own address; none where nothing was printed."""

    name = "Label file"

    def get_link(self, operator: BaseOperator, *, ti_key: Any) -> str:
        """The address that the task pushed."""
        from airflow.configuration import conf
        from airflow.sdk.execution_time.xcom import XCom

        page = XCom.get_value(ti_key=ti_key, key=PAGE)
        return f"{urlsplit(conf.get('api', 'base_url', fallback='')).path.rstrip('/')}{page}" if page else ""


class PrintLabels(BaseOperator):
    """Print what the run's form asks for; returns what was printed, pushes XCom ``page``."""

    operator_extra_links = (LabelFile(),)
    ui_color = "#e8f7e4"

    def __init__(self, *, store: str, **task: Any) -> None:
        super().__init__(**task)
        self.store = store

    def execute(self, context: Any) -> dict[str, Any]:
        """One job."""
        from order_sync.steps import flow

        found = flow.print_labels(self.store, context)
        context["ti"].xcom_push(key=PAGE, value=found["page"])
        return found
