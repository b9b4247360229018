"""Print jobs and their parcels: what was asked for, what became of each parcel, where the files are."""

from __future__ import annotations

from typing import Any

from order_sync.store.database import Database, Row
from order_sync.store.ledger import Entry, entry

LABEL_HOLDS = ["PAYMENT_NEEDED", "LABEL_REFUSED", "RETURN_REFUSED"]  # opened here; they stop no other label of the order


def jobs(database: Database, store: str | None = None, limit: int = 50) -> list[Row]:
    """Jobs of a store (or of all), newest first: job_id, store, kind, paper, state, labels, parcels, held, files, created_at …"""
    return database.rows("labels/jobs", store=store, limit=limit)


def job(database: Database, store: str, job_id: int) -> Row | None:
    """One job of a store, None where there is none."""
    return database.one("labels/job", store=store, job_id=job_id)


def parcels(database: Database, job_id: int) -> list[Row]:
    """The parcels of a job in the order of the file, with what became of each."""
    return database.rows("labels/parcels", job_id=job_id)


def of_run(database: Database, store: str, run_key: str) -> Row | None:
    """The job of a run, None where it has none."""
    return database.one("labels/of_run", store=store, run_key=run_key)


def candidates(database: Database, store: str, numbers: list[str] | None, again: bool) -> list[Row]:
    """Parcels at MyParcel that may be printed; ``again``: also those that wait with a label to be handed over."""
    return database.rows("labels/candidates", store=store, numbers=numbers, again=again, own_codes=LABEL_HOLDS)


def open_job(database: Database, job: Row, chosen: list[Row], intents: list[Row]) -> Row:
    """Write a job, its parcels and its intents down in one transaction, and take over what unfinished jobs left behind.

    ``intents``: labels (with shipment_id) or returns (with body), see labels/intend and labels/intend_return.
    """
    statement = "labels/intend" if job["kind"] == "label" else "labels/intend_return"
    with database.begin() as tx:
        made = tx.one("labels/open_job", **job)
        if made is None:
            raise RuntimeError(f"run {job['run_key']} has a print job already")
        # a return is named after its job
        number = str(made["job_id"])
        for row in chosen:
            tx.run("labels/add_parcel", **{**row, "part": row["part"].replace("{job}", number)}, job_id=made["job_id"], store=made["store"])
        for row in intents:
            named = {name: value.replace("{job}", number) for name, value in row.items() if name in ("part", "marker")}
            body = {"body": {**row["body"], "job": made["job_id"]}} if "body" in row else {}
            tx.run(statement, **{**row, **named, **body}, store=made["store"])
        tx.run("labels/take_over", job_id=made["job_id"])
    return made


def reopen(database: Database, job_id: int) -> None:
    """Its parcels are printed again, all into one new file."""
    with database.begin() as tx:
        tx.run("labels/reopen", job_id=job_id)
        tx.run("labels/reopen_intents", job_id=job_id)


def intents(database: Database, store: str, job_id: int, role: str) -> dict[tuple[str, str], Entry]:
    """The intents of a job's parcels by order and part: role label or return."""
    rows = database.rows(f"labels/{role}_intents", store=store, job_id=job_id)
    return {(row["wix_order_id"], row["part"]): entry(row) for row in rows}


def return_made(database: Database, job_id: int, intent: Entry, shipment_id: str) -> None:
    """The return has its shipment."""
    key = {"job_id": job_id, "wix_order_id": intent.wix_order_id, "part": intent.part}
    database.run("labels/return_made", **key, shipment_id=shipment_id)


def finish(database: Database, store: str, job_id: int, told: list[Row], done: list[tuple[str, str]], **job: Any) -> None:
    """What became of each parcel and of the job, in one transaction. ``done``: orders and fields whose holds about labels end."""
    with database.begin() as tx:
        for row in told:
            tx.run("labels/told", job_id=job_id, **row)
        for wix_order_id, field in done:
            tx.run("labels/close_holds", store=store, wix_order_id=wix_order_id, field=field, codes=LABEL_HOLDS)
        tx.run("labels/finish", job_id=job_id, **job)


def old(database: Database, store: str, days: int) -> list[Row]:
    """Jobs whose files are older than so many days: job_id, store, files."""
    return database.rows("labels/old", store=store, days=days)


def deleted(database: Database, job_id: int) -> None:
    """The files of a job are gone."""
    database.run("labels/deleted", job_id=job_id)
