"""Parcels that a person must look at: labels taken back, late, lost, returned, and concepts that are gone."""

from __future__ import annotations

import pytest
from order_sync.steps import track
from order_sync.steps.shop import open_shop
from tracking_world import answer, change, parcels, save, shipped, tell, told


def test_a_label_taken_back_before_wix_was_told_frees_its_lines(world):
    order = shipped(world)
    first = answer(world)
    save(world, first)
    save(world, answer(world, status=13))
    assert tell(world) == {}
    save(world, answer(world, barcode="3SEXMP000000777", id=first["id"] + 1))
    assert tell(world) == {"told": 1}
    assert told(world) == {"3SEXMP000000777": {1: 2, 2: 1}}
    assert order


def test_a_label_taken_back_after_wix_was_told_is_a_persons_matter(world):
    shipped(world)
    save(world, answer(world))
    tell(world)
    world.sandbox.state("myparcel", "es")  # the poll below reads what the sandbox has: the change is saved by hand
    save(world, answer(world, status=13))
    with open_shop("es", "r2", config=world.config, database=world.database) as shop:
        track.poll(shop)
    assert world.held(destination="myparcel") == {"10001": "PARCEL_STOPPED"}


def test_late_and_lost_are_told_and_news_closes_the_hold(world):
    shipped(world)
    world.label()
    world.track()
    change(world, "UPDATE export.tracking SET registered_at = now() - interval '8 days', news_at = now() - interval '8 days'")
    world.track()
    assert [row["age"] for row in parcels(world).values()] == ["late"] and world.held(destination="myparcel") == {}
    change(world, "UPDATE export.tracking SET registered_at = now() - interval '30 days', news_at = now() - interval '22 days'")
    world.track()
    assert world.held(destination="myparcel") == {"10001": "PARCEL_LOST"}
    from sandbox.myparcel import advance

    advance(world.sandbox.sandbox, "es", to="distribution")
    world.track()
    assert world.held(destination="myparcel") == {}


@pytest.mark.parametrize(("to", "code"), [("returned", "PARCEL_RETURNED"), ("expired", "PARCEL_STOPPED"), ("cancelled", "PARCEL_STOPPED")])
def test_parcels_that_do_not_arrive_are_held_once(world, to, code):
    from sandbox.myparcel import advance

    shipped(world)
    world.label()
    world.track()
    advance(world.sandbox.sandbox, "es", to=to)
    world.track()
    assert world.held(destination="myparcel") == {"10001": code}
    change(world, "UPDATE export.holds SET closed_at = now(), closed_as = 'ignored'")
    world.track()
    assert world.held(destination="myparcel") == {}, "what a person has ignored is not asked again"


def test_a_concept_that_is_gone_is_asked_for_twice_and_then_no_more(world):
    shipped(world)
    world.sandbox.state("myparcel", "es")["shipments"].clear()
    for expected in ({}, {"10001": "DELETED_REMOTELY"}):
        world.track()
        assert world.held(destination="myparcel") == expected
    before = len(world.sandbox.called("myparcel", "GET"))
    world.track()
    assert len(world.sandbox.called("myparcel", "GET")) == before
