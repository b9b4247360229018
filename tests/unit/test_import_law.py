"""The rooms of the house: who may import whom, and how big a room may grow."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "plugins" / "order_sync"

# room: the other rooms it may import. Errors are everybody's words, except for those below them.
LAW = {
    "dags": {"steps", "settings", "errors"},
    "cli": {"steps", "settings", "errors"},
    "ui": {"steps", "settings", "errors", "contracts"},
    "steps": {"hooks", "mapping", "store", "quality", "contracts", "errors", "settings"},
    "hooks": {"errors"},
    "mapping": {"contracts", "errors"},
    "quality": {"contracts", "errors"},
    "store": {"contracts", "errors"},
    "contracts": set(),
    "errors": set(),
    "settings": {"errors"},
    "provider": set(),
    "order_sync": set(),
    "sandbox": set(),
}
HTTP = {"requests", "httpx", "aiohttp", "urllib3", "urllib.request", "http.client", "socket"}
DATABASE = {"sqlalchemy", "psycopg", "psycopg2", "asyncpg"}
WEB = {"fastapi", "starlette", "uvicorn", "flask"}
# room: libraries it must not know
FOREIGN = {
    "dags": HTTP | DATABASE | WEB | {"pandas", "numpy", "great_expectations"},
    "cli": HTTP | DATABASE | WEB | {"pandas", "numpy", "great_expectations"},
    "ui": HTTP | DATABASE,
    "steps": HTTP | DATABASE | WEB | {"great_expectations"},
    "hooks": DATABASE | WEB | {"pandas", "numpy", "great_expectations", "httpx", "aiohttp"},
    "mapping": HTTP | DATABASE | WEB | {"airflow", "great_expectations", "time"},
    "quality": HTTP | DATABASE | WEB | {"airflow"},
    "store": HTTP | WEB | {"airflow", "great_expectations"},
    "contracts": HTTP | DATABASE | WEB | {"airflow", "great_expectations"},
    "errors": HTTP | DATABASE | WEB | {"airflow", "pandas", "great_expectations"},
    "settings": HTTP | DATABASE | WEB | {"airflow", "pandas", "great_expectations"},
    "sandbox": {"airflow", "pandas", "great_expectations"},
}
# (module, library): why it may all the same
EXCEPTIONS = {
    ("order_sync.hooks.orders_db", "sqlalchemy.engine.URL"): "writes the address of the database, asks it nothing",
    ("order_sync.ui.last_runs", "sqlalchemy.select"): "asks Airflow's own models, which are SQLAlchemy's",
    (
        "order_sync.ui.last_runs",
        "sqlalchemy.exc.SQLAlchemyError",
    ): "the page is shown without runs where Airflow's database does not answer",
    ("order_sync.ui.problems", "sqlalchemy.exc"): "names the error of a database that does not answer",
    ("order_sync.cli.main", "sqlalchemy.exc"): "names the error of a database that does not answer",
}
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc"}
CLOCK = {"now", "utcnow", "today"}
FILE_LINES, FUNCTION_LINES = 260, 60  # the house's sizes are 200 and 40; beyond these limits it is no matter of taste
LARGER: dict[str, int] = {}


def imported(tree: ast.AST, module: str) -> Iterator[str]:
    """Every imported module of a file, absolute; ``from a import b`` gives ``a.b``, import_module("a") gives ``a``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = module.split(".")[: -node.level] if node.level else []
            start = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{start}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in ("import_module", "__import__", "importorskip"):
                yield str(node.args[0].value)


def room_of(module: str) -> str:
    """The room of a module: order_sync.hooks.wix is in hooks, sandbox.wix.app in sandbox."""
    parts = module.removesuffix(".__init__").split(".")
    return parts[1] if parts[0] == "order_sync" and len(parts) > 1 else parts[0]


def breaches(module: str, source: str) -> list[str]:
    """What a file does against the law."""
    room, tree = room_of(module), ast.parse(source)
    found = [fault for name in imported(tree, module) if (fault := _breach(module, room, name))]
    if room == "mapping":
        found += [f"asks the clock: {name}()" for name in _calls(tree) if name in CLOCK]
    return found


def _breach(module: str, room: str, name: str) -> str:
    top = name.split(".")[0]
    if top in ("local", "tests") or (top == "sandbox" and room != "sandbox"):
        return f"{room} imports {name}"
    if top == "order_sync":
        return "" if _ours(module, room, name) else f"{room} imports {name}"
    if (module, name) in EXCEPTIONS:
        return ""
    if any(name == foreign or name.startswith(f"{foreign}.") for foreign in FOREIGN.get(room, set())):
        return f"{room} knows {name}"
    return f"hooks knows {name}, not airflow.sdk" if room == "hooks" and top == "airflow" and not name.startswith("airflow.sdk") else ""


def _ours(module: str, room: str, name: str) -> bool:
    target = room_of(name)
    if name in ("order_sync.PROJECT_ROOT", "order_sync.__version__"):
        return room != "sandbox"
    if target == room == "hooks":
        return _service(name) in ("rest", _service(module))
    return target == room or target in LAW[room]


