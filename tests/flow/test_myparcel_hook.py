"""MyParcelHook against the sandbox over real HTTP: what is made once stays one, what is refused says where, labels by people are seen."""

from __future__ import annotations

import copy

import pytest
from order_sync.errors import AccessDenied, ContractBroken, OutcomeUnknown, Rejected, RetryLater
from order_sync.hooks.myparcel import MyParcelHook
from order_sync.hooks.myparcel_errors import ACCOUNT_CODES, NOT_A_CONCEPT, by_shipment
from order_sync.hooks.myparcel_tracking import barcode, tracking_link
from sandbox import myparcel

PARCEL = {
    "carrier": 1,
    "recipient": {
        "cc": "NL",
        "postal_code": "9712HN",
        "city": "Groningen",
        "street": "Proefstraat",
        "number": "7",
        "person": "Sem Bakker",
        "email": "sem.bakker@example.com",
    },
    "options": {"package_type": 1, "label_description": "10001"},
    "physical_properties": {"weight": 850},
}
NO_NUMBER = {name: value for name, value in PARCEL["recipient"].items() if name != "number"}


def parcel(reference: str = "nl:10001-aaaaaaaa", **changes) -> dict:
    return copy.deepcopy(PARCEL) | {"reference_identifier": reference} | changes


@pytest.fixture
def hook(connections) -> MyParcelHook:
    return MyParcelHook("myparcel_nl")


def kept(sandbox) -> list[dict]:
    return list(sandbox.state("myparcel", "nl").get("shipments", {}).values())


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


@pytest.mark.parametrize(("others", "listed", "by_ids"), [(0, 2, 0), (90, 2, 1), (150, 1, 3), (1000, 1, 4)])
def test_many_are_read_from_the_newest_pages_while_that_saves_calls(sandbox, hook, others, listed, by_ids):
    made = []
    for start in range(0, 350, 70):
        made += hook.create_shipments([parcel(f"nl:{number}-aaaaaaaa") for number in range(start, start + 70)])
    for start in range(0, others, 50):  # newer ones of somebody else
        hook.create_shipments([parcel(f"other:{number}-aaaaaaaa") for number in range(start, min(start + 50, others))])
    ids = [row["id"] for row in made]
    assert sorted(row["id"] for row in hook.shipments(ids)) == sorted(ids)
    assert hook.client.calls["GET /shipments"] == listed and hook.client.calls["GET /shipments/{ids}"] == by_ids


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


def test_reads_are_repeated_after_a_failure(sandbox, hook):
    (made,) = hook.create_shipments([parcel("nl:1-a")])
    sandbox.arm("http_500", method="GET", service="myparcel")
    assert [row["id"] for row in hook.shipments([made["id"]])] == [made["id"]]
    assert hook.client.calls["GET /shipments/{ids}"] == 2


def test_size_together_with_references_finds_nothing_so_the_hook_never_sends_it(sandbox, hook):
    hook.create_shipments([parcel("nl:1-a")])
    trapped = hook.client.call("GET", "/shipments", params={"reference_identifier": "nl:1-a", "size": 200}).json()
    assert trapped["data"]["shipments"] == []
    assert len(hook.find_by_reference(["nl:1-a"])) == 1


@pytest.mark.parametrize("shape", ["shipments", "search_results"])
def test_all_pages_of_both_list_shapes(sandbox, hook, shape):
    sandbox.settings["myparcel.list_shape"] = shape
    made = hook.create_shipments([parcel("nl:1-a") for _ in range(60)])
    assert [row["id"] for row in hook.find_by_reference(["nl:1-a"])] == [row["id"] for row in made]
    assert len(hook.shipments([made[0]["id"], made[1]["id"]])) == 2


def test_a_reference_is_compared_again_locally(sandbox, hook):
    sandbox.settings["myparcel.reference_match"] = "substring"
    hook.create_shipments([parcel("nl:1-a"), parcel("nl:11-a"), parcel("NL:1-A"), parcel("xnl:1-a")])
    assert [row["reference_identifier"] for row in hook.find_by_reference(["nl:1-a"])] == ["nl:1-a"]


def test_the_index_lags_and_the_id_does_not(sandbox, hook):
    sandbox.settings["myparcel.lag_seconds"] = 3600
    (made,) = hook.create_shipments([parcel("nl:1-a")])
    assert hook.find_by_reference(["nl:1-a"]) == []
    assert [row["id"] for row in hook.shipments([made["id"]])] == [made["id"]]
    sandbox.settings["myparcel.lag_seconds"] = 0
    assert [row["id"] for row in hook.find_by_reference(["nl:1-a"])] == [made["id"]]


