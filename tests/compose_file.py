"""docker-compose.yaml as Docker reads it: anchors merged, ${VARIABLES} filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "docker-compose.yaml"
EXAMPLE = ROOT / ".env.example"
AIRFLOW_SERVICES = ("init", "api-server", "scheduler", "dag-processor", "triggerer", "worker")
_VARIABLE = re.compile(r"\$\$|\$\{(?P<name>\w+)(?::(?P<kind>[?-])(?P<rest>[^}]*))?\}")


def raw(text: str | None = None) -> dict[str, Any]:
    """The file with its anchors merged and its variables still in place."""
    return yaml.safe_load(FILE.read_text() if text is None else text)


def filled(variables: Mapping[str, str]) -> dict[str, Any]:
    """The file with ``${NAME:?why}`` and ``${NAME:-default}`` filled in and ``$$`` made ``$``."""

    def fill(match: re.Match[str]) -> str:
        name, kind, rest = match["name"], match["kind"], match["rest"]
        if name is None:
            return "$"
        value = variables.get(name, "")
        if not value and kind == "?":
            raise KeyError(f"{name}: {rest}")
        return value or (rest if kind == "-" else "")

    return _each_text(raw(), lambda text: _VARIABLE.sub(fill, text))


def variables(text: str) -> dict[str, str]:
    """The variables of a text: name to ``?`` (required), ``-`` (has a default) or "" (neither)."""
    return {match["name"]: match["kind"] or "" for match in _VARIABLE.finditer(text) if match["name"]}


def without_variables(text: str) -> str:
    """A text with its variables taken out: what the file itself says."""
    return _VARIABLE.sub("", text)


def example() -> dict[str, str]:
    """The settings of .env.example; those with a default stand there as comments and are left out."""
    lines = (line.partition("=") for line in EXAMPLE.read_text().splitlines() if line and not line.startswith("#"))
    return {name: value for name, _, value in lines}


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _each_text(item, change) for key, item in value.items()}
    if isinstance(value, list):
        return [_each_text(item, change) for item in value]
    return value
