"""The docs say what the code does: generated parts are up to date, and what a page names exists."""

import ast
import re
from pathlib import Path

import pytest
from local import docs
from local.docs_settings import settings_rows
from order_sync.contracts.holds import HOLD_CODES, IGNORE_REASONS
from order_sync.provider import get_provider_info
from order_sync.settings import Product, ShippingRule, SkuAlias, StatusRule, StoreSettings, TaxRule, load_config

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["README.md", *(f"docs/{file.name}" for file in sorted((ROOT / "docs").glob("*.md")))]
WORD = re.compile(r"[A-Z]+(?:_[A-Z]+)+")


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def test_generated_parts_are_what_the_generator_gives():
    stale = [page for page, made in docs.pages().items() if text(page) != made]
    assert not stale, f"out of date: {', '.join(stale)}; run make docs"


def test_a_stale_part_is_noticed_and_prose_is_left_alone():
    page = "before\n<!-- dags:begin -->\nold\n<!-- dags:end -->\nafter\n"
    assert docs.filled(page, "dags", "new") == page.replace("old", "new")
    with pytest.raises(ValueError, match="must stand in the page once"):
        docs.filled("no marks", "dags", "new")


def test_every_mark_has_its_generator():
    for page in PAGES:
        assert docs.marks(text(page)) == set(docs.BLOCKS.get(page, {})), page


@pytest.mark.parametrize("model", [StoreSettings, StatusRule, TaxRule, SkuAlias, ShippingRule, Product])
def test_every_key_of_the_settings_is_described(model):
    bare = [path for path, _, _, says in settings_rows(model.model_json_schema()) if len(says.split()) < 2 and path != "line"]
    assert not bare, f"add a description in settings/: {bare}"


@pytest.mark.parametrize("page", PAGES)
def test_relative_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text(page))
    missing = [link for link in links if not ((ROOT / page).parent / link).exists()]
    assert not missing


def targets() -> set[str]:
    lines = (ROOT / "Makefile").read_text().splitlines()
    return {name for line in lines if re.match(r"[a-z ]+:", line) for name in line.partition(":")[0].split()}


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_that_is_named_exists(page):
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", text(page), re.MULTILINE))
    assert named <= targets()
    assert page != "README.md" or named


def commands() -> dict[str, set[str]]:
    """Commands of order-sync, each with its own commands."""
    import typer
    from order_sync.cli.main import app

    group = typer.main.get_command(app)
    return {name: set(getattr(command, "commands", {})) for name, command in group.commands.items()}


def test_every_command_that_is_named_exists():
    known = commands()
    sources = [ROOT / page for page in PAGES] + sorted((ROOT / "plugins").rglob("*.py"))
    named = [found for file in sources for found in re.findall(r"order-sync (holds|[a-z]+)(?: ([a-z\\|]+))?", file.read_text())]
    assert {("preflight", ""), ("coverage", "")} <= set(named)
    for name, more in named:
        assert name in known, f"order-sync {name}"
        for own in filter(None, more.replace("\\", "").split("|")) if known[name] else ():
            assert own in known[name], f"order-sync {name} {own}"
    for name in known:
        assert f"order-sync {name}" in text("README.md"), f"README.md does not name order-sync {name}"


def test_every_hold_code_in_the_code_is_documented():
    used = {word for file in (ROOT / "plugins").rglob("*.py") for word in reasons(ast.parse(file.read_text()))}
    assert len(used) > 20
    assert used <= HOLD_CODES.keys() | IGNORE_REASONS.keys()
    table = {rule.reason for rule in load_config(ROOT / "include" / "config").status_rules} - {""}
    assert table <= HOLD_CODES.keys() | IGNORE_REASONS.keys()


def reasons(tree: ast.AST) -> set[str]:
    """Capital words that are given to whatever stops an order: hold, Stop, ContactHeld, verdicts.stop."""
    found = set()
    for node in ast.walk(tree):
        name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
        if name in ("hold", "_hold", "Stop", "stop", "ContactHeld"):
            found |= {part.value for part in node.args if isinstance(part, ast.Constant) and WORD.fullmatch(str(part.value))}
    return found


def test_every_documented_hold_code_can_happen():
    sources = [*(ROOT / "plugins").rglob("*.py"), *(ROOT / "include" / "sql").rglob("*.sql"), *(ROOT / "include" / "config").glob("*.csv")]
    code = "\n".join(
        file.read_text() for file in sources if not (file.parent.name == "contracts" and file.name.startswith(("holds", "runbook")))
    )
    never = [word for word in (*HOLD_CODES, *IGNORE_REASONS) if word not in code]
    assert not never


def test_the_readme_names_known_codes_only():
    named = {word for word in re.findall(r"`([A-Z_]+)`", text("README.md")) if WORD.fullmatch(word)} - {"ORDER_SYNC_CONFIG"}
    assert named and named <= HOLD_CODES.keys() | IGNORE_REASONS.keys()