def test_a_label_made_by_a_person_brings_barcode_and_link(sandbox, hook):
    first, second = hook.create_shipments([parcel("nl:1-a"), parcel("nl:2-a")])
    assert [barcode(row) for row in hook.shipments([first["id"]])] == [""]

    myparcel.advance(sandbox.sandbox, "nl", to="registered", ids=[first["id"]])
    labelled, concept = hook.shipments([first["id"], second["id"]])
    assert (labelled["status"], concept["status"]) == (2, 1)
    assert barcode(labelled).startswith("3SEXMP")
    assert tracking_link(labelled) == f"https://lichthuis.myparcel.me/track-trace/{barcode(labelled)}/9712HN/NL"
    assert tracking_link(concept) == ""

    myparcel.advance(sandbox.sandbox, "nl", steps=3)
    moved, still = hook.shipments([first["id"], second["id"]])
    assert (moved["status"], still["status"]) == (7, 1)
    assert barcode(moved) == barcode(labelled)


def test_without_a_page_of_its_own_the_shop_links_to_myparcel(sandbox, hook):
    sandbox.settings["myparcel.portal"] = False
    (made,) = hook.create_shipments([parcel("nl:1-a")])
    myparcel.advance(sandbox.sandbox, "nl", to="registered")
    (row,) = hook.shipments([made["id"]])
    assert tracking_link(row) == f"https://myparcel.me/track-trace/{barcode(row)}/9712HN/NL"


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


def test_unknown_ids_do_not_hide_the_known_ones(sandbox, hook):
    made = hook.create_shipments([parcel(f"nl:{number}-a") for number in range(3)])
    sandbox.settings["myparcel.unknown_ids"] = "not_found"
    assert [row["id"] for row in hook.shipments([1, *(row["id"] for row in made), 2])] == [row["id"] for row in made]


def test_the_published_limit_answers_429_which_is_waited_for_outside(sandbox, hook):
    sandbox.settings["myparcel.limit_overrides"] = {"POST /shipments": [2, 300]}
    hook.create_shipments([parcel("nl:1-a")])
    hook.create_shipments([parcel("nl:2-a")])
    with pytest.raises(RetryLater) as later:
        hook.create_shipments([parcel("nl:3-a")])
    assert later.value.delay >= 300
    assert hook.client.refused == {"POST /shipments": 1}
    assert len(kept(sandbox)) == 2
    assert len(hook.find_by_reference(["nl:1-a", "nl:2-a", "nl:3-a"])) == 2  # another endpoint has a window of its own


def test_a_wrong_key_stops_with_a_cure(sandbox, hook, monkeypatch):
    monkeypatch.setenv(
        "AIRFLOW_CONN_MYPARCEL_NL", f'{{"conn_type": "myparcel", "host": "{sandbox.url("myparcel", "nl")}", "password": "nope-secret"}}'
    )
    with pytest.raises(AccessDenied) as denied:
        hook.create_shipments([parcel()])
    assert "API key" in denied.value.cure
    assert "nope-secret" not in str(denied.value)


@pytest.mark.parametrize(("switch", "value", "recipient"), [("daily_limit", 0, "NL"), ("activated", False, "DE")])
def test_an_account_that_may_not_ship_is_told_as_such(sandbox, hook, switch, value, recipient):
    sandbox.settings[f"myparcel.{switch}"] = value
    with pytest.raises(Rejected) as refused:
        hook.create_shipments([parcel(recipient=PARCEL["recipient"] | {"cc": recipient, "postal_code": "9712HN"})])
    assert {fault.code for fault in refused.value.faults} <= ACCOUNT_CODES
    assert "activate" in refused.value.cure


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


def test_the_test_button_tells_account_rights_and_order_mode(sandbox, hook):
    assert hook.test_connection() == (True, "MYPARCEL_NL account 70002, shop 80002.")
    sandbox.settings["myparcel.nl.features"] = ["LEGACY_ORDER_MANAGEMENT"]
    assert "order mode" in hook.test_connection()[1]
    sandbox.settings["myparcel.nl.features"] = []
    sandbox.settings["myparcel.nl.order_mode"] = 1
    assert "order mode" in hook.test_connection()[1]
    sandbox.settings["myparcel.nl.missing_permissions"] = ["insertShipment"]
    fine, told = hook.test_connection()
    assert not fine
    assert "insertShipment" in told


def test_package_preferences_of_the_account(sandbox, hook):
    preferences = hook.shop_preferences()
    assert preferences["shipment_options"]["signature"] == 0
    assert preferences["general_settings"]["weight"] == 1000
    sandbox.settings["myparcel.missing_permissions"] = ["selectShop"]
    assert hook.shop_preferences() == {}


def test_shops_do_not_see_each_other(sandbox, hook):
    hook.create_shipments([parcel("nl:1-a")])
    assert MyParcelHook("myparcel_es").find_by_reference(["nl:1-a"]) == []


def test_looking_changes_nothing(sandbox, hook):
    before = sandbox.sandbox.digest()
    hook.test_connection()
    hook.shop_preferences()
    hook.find_by_reference(["nl:1-a"])
    hook.shipments([1])
    assert sandbox.sandbox.digest() == before
