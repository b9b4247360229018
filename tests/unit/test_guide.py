"""Every line of docs/guide.md is read by the settings' own reader: what a merchant copies is right."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from order_sync.errors import SettingsError
from order_sync.mapping import parcels, shipping_check, shipping_table
from order_sync.settings import Config, load_config
from order_sync.settings.parcels import Sender

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
PARTS = [(text[: text.index("\n")].strip("# "), text) for text in re.split(r"^(?=##+ )", TEXT, flags=re.MULTILINE)[1:]]
SNIPPETS = [
    pytest.param(form.partition(" ")[0], form.partition(" ")[2], body, id=f"{title}: {form} {number}")
    for title, text in PARTS
    for number, (form, body) in enumerate(re.findall(r"^```(\S[^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))
]


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(ROOT / "include" / "config", tmp_path / "config"))


def laid_over(below: Any, above: Any) -> Any:
    """``above`` written into ``below`` as a person does: blocks are joined, values and lists replaced."""
    if isinstance(below, dict) and isinstance(above, dict):
        return below | {key: laid_over(below.get(key), value) for key, value in above.items()}
    return above


def written(folder: Path, body: str) -> Any:
    """The sample store with a snippet laid over it, read; and the value of the store file that was written."""
    file = folder / "stores" / "es.yaml"
    wanted = laid_over(yaml.safe_load(file.read_text()), yaml.safe_load(body))
    file.write_text(yaml.safe_dump(wanted, allow_unicode=True))
    return load_config(folder).store("es")


@pytest.mark.parametrize(("form", "name", "body"), SNIPPETS)
def test_what_a_merchant_copies_is_read(folder, form, name, body):
    if form == "yaml":
        assert not body.startswith(" ") and written(folder, body).store == "es"
        return
    assert form == "csv" and (folder / name).is_file(), f"{form} {name}: name the table after csv"
    (folder / name).write_text(body)
    table = getattr(load_config(folder), name.removesuffix(".csv"))
    assert len(table) == len(body.splitlines()) - 1
    if name == "shipping_rules.csv":
        assert not mistakes(load_config(folder), "nl")


def mistakes(config: Config, store: str) -> list[shipping_check.Mistake]:
    """What preflight would say of the lines for one store; the guide's sender is given to it."""
    sender = Sender(cc="NL", postal_code="1234AB", city="Voorbeeldstad", street="Dorpsstraat")
    settings = config.store(store).myparcel.model_copy(update={"custom_sender": {"gifts": sender}, "defaults": "settings"})
    rules = shipping_table.of_store(config.shipping_rules, store)
    return shipping_check.check(rules, settings, parcels.wishes(settings, None), parcels.platform(settings, "NL", None))


def test_a_wrong_snippet_would_be_noticed(folder):
    (folder / "taxes.csv").write_text("connection,treatmnt\nholded_es,domestic\n")
    with pytest.raises(SettingsError, match="Did you mean treatment"):
        load_config(folder)
    with pytest.raises(SettingsError, match=r"Did you mean holded\.approve"):
        written(folder, "holded: {aprove: never}")


def test_the_guide_answers_what_merchants_ask():
    asked = ("drafts only", "receipts for consumers", "cash on delivery", "several stores", "vat number", "some parcels go another way")
    more = ("customs", "labels", "status rules", "refunds", "closed a month", "approve", "warehouse", "sku", "tracking number")
    titles = "\n".join(title.lower() for title, _ in PARTS)
    assert [word for word in (*asked, *more) if word not in titles] == []
    assert len(SNIPPETS) > 35