def test_decisions_are_short_and_numbered_without_gaps():
    files = sorted((ROOT / "docs" / "adr").glob("*.md"))
    for number, file in enumerate(files, start=1):
        lines = file.read_text().splitlines()
        assert file.name.startswith(f"{number:04}-"), file.name
        assert lines[0].startswith(f"# {number}. "), file.name
        assert 3 <= len(lines) <= 14, f"{file.name} has {len(lines)} lines"


def rows(section: str) -> list[list[str]]:
    """Cells of the tables of docs/uncertain.md below one heading."""
    part = text("docs/uncertain.md").partition(f"## {section}\n")[2].partition("\n## ")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("| ")][1:]


@pytest.mark.parametrize(("section", "least"), [("Wix", 18), ("Holded", 28), ("MyParcel", 15)])
def test_every_switch_of_an_uncertain_point_exists(section, least):
    found = rows(section)
    assert len(found) >= least
    for point, question, does, switch, sandbox in found:
        assert question and does, point
        for named in re.findall(r"`([^`]+)`", switch):
            assert switch_exists(named), f"{section} {point}: no {named}"
        for named in re.findall(r"`([^`]+)`", sandbox):
            assert sandbox_switch_exists(named), f"{section} {point}: the sandbox has no {named}"


def test_a_switch_that_is_not_there_is_noticed():
    names = ("setting wix.nothing", "connection wix: nothing", "plugins/order_sync/hooks/holded.py: NOTHING", "plugins/nothing.py: X")
    assert not any(switch_exists(name) for name in names)
    assert not sandbox_switch_exists("holded.nothing")


def switch_exists(named: str) -> bool:
    if named.startswith("setting "):
        return named.removeprefix("setting ") in {path for path, *_ in settings_rows(StoreSettings.model_json_schema())}
    where, _, name = named.partition(": ")
    if where.startswith("connection "):
        return connection_field_exists(where.removeprefix("connection "), name)
    file = ROOT / where
    if not file.is_file():
        return False
    return name in defined(ast.parse(file.read_text())) if file.suffix == ".py" else name in file.read_text()


def connection_field_exists(kind: str, name: str) -> bool:
    form = next(row for row in get_provider_info()["connection-types"] if row["connection-type"] == kind)
    hooks = "\n".join(file.read_text() for file in (ROOT / "plugins" / "order_sync" / "hooks").rglob(f"*{kind}*/*.py"))
    return name in form["conn-fields"] or name in form["ui-field-behaviour"]["relabeling"] or f'"{name}"' in hooks


def defined(tree: ast.Module) -> set[str]:
    """Constants, functions and Class.method of a module."""
    names = set()
    for node in tree.body:
        if isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.ClassDef):
            names |= {f"{node.name}.{inner.name}" for inner in node.body if isinstance(inner, ast.FunctionDef)}
    return names


def sandbox_switch_exists(named: str) -> bool:
    import sandbox.wix as wix
    from sandbox.holded.switches import SWITCHES
    from sandbox.myparcel.switches import DEFAULTS

    service, _, name = named.partition(".")
    if service == "wix":
        return f"| {name} |" in wix.__doc__
    return name in {"holded": SWITCHES, "myparcel": DEFAULTS}[service]


def anchors(page: str) -> set[str]:
    """The names under which a page's headings can be linked to."""
    heads = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", text(page), flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.replace("\\", "").lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES)
def test_links_to_headings_lead_to_one(page):
    here = (ROOT / page).parent
    links = re.findall(r"\]\(([^)#:]*)#([^)]+)\)", text(page))
    targets = {(str((here / to).resolve().relative_to(ROOT)) if to else page, anchor) for to, anchor in links}
    assert {f"{to}#{anchor}" for to, anchor in targets if anchor not in anchors(to)} == set()


def test_the_columns_that_settings_errors_point_to_have_their_heading():
    assert {f"{file.stem}csv" for file in (ROOT / "include" / "config").glob("*.csv")} <= anchors("docs/configuration.md")


def test_every_right_that_the_hooks_ask_for_is_explained():
    from order_sync.hooks.myparcel import NEEDED_RIGHTS
    from order_sync.hooks.wix.access import _SCOPES, NEEDED, NEEDED_BY_CATALOGUE

    wanted = {*NEEDED, *(right for rights in NEEDED_BY_CATALOGUE.values() for right in rights), *NEEDED_RIGHTS, *_SCOPES.values()}
    assert {right for right in wanted if f"`{right}`" not in text("docs/connect.md")} == set()


def test_every_path_that_is_read_at_holded_has_its_scope():
    from order_sync.hooks.holded_master import READS

    paths = {path.removesuffix("/invoice") for path, _ in READS.values()}
    assert {path for path in paths if path not in text("docs/connect.md")} == set()
