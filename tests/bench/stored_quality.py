"""Years of checks that were made already, and the reports of a store of that size as its nightly run counts them; what bench/stored.py leaves empty."""

from __future__ import annotations

import sqlalchemy as sa
from order_sync.quality.suites import SUITES
from order_sync.settings import load_config
from order_sync.steps import report_pages
from order_sync.store.database import Database

from bench.stored import STORE

YEARS = 5
_RULES = "SELECT unnest(CAST(:suites AS text[])) AS suite, unnest(CAST(:rules AS text[])) AS rule"
_FILL = (
    # every rule in every hour of the years, as sums: one rule in seven failed on one day in thirty
    f"""INSERT INTO quality.days (store, day, suite, rule, checks, failed, stopped, rows_checked, rows_failed)
        SELECT :store, CAST(now() AS date) - day, suite, rule, 24, bad, 0, 1200, bad * 2
        FROM ({_RULES}) AS rules, generate_series(0, 365 * {YEARS}) AS day,
            LATERAL (SELECT CASE WHEN hashtext(rule) % 7 = 0 AND (day + hashtext(rule)) % 30 = 0 THEN 3 ELSE 0 END AS bad) AS made""",
    """INSERT INTO quality.days (store, day, suite, rule, checks, failed, stopped, rows_checked, rows_failed)
        SELECT store, day, '', '', sum(checks), sum(failed), 0, sum(rows_checked), sum(rows_failed) FROM quality.days WHERE store = :store GROUP BY 1, 2""",
    # one row per run and suite of the days that are kept, each hour
    """INSERT INTO quality.checks (run_key, suite, of_run, store, rules, failed, rows_checked, rows_failed, stopped, checked_at)
        SELECT run, suite, run, :store, 40, CAST(hour % 240 = 0 AS integer), 2000, 0, false, now() - hour * interval '1 hour'
        FROM unnest(CAST(:names AS text[])) AS suite, generate_series(0, 24 * 800) AS hour, LATERAL (SELECT CAST(:store AS text) || '/filled-' || hour AS run) AS named""",
    # each rule of each run of the days that are kept
    f"""INSERT INTO quality.results (run_key, suite, rule, store, expectation, column_name, scope, success, checked, failed, orders, seen, checked_at)
        SELECT CAST(:store AS text) || '/filled-' || hour, suite, rule, :store, 'ExpectColumnValuesToNotBeNull', 'x', 'row', (hour + hashtext(rule)) % 240 <> 0, 50, 0,
            '{{}}', '{{}}', now() - hour * interval '1 hour'
        FROM ({_RULES}) AS rules, generate_series(0, 24 * 90) AS hour""",
    # one order in fifty failed a rule once
    """INSERT INTO quality.failing (store, suite, rule, wix_order_id, order_number, field, seen, run_key, first_at, last_at)
        SELECT store, 'landed_and_built', (CAST(:rules AS text[]))[1 + place % 12], wix_order_id, number, 'x', 'y', 'es/filled', created_at, created_at
        FROM (SELECT *, row_number() OVER (ORDER BY created_at) AS place FROM core.orders WHERE store = :store) AS orders WHERE place % 50 = 0""",
)


def fill(database: Database, orders: int) -> None:
    """Make the checks, and count the reports of the ``orders`` that bench/stored.py has stored."""
    pairs = [(suite.name, rule.id) for suite in SUITES.values() for rule in suite.rules]
    given = {"store": STORE, "suites": [pair[0] for pair in pairs], "rules": [pair[1] for pair in pairs], "names": list(SUITES)}
    with database.engine.begin() as connection:
        for statement in _FILL:
            wanted = {name: value for name, value in given.items() if f":{name}" in statement}
            connection.execute(sa.text(statement), wanted)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE quality.days, quality.checks, quality.results, quality.failing")
    count_reports(database)


def count_reports(database: Database) -> dict[str, int]:
    """What the DAG reports__<store> counts at night; rows per report."""
    config = load_config()
    settings = config.store(STORE)
    made = {}
    for report in report_pages.REPORTS.values():
        if report.heavy and report.belongs_to(settings):
            for part in report_pages.quarters(today(database), 2) if report.by_quarter else [""]:
                made[f"{report.key} {part}".strip()] = report_pages.count(database, config, STORE, report, part)
    return made


def today(database: Database):
    """The day by the database's clock."""
    with database.engine.connect() as connection:
        return connection.exec_driver_sql("SELECT CAST(now() AS date)").scalar_one()
