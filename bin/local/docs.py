"""The generated parts of README.md and docs/: each stands between two marks in a page whose prose is written by hand.

``<!-- fields:begin -->`` … ``<!-- fields:end -->`` is replaced, everything else is left alone. A test compares.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path

from local import docs_code, docs_commands, docs_dags, docs_settings

ROOT = Path(__file__).resolve().parents[2]
BLOCKS: dict[str, dict[str, Callable[[Path], str]]] = {
    "README.md": {"pages": docs_commands.pages, "dags": docs_dags.dags, "commands": docs_commands.commands},
    "docs/configuration.md": {
        "keys": docs_settings.keys,
        "status_rules": docs_settings.status_rules,
        "taxes": docs_settings.taxes,
        "sku_aliases": docs_settings.sku_aliases,
        "shipping_rules": docs_settings.shipping_rules,
        "products": docs_settings.products,
        "example": docs_settings.example,
    },
    "docs/connections.md": {"fields": docs_code.connections},
    "docs/holds.md": {
        "people": docs_code.people,
        "codes": docs_code.hold_codes,
        "runbook": docs_code.runbook,
        "reasons": docs_code.ignore_reasons,
    },
    "docs/sql.md": {"files": docs_code.sql},
    "docs/quality.md": {"rules": docs_code.quality},
}


def filled(text: str, name: str, body: str) -> str:
    """The page with what stands between the marks of a block replaced; ValueError where the marks are not there once."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    if text.count(begin) != 1 or text.count(end) != 1 or text.index(begin) > text.index(end):
        raise ValueError(f"{begin} and {end} must stand in the page once, in this order")
    head, _, rest = text.partition(begin)
    return f"{head}{begin}\n{body.strip()}\n{end}{rest.partition(end)[2]}"


def pages(root: Path = ROOT) -> dict[str, str]:
    """Every page with generated blocks as it ought to be: path below the project to text."""
    made = {}
    for page, blocks in BLOCKS.items():
        text = (root / page).read_text(encoding="utf-8")
        for name, block in blocks.items():
            text = filled(text, name, block(root))
        made[page] = text
    return made


def marks(text: str) -> set[str]:
    """Names of the blocks whose begin mark stands in a page."""
    return set(re.findall(r"<!-- ([a-z_]+):begin -->", text))


def main(arguments: list[str] | None = None) -> int:
    """Write what differs, or with --check only tell it; 1 when something differed under --check."""
    parser = argparse.ArgumentParser(prog="bin/docs", description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a page is out of date")
    check = parser.parse_args(arguments).check
    stale = [page for page, text in pages().items() if (ROOT / page).read_text(encoding="utf-8") != text]
    if not check:
        for page, text in pages().items():
            (ROOT / page).write_text(text, encoding="utf-8")
    for page in stale:
        print(f"{'out of date' if check else 'written'}: {page}")
    if not stale:
        print("The generated docs are up to date.")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
