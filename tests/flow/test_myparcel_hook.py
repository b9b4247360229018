"""MyParcelHook against the sandbox over real HTTP: what is made once stays one, and what is refused says where."""

from __future__ import annotations

import myparcel_world
import pytest
from myparcel_world import PARCEL, kept, parcel
from order_sync.errors import ContractBroken, OutcomeUnknown, Rejected
from order_sync.hooks.myparcel_errors import NOT_A_CONCEPT, by_shipment
from sandbox import myparcel

hook = myparcel_world.hook
NO_NUMBER = {name: value for name, value in PARCEL["recipient"].items() if name != "number"}


def test_a_batch_of_100_comes_back_in_the_order_sent(sandbox, hook):
    references = [f"nl:{number}-aaaaaaaa" for number in range(100)]
    made = hook.create_shipments([parcel(reference) for reference in references])
    assert [row["reference_identifier"] for row in made] == references
    assert len({row["id"] for row in made}) == 100
    assert len(kept(sandbox)) == 100
    assert hook.client.calls == {"POST /shipments": 1}

    rows = hook.find_by_reference(references)
    assert [row["id"] for row in rows] == sorted(row["id"] for row in made)
    # five searches of 20 references, each within one page of 30
    assert hook.client.calls["GET /shipments"] == 5
    assert not [call for call in sandbox.called("myparcel") if "size" in call["path"]]

    assert [row["id"] for row in hook.shipments([row["id"] for row in made])] == [row["id"] for row in made]
    assert hook.client.calls["GET /shipments/{ids}"] == 1


def test_one_bad_shipment_refuses_the_batch_and_is_named_by_its_place(sandbox, hook):
    with pytest.raises(Rejected) as refused:
        hook.create_shipments([parcel("nl:1-a"), parcel("nl:2-a", recipient=NO_NUMBER), parcel("nl:3-a")])
    assert refused.value.status == 422
    assert list(by_shipment(refused.value.faults)) == [1]
    fault = refused.value.faults[0]
    assert (fault.path, fault.code) == ("data.shipments[1].recipient.number", "3503")
    assert "street and house number" in refused.value.cure
    assert kept(sandbox) == []
    assert hook.find_by_reference(["nl:1-a", "nl:2-a", "nl:3-a"]) == []


@pytest.mark.parametrize("shape", ["keyed", "map", "flat", "older"])
def test_every_error_shape_names_the_shipment(sandbox, hook, shape):
    sandbox.settings["myparcel.error_shape"] = shape
    bad = parcel("nl:2-a", recipient=PARCEL["recipient"] | {"postal_code": "97HN"})
    with pytest.raises(Rejected) as refused:
        hook.create_shipments([parcel("nl:1-a"), bad])
    (fault,) = by_shipment(refused.value.faults)[1]
    assert (fault.path, fault.says, fault.code) == ("data.shipments[1].recipient.postal_code", "is not valid", "3505")
    assert "Bakker" not in str(refused.value)


def test_a_refused_batch_may_have_left_its_good_shipments(sandbox, hook):
    sandbox.settings["myparcel.bad_batch"] = "good_ones"
    with pytest.raises(Rejected):
        hook.create_shipments([parcel("nl:1-a"), parcel("nl:2-a", recipient=NO_NUMBER)])
    assert [row["reference_identifier"] for row in hook.find_by_reference(["nl:1-a", "nl:2-a"])] == ["nl:1-a"]


@pytest.mark.parametrize("fault", ["lost_answer", "http_500_after"])
def test_a_lost_answer_is_unknown_and_found_by_reference(sandbox, hook, fault):
    sandbox.arm(fault, method="POST", service="myparcel")
    with pytest.raises(OutcomeUnknown):
        hook.create_shipments([parcel("nl:1-a")])
    assert hook.client.calls["POST /shipments"] == 1  # never sent twice
    found = hook.find_by_reference(["nl:1-a"])
    assert [row["id"] for row in found] == [row["id"] for row in kept(sandbox)]
    assert len(found) == 1


def test_a_lost_request_is_unknown_too_and_not_found(sandbox, hook):
    sandbox.arm("cut_before", method="POST", service="myparcel")
    with pytest.raises(OutcomeUnknown):
        hook.create_shipments([parcel("nl:1-a")])
    assert hook.find_by_reference(["nl:1-a"]) == []


def test_concepts_can_be_deleted_and_labels_cannot(sandbox, hook):
    first, second = hook.create_shipments([parcel("nl:1-a"), parcel("nl:1-a")])
    hook.delete([second["id"]])
    assert [row["id"] for row in hook.find_by_reference(["nl:1-a"])] == [first["id"]]
    assert hook.shipments([second["id"]]) == []

    myparcel.advance(sandbox.sandbox, "nl", to="registered")
    with pytest.raises(Rejected) as refused:
        hook.delete([first["id"]])
    assert [fault.code for fault in refused.value.faults] == [NOT_A_CONCEPT]
    assert len(kept(sandbox)) == 1


def test_a_deleted_concept_that_is_still_listed_does_not_count(sandbox, hook):
    sandbox.settings["myparcel.deleted_stays"] = True
    (made,) = hook.create_shipments([parcel("nl:1-a")])
    hook.delete([made["id"]])
    assert hook.find_by_reference(["nl:1-a"]) == []
    assert [row["status"] for row in hook.find_by_reference(["nl:1-a"], all_states=True)] == [99]


def test_an_answer_of_another_form_is_not_guessed(sandbox, hook, monkeypatch):
    monkeypatch.setattr(myparcel, "fault_answer", lambda action, seconds: (200, {}, {"data": {"something": "else"}}))
    sandbox.arm("http_500", method="POST", service="myparcel")
    with pytest.raises(OutcomeUnknown):
        hook.create_shipments([parcel()])
    sandbox.arm("http_500", method="GET", service="myparcel")
    with pytest.raises(ContractBroken):
        hook.find_by_reference(["nl:1-a"])


@pytest.mark.parametrize(
    "ids",
    [
        [{"id": 2, "reference_identifier": "nl:2-a"}, {"id": 1, "reference_identifier": "nl:1-a"}],
        [{"id": 1, "reference_identifier": "nl:1-a"}],
        [{"id": 1, "reference_identifier": "nl:1-a"}, {"reference_identifier": "nl:2-a"}],
        [],
    ],
)
def test_ids_that_do_not_answer_what_was_sent_are_looked_up(sandbox, hook, monkeypatch, ids):
    monkeypatch.setattr(myparcel, "fault_answer", lambda action, seconds: (200, {}, {"data": {"ids": ids}}))
    sandbox.arm("http_500", method="POST", service="myparcel")
    with pytest.raises(OutcomeUnknown):
        hook.create_shipments([parcel("nl:1-a"), parcel("nl:2-a")])


@pytest.mark.parametrize("wrong", [[], [parcel()] * 101])
def test_a_batch_is_1_to_100(hook, wrong):
    with pytest.raises(ValueError, match="1 to 100"):
        hook.create_shipments(wrong)
