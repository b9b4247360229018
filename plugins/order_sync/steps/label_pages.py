"""What the pages about labels show: print jobs with their files, and how much waits for a label. No names, no addresses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO

from order_sync.errors import NotThere
from order_sync.hooks.myparcel_tracking import carrier_name
from order_sync.settings import load_config
from order_sync.steps.label_files import open_file
from order_sync.steps.shop import open_database
from order_sync.store import labels

JOBS = 50  # on one page


def stores() -> dict[str, str]:
    """Key and name of the stores that ship by MyParcel."""
    return {key: settings.name for key, settings in sorted(load_config().stores.items()) if settings.myparcel}


def zones() -> dict[str, str]:
    """Key and time zone of the stores."""
    return {key: settings.timezone for key, settings in load_config().stores.items()}


def overview(keys: Sequence[str], place: int = 1) -> dict[str, Any]:
    """``open``: by store the groups that wait for a label (carrier, country, shipments, held, oldest); ``jobs``: one page, newest first; ``more``: there are
    older ones."""
    with open_database() as database:
        rows = database.rows("pages/open_to_print", stores=list(keys))
        jobs = [job for key in keys for job in labels.jobs(database, key, place * JOBS + 1)]
    waiting: dict[str, list[dict[str, Any]]] = {key: [] for key in keys}
    for row in rows:
        waiting[row["store"]].append(row | {"carrier": carrier_name(row["carrier"])})
    newest = sorted(jobs, key=lambda job: (job["created_at"], job["job_id"]), reverse=True)
    return {"open": waiting, "jobs": newest[(place - 1) * JOBS : place * JOBS], "more": len(newest) > place * JOBS}


def one_job(store: str, job_id: int) -> dict[str, Any]:
    """A job and its parcels; NotThere where the store has no such job."""
    with open_database() as database:
        job = labels.job(database, store, job_id)
        if job is None:
            raise NotThere("no such print job", where=f"store {store}", cure="Look at the list of jobs.", status=404)
        return job | {"of": labels.parcels(database, job_id)}


def file_of(store: str, job_id: int, name: str) -> BinaryIO:
    """A job's file, open to read; NotThere where it has none (any more)."""
    with open_database() as database:
        job = labels.job(database, store, job_id)
    if job is None:
        raise NotThere("no such print job", where=f"store {store}", cure="Look at the list of jobs.", status=404)
    return open_file(job, name)
