"""The windows of history: as many as a person asks for in a backfill, and none by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airflow.timetables.interval import CronDataIntervalTimetable

if TYPE_CHECKING:
    from airflow.timetables.base import DagRunInfo, DataInterval, TimeRestriction


class HistoryWindows(CronDataIntervalTimetable):
    """CronDataIntervalTimetable whose schedule never fires: a backfill asks with catch-up, the scheduler (catchup=False) without."""

    def next_dagrun_info(self, *, last_automated_data_interval: DataInterval | None, restriction: TimeRestriction) -> DagRunInfo | None:
        """The next window for a backfill, nothing for the scheduler."""
        if not restriction.catchup:
            return None
        return super().next_dagrun_info(last_automated_data_interval=last_automated_data_interval, restriction=restriction)

    @property
    def summary(self) -> str:
        """What Airflow shows as the schedule."""
        return "by backfill"
