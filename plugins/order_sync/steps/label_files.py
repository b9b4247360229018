"""Where label files are kept: Airflow's object storage, for as many days as the store wants."""

from __future__ import annotations

import contextlib
import logging
import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from order_sync.errors import NotThere, SettingsError
from order_sync.steps.shop import Shop
from order_sync.store import labels
from order_sync.store.database import Database

log = logging.getLogger(__name__)


def folder(shop: Shop) -> Any:
    """The store's folder as an ObjectStoragePath, made where it is not there; SettingsError where it cannot be made."""
    from airflow.configuration import AIRFLOW_HOME
    from airflow.sdk import ObjectStoragePath

    storage = shop.settings.myparcel.labels.storage
    path = ObjectStoragePath(storage or (Path(AIRFLOW_HOME) / "order-sync" / "labels").as_uri()) / shop.store
    try:
        path.mkdir(parents=True, exist_ok=True)
        if path.protocol in ("", "file"):
            Path(path.path).chmod(stat.S_IRWXU)  # addresses of buyers stand in the files
            if not os.access(path.path, os.W_OK):
                raise PermissionError("not writable")
    except (OSError, ValueError, ImportError) as error:
        raise _unusable(shop, error) from error
    return path


def store_file(shop: Shop, job_id: int, name: str, content: bytes, pages: int) -> dict[str, Any]:
    """Write one file of a job (again); what is kept of it: path, pages, bytes."""
    path = folder(shop) / f"{job_id}-{name}.pdf"
    try:
        with path.open("wb") as out:
            out.write(content)
        if path.protocol in ("", "file"):
            Path(path.path).chmod(stat.S_IRUSR | stat.S_IWUSR)
    except OSError as error:
        raise _unusable(shop, error) from error
    text = str(path)
    return {"path": _with_connection(text, path.conn_id), "pages": pages, "bytes": len(content)}


def open_file(job: Mapping[str, Any], name: str = "labels") -> BinaryIO:
    """A job's file, open to read: ``labels``, or ``customs`` for those with a customs form. NotThere where it has none (any more)."""
    from airflow.sdk import ObjectStoragePath

    kept = (job.get("files") or {}).get(name)
    where = f"print job {job['job_id']} of store {job['store']}"
    if not kept or job.get("deleted_at"):
        raise NotThere("no such file is kept", where=where, cure="Print again: what is registered costs nothing.", status=404)
    try:
        return ObjectStoragePath(kept["path"]).open("rb")
    except FileNotFoundError:
        raise NotThere("the file is gone", where=where, cure="Print again: what is registered costs nothing.", status=404) from None


def there(job: Mapping[str, Any]) -> bool:
    """Whether all files of a job can be opened."""
    for name in job.get("files") or {}:
        try:
            open_file(job, name).close()
        except (NotThere, OSError):
            return False
    return True


def delete_old(shop: Shop) -> int:
    """Delete the files that are older than keep_days; how many jobs lost theirs. A storage that does not answer is tried the next time."""
    return delete(labels.old(shop.database, shop.store, shop.settings.myparcel.labels.keep_days), shop.database)


def delete(jobs: Sequence[Mapping[str, Any]], database: Database) -> int:
    """Delete the files of these jobs; how many lost theirs."""
    from airflow.sdk import ObjectStoragePath

    gone = 0
    for job in jobs:
        try:
            for kept in job["files"].values():
                with contextlib.suppress(FileNotFoundError):
                    ObjectStoragePath(kept["path"]).unlink()
        except (OSError, ValueError, ImportError) as error:
            log.warning("the files of print job %s could not be deleted: %s", job["job_id"], type(error).__name__)
            continue
        labels.deleted(database, job["job_id"])
        gone += 1
    return gone


def _with_connection(text: str, conn_id: str | None) -> str:
    """The address with the connection's id in it, as it is opened again."""
    scheme, separator, rest = text.partition("://")
    return f"{scheme}://{conn_id}@{rest}" if separator and conn_id and "@" not in rest.split("/")[0] else text


def _unusable(shop: Shop, error: Exception) -> SettingsError:
    return SettingsError(
        f"the storage of labels cannot be used ({type(error).__name__})", where=f"store {shop.store}, myparcel.labels.storage",
        cure="Name a folder or bucket that Airflow may write to; for a bucket install its provider and name its connection.",
    )  # fmt: skip
