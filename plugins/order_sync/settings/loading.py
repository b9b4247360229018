"""Reads and validates a configuration folder; errors name file, key and cure."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from order_sync import PROJECT_ROOT
from order_sync.errors import SettingsError
from order_sync.settings.base import Model
from order_sync.settings.faults import StrictLoader, meant_by, told
from order_sync.settings.store import StoreSettings
from order_sync.settings.tables import Product, ShippingRule, SkuAlias, StatusRule, TaxRule


class Config(Model):
    """The whole configuration."""

    folder: Path
    stores: dict[str, StoreSettings]
    status_rules: tuple[StatusRule, ...]
    taxes: tuple[TaxRule, ...]
    sku_aliases: tuple[SkuAlias, ...]
    shipping_rules: tuple[ShippingRule, ...] = ()
    products: tuple[Product, ...] = ()

    def store(self, key: str) -> StoreSettings:
        """The settings of one store, or a SettingsError that lists the known ones."""
        if key not in self.stores:
            raise SettingsError(
                f"no store {key!r}", where=str(self.folder / "stores"), cure=f"Known stores: {', '.join(sorted(self.stores))}."
            )
        return self.stores[key]


def config_folder() -> Path:
    """ORDER_SYNC_CONFIG, else include/config of the project."""
    return Path(os.environ.get("ORDER_SYNC_CONFIG") or PROJECT_ROOT / "include" / "config")


def store_files(folder: Path | None = None) -> list[Path]:
    """The store files in name order; an empty folder is an error."""
    folder = (folder or config_folder()) / "stores"
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise SettingsError(
            "no *.yaml file", where=str(folder), cure="Add one file per store; include/config/stores of the project has examples."
        )
    return files


def known_stores(folder: Path | None = None, only: str | None = None) -> list[str]:
    """Keys of the store files, whether they can be read or not; ``only`` one of them, or a SettingsError that lists them."""
    folder = folder or config_folder()
    keys = [file.stem for file in store_files(folder)]
    if only and only not in keys:
        raise SettingsError(f"no store {only!r}", where=str(folder / "stores"), cure=f"Known stores: {', '.join(keys)}.")
    return [only] if only else keys


def load_store(file: Path) -> StoreSettings:
    """One store file, validated; the file's name must be its store key."""
    text = file.read_text(encoding="utf-8")
    try:
        settings = StoreSettings.model_validate(yaml.load(text, StrictLoader))  # a SafeLoader
    except yaml.YAMLError as error:
        raise SettingsError(f"not YAML: {error}", where=str(file), cure="Correct the indentation or quoting at that place.") from None
    except ValidationError as error:
        seen, cure = told(error, StoreSettings, yaml.compose(text, StrictLoader))
        raise SettingsError(seen, where=str(file), cure=f"{cure} docs/configuration.md lists every key.".strip()) from None
    if settings.store != file.stem:
        raise SettingsError(
            f"store is {settings.store!r}", where=str(file), cure=f"Name the file {settings.store}.yaml or set store: {file.stem}."
        )
    return settings


def load_config(folder: Path | None = None, *, only: str | None = None) -> Config:
    """All stores (or one, so that another's mistake does not stop it) and the tables of a configuration folder; read again when a file has changed."""
    folder = folder or config_folder()
    return _loaded(folder, only, _marks(folder))


def _marks(folder: Path) -> tuple[tuple[str, int, int, int, int], ...]:
    found = ((file, file.stat()) for file in sorted([*folder.glob("*.csv"), *folder.glob("stores/*.yaml")]))
    return tuple((str(file), seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_ino) for file, seen in found)


@lru_cache(maxsize=8)
def _loaded(folder: Path, only: str | None, marks: tuple) -> Config:  # a page of the API server need not read all files each time
    files = [file for file in store_files(folder) if file.stem in known_stores(folder, only)]
    stores = [load_store(file) for file in files]
    return Config(
        folder=folder,
        stores={store.store: store for store in stores},
        status_rules=tuple(_table(folder / "status_rules.csv", StatusRule)),
        taxes=tuple(_table(folder / "taxes.csv", TaxRule)),
        sku_aliases=tuple(_table(folder / "sku_aliases.csv", SkuAlias)),
        shipping_rules=tuple(_table(folder / "shipping_rules.csv", ShippingRule, may_lack=True)),
        products=tuple(_table(folder / "products.csv", Product, may_lack=True)),
    )


def _table(file: Path, model: type[Model], *, may_lack: bool = False) -> list:
    """The lines of a table; folders from before there was one ``may_lack`` it."""
    if not file.is_file():
        if may_lack:
            return []
        raise SettingsError("missing", where=str(file), cure="Copy it from include/config of the project.")
    with file.open(encoding="utf-8-sig", newline="") as lines:  # spreadsheets put a byte order mark at the start
        reader = csv.DictReader(lines)
        _header(file, model, reader.fieldnames or ())
        return [row for number, raw in enumerate(reader, start=2) if (row := _row(file, model, number, raw))]


def _header(file: Path, model: type[Model], names: Iterable[str]) -> None:
    """Each column must be known, also where no line fills it."""
    written = [name for name in names if name and name.strip()]
    if any(";" in name for name in written):
        cure = "Save it with commas: spreadsheets of some languages write semicolons into a CSV file."
        raise SettingsError("its columns are separated by semicolons", where=f"{file} line 1", cure=cure)
    meant = [(name, meant_by(name, (name,), model)) for name in written if name not in model.model_fields or name == "line"]
    if meant:
        seen = "; ".join(f"{name}: there is no such column" for name, _ in meant)
        raise SettingsError(seen, where=f"{file} line 1", cure=f"{' '.join(cure for _, cure in meant)} {_columns_of(file)}")


def _row(file: Path, model: type[Model], number: int, raw: dict[str | None, Any]) -> Any:
    """One line of a table; None for an empty one or a remark."""
    rest, where = raw.pop(None, None) or (), f"{file} line {number}"
    filled = {key: value.strip() for key, value in raw.items() if key and value and value.strip()}
    if not filled or next(iter(filled.values())).startswith("#"):
        return None
    if any(cell.strip() for cell in rest):
        raise SettingsError("more cells than columns", where=where, cure='A text with a comma stands in quotes: "green, small".')
    try:
        return model.model_validate({"line": number, **filled})
    except ValidationError as error:
        seen, cure = told(error, model)
        raise SettingsError(seen, where=where, cure=f"{cure} {_columns_of(file)}".strip()) from None


def _columns_of(file: Path) -> str:
    return f"docs/configuration.md#{file.stem}csv lists the columns."
