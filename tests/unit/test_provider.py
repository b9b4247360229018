"""The connection types are what Airflow's schema allows and what the hooks read."""

import importlib
import importlib.util
import json
from importlib.resources import files

import jsonschema
import pytest
from order_sync.provider import get_provider_info

TYPES = {entry["connection-type"]: entry for entry in get_provider_info()["connection-types"]}
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
        "wix": {"auth", "instance_id", "site_id", "stores_prefix", "bearer_prefix"},
        "holded": {"calls_per_minute"},
        "myparcel": {"iam_url", "auth_scheme"},
    }


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
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not part of this checkout")
    hook = getattr(importlib.import_module(module), name)
    assert hook.conn_type == info["connection-type"]
    assert callable(hook.test_connection)
