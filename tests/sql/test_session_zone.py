"""Instants are read in UTC whatever zone the server, a database or a user is set to."""

from __future__ import annotations

from datetime import timedelta

from order_sync.store.database import Database


def test_sessions_are_in_utc_on_a_server_of_another_zone(database):
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER DATABASE orders_test SET timezone TO 'America/New_York'")
    other = Database(str(database.engine.url.render_as_string(hide_password=False)))
    try:
        for _ in range(2):  # a connection that comes back from the pool, too
            with other.engine.connect() as connection:
                assert connection.exec_driver_sql("SHOW timezone").scalar() == "UTC"
                assert connection.exec_driver_sql("SELECT now()").scalar().utcoffset() == timedelta()
                connection.rollback()
    finally:
        other.close()
