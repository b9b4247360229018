"""A store whose key is renamed: its Wix site is known under the old key, and nothing is booked a second time."""

from __future__ import annotations

import pytest
import yaml
from order_sync.errors import SettingsError
from order_sync.settings import load_config
from shop_world import wix_order


def renamed(world, old, new):
    """The store's file under another key."""
    folder = world.config.folder / "stores"
    settings = yaml.safe_load((folder / f"{old}.yaml").read_text()) | {"store": new}
    (folder / f"{old}.yaml").unlink()
    (folder / f"{new}.yaml").write_text(yaml.safe_dump(settings))
    world.config = load_config(world.config.folder)


def test_a_renamed_store_is_refused_before_anything_is_landed(world, cli):
    world.stock("es")
    world.sell("es", wix_order("10001"))
    world.ingest("es")
    world.send("holded", "es")
    renamed(world, "es", "shop")
    world.sandbox.calls.clear()
    with pytest.raises(SettingsError) as refused:
        world.ingest("shop", run="r2")
    assert "for the store es; as shop all of them would be booked again" in str(refused.value) and "stores/es.yaml" in refused.value.cure
    assert not [call for call in world.sandbox.called("wix") if "search" in call["path"]] and len(world.documents()) == 1
    said = cli("preflight", "shop", "--json")
    [finding] = [row for row in said.json if row["what"] == "store key"]
    assert said.code == 1 and finding["verdict"] == "wrong" and "store es" in finding["seen"]
    renamed(world, "shop", "es")
    world.ingest("es", run="r3")
    assert not [row for row in cli("preflight", "es", "--json").json if row["what"] == "store key"]


def test_stores_with_sites_of_their_own_are_not_in_each_others_way(world):
    world.stock()
    world.sell("nl", wix_order("10001", country="NL"))
    for store in ("es", "nl", "es", "nl"):
        world.ingest(store, run=f"r-{store}")
    assert {row["store"] for row in [world.database.one("sites/known", site=f"instance-{key}") for key in ("es", "nl")]} == {"es", "nl"}
