"""The Airflow connection `orders_db`: the PostgreSQL database of the orders."""

from __future__ import annotations

from airflow.sdk import BaseHook
from airflow.sdk.exceptions import AirflowNotFoundException
from sqlalchemy.engine import URL

from order_sync.errors import SettingsError

CONNECTION = "orders_db"


def orders_url(connection_id: str = CONNECTION) -> str:
    """SQLAlchemy address (psycopg 3) of the orders database."""
    try:
        found = BaseHook.get_connection(connection_id)
    except AirflowNotFoundException:
        raise SettingsError(
            "no such connection",
            where=f"Airflow connection {connection_id}",
            cure="Add it with type Postgres: host, port, database, login, password.",
        ) from None
    url = URL.create(
        "postgresql+psycopg",
        username=found.login,
        password=found.password,
        host=found.host,
        port=found.port,
        database=found.schema or "orders",
    )
    return url.render_as_string(hide_password=False)
