"""The stand-in for VIES: valid and unknown numbers, refusals, a service that is down."""

from __future__ import annotations

import pytest
import requests
from sandbox.samples import buyers
from sandbox.vies import register
from sandbox.vies.numbers import COUNTRIES, REGISTERED, WELL_FORMED_ONLY
from stdnum.eu import vat


def ask(sandbox, country="DE", number="123456788", **more):
    url = sandbox.connections("es")["vies"]["host"]
    return requests.post(f"{url}/rest-api/check-vat-number", json={"countryCode": country, "vatNumber": number} | more, timeout=10)


def test_its_numbers_pass_the_check_digits_of_their_countries():
    assert all(vat.is_valid(number) for number in (*REGISTERED, *WELL_FORMED_ONLY))
    assert {number[:2] for number in REGISTERED} <= set(COUNTRIES)
    buying = {
        ("ES" if buyer.country == "ES" else "") + buyer.vat_number for buyer in (*buyers.BUSINESS.values(), *buyers.EU_BUSINESS.values())
    }
    assert buying <= set(REGISTERED)


@pytest.mark.parametrize(("country", "number", "valid"), [("DE", "123456788", True), ("ES", "B12345674", True), ("DE", "987654002", False)])
def test_a_number_is_valid_or_not(sandbox, country, number, valid):
    answer = ask(sandbox, country, number)
    assert answer.status_code == 200
    seen = answer.json()
    assert (seen["valid"], seen["name"], seen["countryCode"], seen["vatNumber"]) == (valid, "---", country, number)
    assert seen["requestDate"].endswith("Z") and seen["requestIdentifier"] == ""


def test_a_consultation_has_a_number_for_those_who_say_who_they_are(sandbox):
    assert ask(sandbox, requesterMemberStateCode="ES", requesterNumber="B12345674").json()["requestIdentifier"].startswith("WAPI")


@pytest.mark.parametrize(("country", "number"), [("GR", "123450000"), ("GB", "123456789"), ("DE", ""), ("DE", "12 34"), ("DE", 123456788)])
def test_what_is_no_question_is_refused(sandbox, country, number):
    answer = ask(sandbox, country, number)
    assert (answer.status_code, answer.json()) == (400, {"actionSucceed": False, "errorWrappers": [{"error": "INVALID_INPUT"}]})


def test_an_unknown_field_is_recorded(sandbox):
    assert ask(sandbox, country_code="DE").status_code == 200
    assert "unknown field country_code" in sandbox.violations[0]["text"]
    sandbox.violations.clear()


@pytest.mark.parametrize("status", [500, 200])
def test_it_may_be_down_as_a_whole_or_for_a_country(sandbox, status):
    sandbox.settings.update({"vies.down_countries": ["DE"], "vies.error_status": status})
    answer = ask(sandbox)
    assert (answer.status_code, answer.json()["errorWrappers"]) == (status, [{"error": "MS_UNAVAILABLE"}])
    assert ask(sandbox, "ES", "B12345674").status_code == 200
    sandbox.settings["vies.down"] = True
    assert "errorWrappers" in ask(sandbox, "ES", "B12345674").json()
    states = requests.get(f"{sandbox.url()}/vies/rest-api/check-status", timeout=10).json()["countries"]
    assert {row["availability"] for row in states} == {"Unavailable"}


def test_numbers_can_be_registered_and_forgotten(sandbox):
    register(sandbox.sandbox, "DE987654002")
    assert ask(sandbox, number="987654002").json()["valid"] is True
    gone = {"number": "DE123456788", "valid": False}
    assert requests.post(f"{sandbox.url()}/sandbox/vies/numbers", json=gone, timeout=10).json() == gone
    assert ask(sandbox).json()["valid"] is False


def test_faults_and_the_log_know_it(sandbox):
    sandbox.arm("http_500", service="vies")
    assert ask(sandbox).status_code == 500
    assert ask(sandbox).status_code == 200
    assert [(row["service"], row["template"], row["status"]) for row in sandbox.calls] == [
        ("vies", "/rest-api/check-vat-number", 500) if place == 0 else ("vies", "/rest-api/check-vat-number", 200) for place in range(2)
    ]
