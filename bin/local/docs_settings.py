"""Configuration as the models know it: every key of the store files, every column of the tables, the sample as example."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from order_sync.settings import Product, ShippingRule, SkuAlias, StatusRule, StoreSettings, TaxRule

from local.docs_table import code, table

Schema = dict[str, Any]
_PATTERNS = {
    "^[A-Z]{2}$": "two capital letters",
    "^[A-Z]{3}$": "three capital letters",
    "^[0-9a-f]{24}$": "24 hexadecimal digits",
    r"^([A-Z]{2}|\*)$": "country or *",
}
_TYPES = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false", "array": "list", "object": "mapping"}


def keys(root: Path) -> str:
    """An index of the blocks, then one section per block: what it is about, and a row per key."""
    sections = list(_sections(StoreSettings.model_json_schema()))
    index = " · ".join(f"[{path or 'the store'}](#{anchor(path)})" for path, _ in sections)
    return "\n\n".join([index, *(text for _, text in sections)])


def anchor(path: str) -> str:
    """Where a block's section lies in docs/configuration.md."""
    return path.replace(".", "") or "the-store"


def _sections(schema: Schema) -> Iterator[tuple[str, str]]:
    """(path, text) of the file itself and of each block, outer before inner."""
    defs = schema.get("$defs", {})
    waiting = [("", schema, "", "")]
    while waiting:
        path, node, about, form = waiting.pop(0)
        inner = [(f"{path}.{name}".lstrip("."), field, _block(field, defs)) for name, field in node["properties"].items()]
        below = [(where, block, field.get("description", ""), _form(field)) for where, field, block in inner if block]
        waiting = below + waiting
        yield path, _section(path, node, about, form, defs)


def _section(path: str, node: Schema, about: str, form: str, defs: dict[str, Schema]) -> str:
    level = "####" if "." in path else "###"
    said = (f"{about[0].upper()}{about[1:]}.",) if about else ("What stands at the top of the file.",)
    head = " ".join(filter(None, (*said, form))).replace("<", "&lt;")
    if not node["properties"]:
        return f"{level} {path}\n\n{head} It has no keys."
    rows = []
    for name, values, default, says in _direct(node, defs):
        where = f"{path}.{name}".lstrip(".")
        block = _block(node["properties"][name], defs)
        rows.append((f"[{code(name)}](#{anchor(where)})" if block else code(name), values, default, says.replace("<", "&lt;")))
    return f"{level} {path or 'the store'}\n\n{head}\n\n{table(('key', 'value', 'default', 'what it does'), rows)}"


def _direct(node: Schema, defs: dict[str, Schema]) -> Iterator[tuple[str, str, str, str]]:
    """(key, values, default, description) of the keys of one block alone."""
    required = set(node.get("required", ()))
    for name, field in node["properties"].items():
        default = "**required**" if name in required else _default(field, _block(field, defs))
        yield name, _values(field, defs), default, field.get("description", "")


def _form(field: Schema) -> str:
    """How the block is written where it is not a plain one."""
    parts = (field, *field.get("anyOf", ()))
    if any(part.get("type") == "array" for part in parts):
        return "A list; each entry has:"
    return "A name of your own for each; below it:" if any(part.get("type") == "object" for part in parts) else ""


def settings_rows(schema: Schema) -> Iterator[tuple[str, str, str, str]]:
    """(key path, allowed values, default, description) of every key below a model's JSON schema, in the order of the file."""
    yield from _below(schema, schema.get("$defs", {}), "")


def _below(node: Schema, defs: dict[str, Schema], prefix: str) -> Iterator[tuple[str, str, str, str]]:
    for name, values, default, says in _direct(node, defs):
        field, path = node["properties"][name], f"{prefix}{name}"
        yield path, values, default, says
        if inner := _block(field, defs):
            several = {"array": "[]", "object": ".<name>"}.get(field.get("type", ""), "")
            yield from _below(inner, defs, f"{path}{several}.")


