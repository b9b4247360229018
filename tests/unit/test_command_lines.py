"""The command lines of the local Airflow, and how README.md says that each command is called."""

from pathlib import Path

from local.command import other_connections
from local.docs_commands import commands

ROOT = Path(__file__).resolve().parents[2]


def test_connections_of_the_caller_that_are_passed_over_are_named_and_no_others():
    ours = {"AIRFLOW_CONN_HOLDED_ES": "{}", "PATH": "/bin"}
    given = {"AIRFLOW_CONN_HOLDED_ES": '{"password": "pat_mine"}', "AIRFLOW_CONN_VIES": "http://", "PATH": "/sbin"}
    assert other_connections(given, ours) == ["AIRFLOW_CONN_HOLDED_ES", "AIRFLOW_CONN_VIES"]
    assert other_connections(ours, ours) == []


def test_commands_are_shown_with_all_that_they_do_not_go_without():
    shown = commands(ROOT)
    for line in (
        "holds ignore STORE [NUMBER...] --note NOTE",
        "backfill plan STORE --since DAY",
        "labels print STORE",
        "oss --quarter QUARTER",
    ):
        assert f"`order-sync {line}`" in shown
    assert "\\|" not in shown


def test_every_command_line_is_a_file_that_can_be_run():
    for name in ("airflow", "order-sync"):
        file = ROOT / "bin" / name
        assert file.stat().st_mode & 0o111 and f"local.command {name}" in file.read_text(encoding="utf-8")
