"""What is wrong with a store file or a line of a table, in words: the key, its line, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError

Place = tuple[int | str, ...]
_MOST = 12  # keys of a block that are named where none is close


class StrictLoader(yaml.SafeLoader):
    """YAML in which a key that stands twice is an error: the first one would be lost in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping, or a YAMLError that names the key and both lines."""
        seen: dict[str, int] = {}
        for key, _ in node.value:
            line = key.start_mark.line + 1
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value} stands twice, in lines {seen[key.value]} and {line}; join the two", key.start_mark
                )
            seen[key.value] = line
        return super().construct_mapping(node, deep)


def told(error: ValidationError, model: type[BaseModel], tree: yaml.Node | None = None) -> tuple[str, str]:
    """(what is wrong, what to do) of all faults; ``tree``: the YAML nodes of a file, for its line numbers."""
    seen, cures = [], []
    for fault in error.errors():
        place = tuple(fault["loc"])
        where = ".".join(str(part) for part in _written(place, model)) or "file"
        line = f" (line {found})" if tree is not None and (found := _line(tree, place)) else ""
        says, cure = _fault(fault, place, model)
        seen.append(f"{where}{line}: {says}")
        cures += [cure] if cure else []
    return "; ".join(dict.fromkeys(seen)), " ".join(dict.fromkeys(cures))


def _fault(fault: Any, place: Place, model: type[BaseModel]) -> tuple[str, str]:
    """(message, cure or "") of one fault."""
    if fault["type"] == "extra_forbidden":
        return "there is no such key", meant_by(str(place[-1]), place, model)
    if fault["type"] == "missing":
        return "is missing", ""
    if not place and not isinstance(fault["input"], dict):
        return "holds no keys", "Copy a file of include/config/stores of the project and change it."
    if fault["type"] == "literal_error" and isinstance(fault["input"], str):
        choices = [part.strip("'") for part in fault["ctx"]["expected"].replace(" or ", ", ").split(", ")]
        close = get_close_matches(_plain(fault["input"]), choices, 1)
        return f"{fault['input']!r} is not one of {', '.join(choices)}", f"Did you mean {close[0]}?" if close else ""
    return fault["msg"].removeprefix("Value error, "), ""


def meant_by(key: str, place: Place, model: type[BaseModel]) -> str:
    """The key of the same block that is closest; else the block where such a key belongs; else what the block knows."""
    before = [str(part) for part in _written(place, model)[:-1]]
    names = sorted({name for block in _blocks_at(place[:-1], model) for name in block.model_fields} - {"line"})
    if close := get_close_matches(_plain(key), names, 1):
        return f"Did you mean {'.'.join([*before, close[0]])}?"
    if elsewhere := [path for path in _paths(model) if path.split(".")[-1] == _plain(key)]:
        return f"Did you mean {' or '.join(elsewhere[:3])}?"
    more = ", …" if len(names) > _MOST else ""
    return f"{'.'.join(before) or 'Here'} knows: {', '.join(names[:_MOST])}{more}."


def _plain(text: str) -> str:
    """As keys are written: time-zone, Time Zone and timezone look alike then."""
    return text.strip().lower().replace("-", "_").replace(" ", "_")


def _blocks_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that an annotation holds, however deep in unions, lists and mappings."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _blocks_in(part)


def _blocks_at(place: Place, model: type[BaseModel]) -> list[type[BaseModel]]:
    """The models whose keys may stand at a place; pydantic's names of union members lead nowhere and are passed over."""
    blocks = [model]
    for part in place:
        fields = [block.model_fields[part] for block in blocks if part in block.model_fields]
        if fields:
            blocks = [inner for field in fields for inner in _blocks_in(field.annotation)]
    return blocks


def _written(place: Place, model: type[BaseModel]) -> Place:
    """The place as people write it, without pydantic's names of union members such as dict[constrained-str,…]."""
    return tuple(part for part in place if not (isinstance(part, str) and ("[" in part or part in ("constrained-str", "str"))))


def _paths(model: type[BaseModel], before: str = "", above: tuple[type, ...] = ()) -> Iterator[str]:
    """Every key of a model, written from the top."""
    for name, field in model.model_fields.items():
        yield f"{before}{name}"
        for block in _blocks_in(field.annotation):
            if block not in above:
                yield from _paths(block, f"{before}{name}.", (*above, block))


def _line(tree: yaml.Node, place: Place) -> int:
    """The line of a key, or of the block that lacks it; 0 for the whole file."""
    line, node = 0, tree
    for part in place:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if found:
                line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line
