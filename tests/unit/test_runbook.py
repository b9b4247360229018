"""Every hold code has a runbook entry that a person can follow."""

import inspect
import re
from pathlib import Path

import pytest
from order_sync import errors
from order_sync.contracts.holds import HOLD_CODES
from order_sync.contracts.runbook import RUNBOOK, WHO, heals

HOW = (
    "add an entry to contracts/runbook_booking.py (or runbook_parcels.py): Runbook(who, sees, (step, step), never), closes= where something "
    "of its own ends it; then PYTHONPATH=bin:plugins:include python -m local.docs"
)


def test_every_hold_code_has_an_entry_and_every_entry_a_code():
    lacking = sorted(HOLD_CODES.keys() - RUNBOOK.keys())
    assert not lacking, f"{lacking}: {HOW}"
    spare = sorted(RUNBOOK.keys() - HOLD_CODES.keys())
    assert not spare, f"{spare} are no hold codes: take them out of contracts/runbook_booking.py or runbook_parcels.py"


@pytest.mark.parametrize("code", sorted(RUNBOOK))
def test_an_entry_says_who_sees_does_and_never(code):
    entry, hold = RUNBOOK[code], HOLD_CODES[code]
    assert entry.who in WHO
    assert len(entry.sees.split()) > 1 and not entry.sees.endswith(".")
    assert entry.steps and all(step[0].isupper() or step[0] == "`" for step in entry.steps), "steps are sentences"
    assert all(step.endswith((".", "?")) for step in entry.steps)
    assert entry.never[0].islower() and entry.never.endswith("."), "it goes on after the word Never"
    assert "minor" not in " ".join((entry.sees, *entry.steps, entry.never)), "money is told with its currency"
    assert heals(hold, entry).endswith(".")


def test_what_does_not_heal_is_retried_or_ignored_in_its_steps():
    for code, entry in RUNBOOK.items():
        steps = " ".join(entry.steps).lower()
        if not HOLD_CODES[code].heals and not entry.closes:
            assert "retry" in steps or "ignore" in steps or "print" in steps, f"{code}: {HOW}"


def test_settings_that_are_named_exist():
    from local.docs_settings import settings_rows
    from order_sync.settings import StoreSettings

    known = {path for path, *_ in settings_rows(StoreSettings.model_json_schema())}
    text = " ".join(" ".join((*entry.steps, entry.never, entry.closes)) for entry in RUNBOOK.values())
    named = {found.split(":")[0] for found in re.findall(r"`((?:holded|myparcel|wix|tracking)\.[a-z_.]+[^`]*)`", text)}
    assert len(named) > 15
    assert named <= known, f"no such keys: {sorted(named - known)}"


def test_every_class_of_error_has_its_row_in_the_engineers_runbook():
    text = (Path(__file__).resolve().parents[2] / "docs" / "runbook.md").read_text(encoding="utf-8")
    table = text.partition("## A run is red")[2].partition("\n## ")[0]
    classes = {name for name, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.OrderSyncError)}
    assert {name for name in classes - {"OrderSyncError"} if f"`{name}`" not in table} == set()