def _service(module: str) -> str:
    # hooks.wix_orders and hooks.wix.search belong to wix
    parts = module.split(".")
    return parts[2].split("_")[0] if len(parts) > 2 else ""


def _calls(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr


def sizes(source: str) -> Iterator[tuple[str, int]]:
    """Each function with its lines, those of functions inside it not counted."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = [child for child in ast.walk(node) if child is not node and isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)]
            lines = set(range(node.lineno, node.end_lineno + 1))
            for child in inner:
                lines -= set(range(child.lineno, child.end_lineno + 1))
            yield node.name, len(lines)


def modules() -> dict[str, Path]:
    """Module name to file: the package, the DAG files (as ``dags.<name>``) and the sandbox."""
    found = {}
    for folder, base in ((PACKAGE, ROOT / "plugins"), (ROOT / "dags", ROOT), (ROOT / "include" / "sandbox", ROOT / "include")):
        for file in folder.rglob("*.py"):
            parts = list(file.relative_to(base).with_suffix("").parts)
            found[".".join(parts)] = file
    return found


MODULES = modules()
SOURCES = sorted(file for folder in ("plugins", "dags", "include", "bin", "tests") for file in (ROOT / folder).rglob("*.py"))


def test_the_walk_sees_the_house():
    assert {"errors", "settings", "store", "contracts", "provider"} <= {room_of(name) for name in MODULES}


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_module_keeps_the_law(module):
    assert room_of(module) in LAW, f"{module} is in no known room"
    assert breaches(module, MODULES[module].read_text()) == []


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_has_a_name_and_a_size(file):
    assert not DRAWERS & set(file.relative_to(ROOT).with_suffix("").parts), "a drawer is no room: name it after what is in it"
    assert len(file.read_text().splitlines()) <= LARGER.get(str(file.relative_to(ROOT)), FILE_LINES)
    assert [(name, lines) for name, lines in sizes(file.read_text()) if lines > FUNCTION_LINES] == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("dags.orders", "import pandas"),
        ("dags.orders", "from order_sync.hooks.wix import WixHook"),
        ("order_sync.cli.main", "from order_sync.store.database import Database"),
        ("order_sync.steps.export", "import requests"),
        ("order_sync.steps.export", "def send():\n    from sqlalchemy import text"),
        ("order_sync.hooks.wix", "from order_sync.hooks.holded import HoldedHook"),
        ("order_sync.hooks.wix", "from order_sync.settings import load_config"),
        ("order_sync.hooks.wix", "from airflow.models import Connection"),
        ("order_sync.mapping.taxes", "from airflow.sdk import BaseHook"),
        ("order_sync.mapping.taxes", "from ..store import database"),
        ("order_sync.mapping.taxes", "from datetime import datetime\ntoday = datetime.now()"),
        ("order_sync.quality.suites", "import urllib.request"),
        ("order_sync.store.database", "from order_sync.settings import load_config"),
        ("order_sync.store.ledger", "from order_sync.hooks.wix import WixHook"),
        ("order_sync.contracts.staging", "from order_sync.errors import Rejected"),
        ("order_sync.errors", "import importlib\nimportlib.import_module('order_sync.settings')"),
        ("order_sync.steps.ingest", "from sandbox.core import Sandbox"),
        ("order_sync.steps.ingest", "from local.postgres import cluster"),
        ("sandbox.wix.app", "from order_sync.errors import Rejected"),
        ("sandbox.wix.app", "import pandas as pd"),
        ("sandbox.core", "from order_sync.settings import PROJECT_ROOT"),
        ("order_sync.__init__", "from order_sync.errors import Rejected"),
    ],
)
def test_the_law_is_seen_to_be_broken(module, source):
    assert breaches(module, source)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("dags.orders", "from airflow.sdk import dag\nfrom order_sync.steps import ingest\nfrom order_sync.settings import load_store"),
        ("order_sync.hooks.wix", "import requests\nfrom airflow.sdk import BaseHook\nfrom order_sync.hooks.rest import RestClient"),
        ("order_sync.hooks.wix_pages", "from order_sync.hooks.wix import WixHook\nfrom order_sync.errors import Rejected"),
        ("order_sync.mapping.taxes", "import pandas as pd\nfrom order_sync.contracts.staging import ORDERS\nfrom . import totals"),
        ("order_sync.store.ledger", "from order_sync import PROJECT_ROOT\nfrom order_sync.store.database import Database"),
        ("sandbox.wix.app", "from fastapi import FastAPI\nfrom sandbox.core import Sandbox\nfrom .models import Order"),
    ],
)
def test_what_the_law_allows(module, source):
    assert breaches(module, source) == []


def test_every_exception_is_still_needed():
    for module, name in EXCEPTIONS:
        assert name in set(imported(ast.parse(MODULES[module].read_text()), module)), f"{module} no longer imports {name}"


def test_inner_functions_are_not_counted_twice():
    inner = "    def inner():\n" + "        pass\n" * 70
    assert dict(sizes("def outer():\n" + inner + "    return inner\n")) == {"outer": 2, "inner": 71}
