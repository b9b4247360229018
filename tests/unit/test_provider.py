"""The connection types are what Airflow's schema allows and what the hooks read."""

import importlib
import json
import re
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from order_sync import provider
from order_sync.provider import get_provider_info

TYPES = {entry["connection-type"]: entry for entry in get_provider_info()["connection-types"]}
HOOKS = Path(provider.__file__).parent / "hooks"
# account.text("auth", "app", ("app", "api_key")), account.number("x", 60), account.flag("x"), extra.get("x")
READ = re.compile(r"""(?:account\.(?:text|number|flag)|extra\.get)\("(\w+)"(?:, [^,()]+)?(?:, (\([^)]*\)))?\)""")
# Airflow's own fields of a connection form
STANDARD = {"description", "host", "port", "login", "password", "schema", "extra"}


def test_airflow_accepts_the_provider_info():
    schema = json.loads(files("airflow").joinpath("provider.yaml.schema.json").read_text(encoding="utf-8"))
    entry = schema["properties"]["connection-types"]["items"]
    for info in TYPES.values():
        jsonschema.validate(info, entry)


def test_the_runtime_schema_accepts_it_too():
    jsonschema.validate(get_provider_info(), json.loads(files("airflow").joinpath("provider_info.schema.json").read_text(encoding="utf-8")))


def test_the_fields_are_the_documented_ones():
    assert {kind: set(info["conn-fields"]) for kind, info in TYPES.items()} == {
        "wix": {"auth", "instance_id", "site_id", "stores_prefix", "calls_per_minute", "bearer_prefix"},
        "holded": {"calls_per_minute"},
        "myparcel": {"iam_url", "calls_per_minute", "auth_scheme"},
    }


def fields_read(kind):
    """The extra fields that a hook's files ask for, with the choices they allow."""
    asked = {}
    for file in sorted(HOOKS.glob(f"{kind}*")):
        for source in [file] if file.is_file() else file.rglob("*.py"):
            for name, choices in READ.findall(source.read_text()):
                asked[name] = re.findall(r'"(\w+)"', choices)
    return asked


@pytest.mark.parametrize("kind", TYPES)
def test_the_form_asks_for_what_the_hook_reads(kind):
    asked, fields = fields_read(kind), TYPES[kind]["conn-fields"]
    assert set(asked) == set(fields)
    for name, choices in asked.items():
        assert fields[name]["schema"].get("enum", []) == choices, name


@pytest.mark.parametrize("info", TYPES.values(), ids=TYPES)
def test_no_field_is_hidden_and_labelled_at_once(info):
    form = info["ui-field-behaviour"]
    hidden, shown = set(form["hidden-fields"]), set(form["relabeling"])
    assert not hidden & shown
    assert {"host", "password"} <= shown
    assert hidden | shown == STANDARD - {"description"}
    assert set(form["placeholders"]) == shown


@pytest.mark.parametrize("info", TYPES.values(), ids=TYPES)
def test_every_extra_field_may_stay_as_it_is(info):
    for name, field in info["conn-fields"].items():
        assert field["label"], name
        assert field["description"], name
        schema = field["schema"]
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(schema.get("default"), schema)


@pytest.mark.parametrize("info", TYPES.values(), ids=TYPES)
def test_the_hook_answers_to_its_connection_type(info):
    module, name = info["hook-class-name"].rsplit(".", 1)
    hook = getattr(importlib.import_module(module), name)
    assert hook.conn_type == info["connection-type"]
    assert callable(hook.test_connection)
