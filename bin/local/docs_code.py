"""Connections, hold codes, SQL files and quality rules, as the code has them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from order_sync.contracts.holds import HOLD_CODES, IGNORE_REASONS, HoldCode
from order_sync.contracts.runbook import RUNBOOK, WHO, Runbook, heals
from order_sync.provider import get_provider_info
from order_sync.quality.suites import SUITES

from local.docs_table import code, table


def connections(root: Path) -> str:
    """One section per connection type: Airflow's own fields as they are labelled, then the extra fields."""
    return "\n\n".join(_connection(kind) for kind in get_provider_info()["connection-types"])


def _connection(kind: dict[str, Any]) -> str:
    form = kind["ui-field-behaviour"]
    rows = [(label, code(name), form["placeholders"].get(name, ""), "") for name, label in form["relabeling"].items()]
    for name, field in kind["conn-fields"].items():
        rows.append((field["label"], code(f"extra.{name}"), field.get("description", ""), _choices(field["schema"])))
    head = table(("field", "in JSON", "what it is", "values"), rows)
    return f"### {kind['hook-name']}: type `{kind['connection-type']}`\n\n{head}"


def _choices(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        shown = [f"{code(value)} (default)" if value == schema.get("default") else code(value) for value in schema["enum"]]
        return ", ".join(shown)
    default = schema.get("default")
    return f"default {code(str(default).lower())}" if default is not None else "optional"


def hold_codes(root: Path) -> str:
    """One row per hold code, each leading to its section."""
    rows = (
        (f"[{hold.code}](#{hold.code.lower()})", hold.means, RUNBOOK[hold.code].who, "yes" if hold.heals else "no, a person")
        for hold in HOLD_CODES.values()
    )
    return table(("code", "means", "who", "heals by itself"), rows)


def runbook(root: Path) -> str:
    """One section per hold code: what it means, what is seen, what to do, whether it heals, what never to do."""
    return "\n\n".join(_entry(hold, RUNBOOK[hold.code]) for hold in HOLD_CODES.values())


def _entry(hold: HoldCode, entry: Runbook) -> str:
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(entry.steps, start=1))
    return (
        f"### {hold.code}\n\n{_sentence(hold.means)} You see {entry.sees}. Who: {WHO[entry.who].partition(':')[0]}.\n\n{steps}\n\n"
        f"Heals by itself: {_first_small(heals(hold, entry))} **Never** {entry.never}"
    )


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _first_small(text: str) -> str:
    return text[0].lower() + text[1:]


def people(root: Path) -> str:
    """Who usually does it: the four words of the runbook."""
    return "\n".join(f"- **{name}**: {says}" for name, says in WHO.items())


def ignore_reasons(root: Path) -> str:
    """One row per reason to ignore."""
    return table(("reason", "means"), ((code(reason), means) for reason, means in IGNORE_REASONS.items()))


def sql(root: Path) -> str:
    """One table per folder of include/sql: file, grain, why a re-run is safe."""
    folder = root / "include" / "sql"
    parts = []
    for room in sorted(path for path in folder.iterdir() if path.is_dir()):
        rows = [(code(file.stem), *_first_line(file)) for file in sorted(room.glob("*.sql"))]
        parts.append(f"### {room.name}\n\n{table(('statement', 'grain', 'a re-run'), rows)}")
    return "\n\n".join(parts)


def _first_line(file: Path) -> tuple[str, str]:
    said = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith("--"):
            break
        said.append(line.removeprefix("--").strip())
    text = " ".join(said)
    if not text:
        raise ValueError(f"{file}: its first line must say the grain and why a re-run is safe")
    # "Safe to run again: ..." of the schema and "Safe: ..." of the statements
    head, found, safe = text.partition("Safe")
    return head.removeprefix("Grain:").strip(), found + safe


def quality(root: Path) -> str:
    """One table per suite: rule, scope, sentence."""
    parts = []
    for suite in SUITES.values():
        rows = ((code(rule.id), "holds the order" if rule.scope == "row" else "stops the batch", rule.says) for rule in suite.rules)
        parts.append(f"### {suite.title}\n\nSuite `{suite.name}`\n\n{table(('rule', 'a failure', 'what must be true'), rows)}")
    return "\n\n".join(parts)
