"""What the DAGs of retention and erasing call: one function per task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from order_sync.errors import SettingsError
from order_sync.steps.shop import open_shop
from order_sync.steps.window import refuse_unknown_fields

Context = Mapping[str, Any]
CONFIRM = "ERASE"


def sweep(store: str, context: Context) -> dict[str, int]:
    """Staged rows and hashes of buyers that are old enough; counts. Nothing in a dry run."""
    from order_sync.steps.retention import sweep as step

    if _dry(context):
        return {}
    with open_shop(store, context["run_id"]) as shop:
        return step(shop)


def forget(store: str, context: Context) -> dict[str, int]:
    """Orders that are old enough, and those that a person asked to erase and that nothing needs any more; counts."""
    from order_sync.steps.retention import forget as step

    dry_run = _dry(context)
    with open_shop(store, context["run_id"]) as shop:
        found = step(shop, dry_run=dry_run)
    print(f"Forgotten: {found['forgotten']}; still needed: {found['waiting']}")
    return found


def clean_runs(store: str, context: Context) -> dict[str, int]:
    """What Airflow keeps of the store's old runs; counts. Nothing in a dry run."""
    from order_sync.steps.retention_runs import clean

    if _dry(context):
        return {}
    with open_shop(store, context["run_id"]) as shop:
        found = clean(shop.store, shop.settings.retention.runs_days)
    print(f"Of old runs: {found}")
    return found


def erase(store: str, context: Context) -> dict[str, int]:
    """Erase what the form names; how many orders are erased and how many wait. The form's own copy of the e-mail goes too."""
    from order_sync.steps.erase import erase as step
    from order_sync.steps.retention_runs import forget_form

    params = context["params"]
    email, numbers = (params.get("email") or "").strip(), [str(number).strip() for number in params.get("order_numbers") or ()]
    try:
        refuse_unknown_fields(context)
        if params.get("confirm") != CONFIRM and not _dry(context):
            raise SettingsError(
                "the field Confirm is not filled in", where=f"erase__{store}", cure=f"Type {CONFIRM} there; it cannot be undone."
            )
        with open_shop(store, context["run_id"]) as shop:
            told = step(shop, email=email or None, numbers=numbers, by=_person(context), dry_run=_dry(context))["orders"]
    finally:
        kept = email and not forget_form(f"erase__{store}", context["run_id"])
    for row in told:
        print(f"{row['order_number']}: {row['verdict']} {row['because']}".rstrip())
    if kept:
        raise SettingsError(
            "the data is erased, but the e-mail still stands in the form of this run", where=f"erase__{store}",
            cure="Delete this run in Airflow; with a connection airflow_db (see docs/operations.md) it is taken out by itself.",
        )  # fmt: skip
    return {verdict: sum(row["verdict"] == verdict for row in told) for verdict in ("erased", "waits")}


def _person(context: Context) -> str:
    return getattr(context.get("dag_run"), "triggering_user_name", None) or "Airflow"


def _dry(context: Context) -> bool:
    refuse_unknown_fields(context)
    return bool((context.get("params") or {}).get("dry_run"))
