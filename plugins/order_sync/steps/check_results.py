"""What a check has found: kept for the pages, with Great Expectations' own page, and told in the task's log with its address."""

from __future__ import annotations

import logging
from typing import Any

from order_sync.steps.shop import Shop
from order_sync.store.quality import save_results

log = logging.getLogger(__name__)


def keep(shop: Shop, report: Any) -> int | None:
    """Keep the report (order_sync.quality.run.Report) as the run's; the check's number, None where there was nothing to look at."""
    dag_id, task_id = _task()
    check_id = save_results(
        shop.database,
        f"{shop.store}/{shop.run_key}",
        shop.store,
        report.suite,
        report.results,
        failed=report.failing,
        zone=shop.settings.timezone,
        dag_id=dag_id,
        task_id=task_id,
        docs=_docs(shop, report),
    )
    if check_id is not None:
        failed = sum(not result["success"] for result in report.results)
        log.info("%s: %s rules, %s failed; %s/quality/checks/%s", report.suite, len(report.results), failed, _address(), check_id)
    return check_id


def _docs(shop: Shop, report: Any) -> bytes | None:
    from order_sync.quality.docs import packed

    try:
        return packed(report, run=shop.run_key)
    except Exception:  # a page of another's renderers: that it cannot be drawn must stop no order
        log.exception("Great Expectations' page of %s could not be made", report.suite)
        return None


def _task() -> tuple[str, str]:
    """DAG and task that run now; empty outside of Airflow."""
    from airflow.sdk import get_current_context

    try:
        task = get_current_context()["ti"]
    except RuntimeError:
        return "", ""
    return task.dag_id, task.task_id


def _address() -> str:
    from airflow.configuration import conf

    return f"{(conf.get('api', 'base_url', fallback='') or '').rstrip('/')}/order-sync"
