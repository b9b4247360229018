"""A mistyped key of a store file, or column of a table, is told with file, line, key and what was probably meant."""

import shutil
from pathlib import Path

import pytest
from order_sync.errors import SettingsError
from order_sync.settings import load_config

CONFIG = Path(__file__).resolve().parents[2] / "include" / "config"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(CONFIG, tmp_path / "config"))


def changed(folder: Path, file: str, old: str, new: str) -> SettingsError:
    """The error after one text of a file was replaced."""
    path = folder / file
    text = path.read_text()
    assert old in text, old
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(SettingsError) as caught:
        load_config(folder)
    assert str(path) in caught.value.where
    return caught.value


def line_of(folder: Path, file: str, text: str) -> int:
    return (folder / file).read_text().splitlines().index(text) + 1


@pytest.mark.parametrize(
    ("old", "new", "key", "meant"),
    [
        ("timezone:", "time-zone:", "time-zone", "timezone"),
        ("  approve:", "  aprove:", "holded.aprove", "holded.approve"),
        ("    register_payment:", "    register_payments:", "holded.payments.register_payments", "holded.payments.register_payment"),
        (
            "    - when: {business: true}",
            "    - when: {busines: true}",
            "holded.documents.1.when.busines",
            "holded.documents.1.when.business",
        ),
        ("    tip: {tax_key:", "    tip: {taxkey:", "holded.lines.tip.taxkey", "holded.lines.tip.tax_key"),
        ("  package_type: 1", "  package-type: 1", "myparcel.package-type", "myparcel.package_type"),
        ("owner: bookkeeping", "closed_period: {}", "closed_period", "holded.closed_period"),  # it stands in another block
    ],
)
def test_a_mistyped_key_is_told_with_what_was_meant(folder, old, new, key, meant):
    error = changed(folder, "stores/es.yaml", old, new)
    line = next(number for number, text in enumerate((folder / "stores/es.yaml").read_text().splitlines(), 1) if new in text)
    assert f"{key} (line {line}): there is no such key" in error.seen
    assert f"Did you mean {meant}?" in error.cure
    assert "Extra inputs" not in str(error)


def test_a_key_like_no_other_gets_the_keys_of_its_block(folder):
    error = changed(folder, "stores/es.yaml", "    vies: true", "    zzz: true")
    assert "holded.vat.zzz" in error.seen
    assert "holded.vat knows: check_format, " in error.cure and "vies" in error.cure


def test_a_mistyped_value_is_told_with_what_was_meant(folder):
    error = changed(folder, "stores/es.yaml", "approve: when_proven", "approve: when-proved")
    assert "'when-proved' is not one of never, when_proven, ask" in error.seen
    assert "Did you mean when_proven?" in error.cure


def test_two_mistakes_are_told_at_once(folder):
    changed(folder, "stores/es.yaml", "timezone:", "timezon:")
    error = changed(folder, "stores/es.yaml", "language: es", "langage: es")
    assert "Did you mean timezone?" in error.cure and "Did you mean holded.language?" in error.cure
    assert "timezone" in error.seen and "is missing" in error.seen


def test_a_series_by_country_is_told_without_names_of_types(folder):
    error = changed(folder, "stores/es.yaml", "    order: 653956880bd5b86bc02d2d17", "    order: {es: 653956880bd5b86bc02d2d17}")
    assert "holded.series.order" in error.seen
    assert "constrained" not in str(error) and "dict[" not in str(error)


def test_a_block_that_stands_twice_is_no_silent_loss(folder):
    error = changed(folder, "stores/es.yaml", "myparcel:\n", "holded:\n  connection: other\nmyparcel:\n")
    first = line_of(folder, "stores/es.yaml", "holded:")
    assert f"the key holded stands twice, in lines {first} and" in str(error)


def test_an_empty_store_file_says_what_to_copy(folder):
    (folder / "stores" / "fr.yaml").write_text("")
    with pytest.raises(SettingsError, match="include/config/stores"):
        load_config(folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "meant"),
    [
        ("taxes.csv", "rate_ppm", "rateppm", "rate_ppm"),
        ("shipping_rules.csv", "countries", "country", "countries"),
        ("status_rules.csv", "payment_status", "payment status", "payment_status"),
    ],
)
def test_a_mistyped_column_is_told_with_what_was_meant(folder, file, old, new, meant):
    error = changed(folder, file, old, new)
    assert f"{new}: there is no such column" in error.seen
    assert f"Did you mean {meant}?" in error.cure and f"docs/configuration.md#{file.replace('.', '')}" in error.cure
    assert error.where.endswith(f"{file} line 1")


def test_a_mistyped_column_that_no_line_fills_is_told_too(folder):
    assert "Did you mean hs_code?" in changed(folder, "products.csv", "hs_code", "hscode").cure


def test_a_value_that_a_column_does_not_take_is_told_with_its_line(folder):
    error = changed(folder, "status_rules.csv", "*,order,APPROVED,*,*,send,", "*,order,APPROVED,*,*,sent,")
    assert error.seen == "action: 'sent' is not one of send, ignore, hold" and "Did you mean send?" in error.cure
    assert error.where.endswith("line 2")


def test_a_table_saved_by_a_spreadsheet_is_read_or_told(folder):
    path = folder / "sku_aliases.csv"
    text = path.read_text()
    path.write_text("\ufeff" + text)
    assert [alias.holded_sku for alias in load_config(folder).sku_aliases] == ["CAM-AZ-M"]
    path.write_text(text.replace(",", ";"))
    with pytest.raises(SettingsError, match="semicolons"):
        load_config(folder)


def test_a_comma_without_quotes_does_not_lose_the_rest_of_the_line(folder):
    error = changed(folder, "sku_aliases.csv", "CAM-AZ-M,", "CAM-AZ-M,,big, blue")
    assert "more cells than columns" in error.seen and error.where.endswith("line 2")