def _block(field: Schema, defs: dict[str, Schema]) -> Schema | None:
    """The model behind a field: a block of keys, or the items of a list of blocks."""
    for part in (field, *field.get("anyOf", ()), field.get("items", {}), field.get("additionalProperties", {})):
        if isinstance(part, dict) and "$ref" in part:
            return defs[part["$ref"].rpartition("/")[2]]
    return None


def _values(field: Schema, defs: dict[str, Schema]) -> str:
    choices = [part for part in field.get("anyOf", [field]) if part.get("type") != "null"]
    return " or ".join(dict.fromkeys(_value(part, defs) for part in choices))


def _value(part: Schema, defs: dict[str, Schema]) -> str:
    if "$ref" in part:
        return "block"
    if "enum" in part or "const" in part:
        return ", ".join(code(value) for value in part.get("enum", [part.get("const")]))
    if part.get("type") == "array":
        inner = _value(part["items"], defs)
        return "list of blocks" if inner == "block" else f"list of {inner}"
    if part.get("type") == "object":
        patterns = part.get("patternProperties") or {"": part.get("additionalProperties")}
        pattern, inner = next(iter(patterns.items()))
        key = {"type": "string"} | ({"pattern": pattern} if pattern else {}) | part.get("propertyNames", {})
        return f"mapping of {_value(key, defs)} to {_values(inner, defs)}"
    name = {"date": "date"}.get(part.get("format", ""), _TYPES[part["type"]])
    return ", ".join(filter(None, (name, _limits(part))))


def _limits(part: Schema) -> str:
    if "pattern" in part:
        return _PATTERNS.get(part["pattern"]) or f"matching {code(part['pattern'])}"
    if "minimum" in part or "maximum" in part:
        return f"{part.get('minimum', 'any')} to {part['maximum']}" if "maximum" in part else f"at least {part['minimum']}"
    return f"at most {part['maxLength']} characters" if "maxLength" in part else ""


def _default(field: Schema, inner: Schema | None) -> str:
    value = field.get("default")
    if value is None or value == "":
        return "none"
    if inner:
        return "its defaults"
    return code(value if isinstance(value, str) else json.dumps(value))


def _row(row: tuple[str, str, str, str]) -> tuple[str, str, str, str]:
    path, values, default, says = row
    return code(path), values, default, says.replace("<", "&lt;")


def _columns(model: type) -> str:
    schema = model.model_json_schema()
    rows = (_row(row) for row in settings_rows(schema) if row[0] != "line")
    return table(("column", "value", "default", "what it says"), rows)


def status_rules(root: Path) -> str:
    """Columns of status_rules.csv."""
    return _columns(StatusRule)


def taxes(root: Path) -> str:
    """Columns of taxes.csv."""
    return _columns(TaxRule)


def sku_aliases(root: Path) -> str:
    """Columns of sku_aliases.csv."""
    return _columns(SkuAlias)


def shipping_rules(root: Path) -> str:
    """Columns of shipping_rules.csv."""
    return _columns(ShippingRule)


def products(root: Path) -> str:
    """Columns of products.csv."""
    return _columns(Product)


def example(root: Path) -> str:
    """The sample store and the first lines of its tables, as they lie in include/config."""
    folder = root / "include" / "config"
    parts = [f"`stores/es.yaml`\n\n```yaml\n{_text(folder / 'stores' / 'es.yaml')}\n```"]
    for name, lines in (
        ("status_rules.csv", 14),
        ("taxes.csv", 11),
        ("sku_aliases.csv", 5),
        ("shipping_rules.csv", 5),
        ("products.csv", 5),
    ):
        shown = "\n".join(_text(folder / name).splitlines()[:lines])
        more = " (its first lines)" if len(_text(folder / name).splitlines()) > lines else ""
        parts.append(f"`{name}`{more}\n\n```csv\n{shown}\n```")
    return "\n\n".join(parts)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8").rstrip()
