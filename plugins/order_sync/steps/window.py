"""Which orders a run takes: from its form, else its data interval, else the last full hour. Half-open: [start, end)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from order_sync.errors import SettingsError


@dataclass(frozen=True)
class Window:
    """A half-open window of updatedDate, or a list of order numbers."""

    start: datetime | None
    end: datetime | None
    numbers: tuple[str, ...] = ()
    follows: bool = False  # the scheduled hour: it continues where the windows before it ended


def resolve_window(context: Mapping[str, Any]) -> Window:
    """The window of a run: order numbers, since/until of the form, the data interval, else the last full hour."""
    params = context.get("params") or {}
    numbers = tuple(str(number).strip() for number in params.get("order_numbers") or () if str(number).strip())
    if numbers:
        return Window(None, None, numbers)
    since, until = _instant(params.get("since"), "since"), _instant(params.get("until"), "until")
    if since or until:
        end = until or _hour(_now(context))
        start = since or end - timedelta(hours=1)
        if start >= end:
            raise SettingsError(
                f"since {start:%Y-%m-%d %H:%M} is not before until {end:%Y-%m-%d %H:%M}", where="trigger form", cure="Swap or correct them."
            )
        return Window(start, end)
    start, end = context.get("data_interval_start"), context.get("data_interval_end")
    if start and end and start < end:
        return Window(start, end, follows=str(getattr(context.get("dag_run"), "run_type", "")).rpartition(".")[2].lower() == "scheduled")
    end = _hour(_now(context))
    return Window(end - timedelta(hours=1), end)


def refuse_unknown_fields(context: Mapping[str, Any]) -> None:
    """SettingsError for a word in the run's configuration that its form does not have: Airflow takes any, and a dry-run would be a run."""
    dag, run = context.get("dag"), context.get("dag_run")
    known = set(getattr(dag, "params", None) or ())
    unknown = sorted(set(getattr(run, "conf", None) or ()) - known)
    if known and unknown:
        raise SettingsError(
            f"the form has no field {', '.join(unknown)}",
            where="configuration of the run",
            cure=f"Its fields are {', '.join(sorted(known))}.",
        )


def _now(context: Mapping[str, Any]) -> datetime:
    run = context.get("dag_run")
    return getattr(run, "run_after", None) or getattr(run, "start_date", None) or datetime.now(UTC)


def _hour(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _instant(value: Any, name: str) -> datetime | None:
    if not value:
        return None
    try:
        instant = datetime.fromisoformat(str(value))
    except ValueError:
        raise SettingsError(f"{name} is {value!r}", where="trigger form", cure="Write it as 2026-11-20T08:00:00+00:00.") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
