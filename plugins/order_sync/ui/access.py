"""Who may look and who may act, asked of Airflow's own auth manager. A store's labels are as open as its DAG of labels."""

from __future__ import annotations

from typing import Any

from airflow.api_fastapi.app import get_auth_manager
from airflow.api_fastapi.auth.managers.models.resource_details import AccessView, DagAccessEntity, DagDetails
from airflow.api_fastapi.core_api.security import GetUserDep, requires_access_view
from fastapi import Depends, HTTPException, Request

User = GetUserDep
LOGGED_IN = Depends(requires_access_view(AccessView.WEBSITE))


def may_look(user: Any, dag_id: str) -> bool:
    """Whether the user may see the runs of a DAG."""
    return _may(user, "GET", dag_id)


def may_act(user: Any, dag_id: str) -> bool:
    """Whether the user may trigger a DAG. Label files hold addresses: they are for those who ship."""
    return _may(user, "POST", dag_id)


def need(allowed: bool) -> None:
    """403 where it is not allowed."""
    if not allowed:
        raise HTTPException(403, "Forbidden")


def same_site(request: Request) -> None:
    """403 for a form that another site sent with the user's cookie."""
    came_from, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    foreign = came_from not in (None, "same-origin", "none")
    if came_from is None and origin is not None:
        foreign = origin.partition("://")[2] != request.headers.get("host")
    need(not foreign)


def _may(user: Any, method: Any, dag_id: str) -> bool:
    details = DagDetails(id=dag_id)
    return get_auth_manager().is_authorized_dag(method=method, access_entity=DagAccessEntity.RUN, details=details, user=user)
