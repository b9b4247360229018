"""Splitting street lines: the real cases of public address splitters, the doubtful ones, and what may never be lost."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from order_sync.mapping.addresses import Address, Unclear, split


def _cases(shared, countries=("NL", "BE")):
    text = (shared / "fixtures" / "addresses" / "street_split_cases.json").read_text(encoding="utf-8")
    return [case for case in json.loads(text) if case["country"] in countries]


def _accepted(case):
    readings = [case, *case.get("also_accepted", [])]
    return {(row["street"], row["number"], row["suffix"], row.get("box_number", "")) for row in readings}


def _parts(address):
    return (address.street, address.number, address.suffix, address.box_number)


def test_real_cases_are_right_or_unclear_and_most_are_split(shared):
    cases = _cases(shared)
    results = [(case, split(case["country"], address_line=case["full_street"])) for case in cases]
    wrong = [
        (case["full_street"], result) for case, result in results if isinstance(result, Address) and _parts(result) not in _accepted(case)
    ]
    assert not wrong
    for country, share in (("NL", 0.75), ("BE", 1.0)):
        own = [result for case, result in results if case["country"] == country]
        split_ones = sum(isinstance(result, Address) for result in own)
        print(f"{country}: {split_ones} of {len(own)} split, none wrong")
        assert split_ones / len(own) >= share


def test_only_lines_with_two_numbers_stay_unclear(shared):
    unclear = [
        case["full_street"] for case in _cases(shared) if isinstance(split(case["country"], address_line=case["full_street"]), Unclear)
    ]
    assert unclear and all(re.search(r"[0-9]\s+[0-9]| [A-Z][0-9]", line) for line in unclear)


@pytest.mark.parametrize(
    ("country", "name", "number", "line", "line2", "expected"),
    [
        ("NL", "Voorbeeldstraat", "12A", "", "", Address("Voorbeeldstraat", "12", "A")),
        ("NL", "Voorbeeldstraat", "12 A", "", "", Address("Voorbeeldstraat", "12", "A")),
        ("NL", "Voorbeeldstraat", "12-3", "", "", Address("Voorbeeldstraat", "12", "3")),
        ("NL", "Plein 1945", "7", "", "", Address("Plein 1945", "7")),
        ("NL", "Voorbeeldstraat", "12", "12 Voorbeeldstraat", "", Address("Voorbeeldstraat", "12")),
        ("NL", "Voorbeeldstraat", "12", "Voorbeeldstraat 12 bis", "", Address("Voorbeeldstraat", "12", "bis")),
        ("NL", "", "", "Voorbeeldstraat 12", "achterom", Address("Voorbeeldstraat", "12", additional="achterom")),
        ("NL", "", "", "Voorbeeldstraat 12, 2e verdieping", "", Address("Voorbeeldstraat", "12", additional="2e verdieping")),
        ("NL", "", "", "2e Voorbeeldstraat 12 II", "", Address("2e Voorbeeldstraat", "12", "II")),
        ("NL", "", "", "Laan 1813 nummer 5", "", Address("Laan 1813", "5")),
        ("NL", "", "", "Plein 40-45 12", "", Address("Plein 40-45", "12")),
        ("NL", "", "", "Voorbeeldstraat12", "", Address("Voorbeeldstraat", "12")),
        ("NL", "", "", "postbus 12345", "", Address("Postbus", "12345")),
        ("NL", "Postbus", "123", "", "", Address("Postbus", "123")),
        ("NL", "", "12", "Voorbeeldstraat", "", Address("Voorbeeldstraat", "12")),
        ("NL", "", "", "Voorbeeldstraat", "", Address("Voorbeeldstraat")),
        ("NL", "", "", "", "", Address("")),
        ("BE", "Voorbeeldlaan", "12 bus 3", "", "", Address("Voorbeeldlaan", "12", "", "3")),
        ("BE", "Voorbeeldlaan", "12A bus 3", "", "", Address("Voorbeeldlaan", "12", "A", "3")),
        ("BE", "", "", "Voorbeeldlaan 12bus3", "", Address("Voorbeeldlaan", "12", "", "3")),
        ("BE", "", "", "Voorbeeldlaan 12", "bus 3", Address("Voorbeeldlaan", "12", "", "3")),
        ("BE", "", "", "Voorbeeldlaan 12", "3e verdiep", Address("Voorbeeldlaan", "12", additional="3e verdiep")),
        ("BE", "", "", "16, rue de l'Exemple", "", Address("rue de l'Exemple", "16")),
        ("DE", "Musterallee", "14a", "", "", Address("Musterallee 14a")),
        ("DE", "Musterallee", "14a", "Musterallee 14a", "Hinterhaus", Address("Musterallee 14a", additional="Hinterhaus")),
        ("FR", "", "", "22 Rue de l'Exemple", "", Address("22 Rue de l'Exemple")),
        ("ES", "Calle Ejemplo", "5", "Piso 3", "", Address("Calle Ejemplo 5", additional="Piso 3")),
        ("IE", "", "", "The Old Mill", "", Address("The Old Mill")),
    ],
)  # fmt: skip
def test_split(country, name, number, line, line2, expected):
    assert split(country, name, number, line, line2) == expected


@pytest.mark.parametrize(
    ("country", "name", "number", "line", "shape"),
    [
        ("NL", "", "", "Straat 12 45", "… 99 99"),
        ("BE", "", "", "Straat 12 45", "… 99 99"),
        ("NL", "Straat", "12 45", "", "… 99 99"),
        ("NL", "Straat 12", "12", "", "… 99 99"),
        ("NL", "Straat", "s/n", "", "… /…"),
        ("NL", "Straat", "14", "Straat 12", "… 99, 99"),
        ("NL", "", "", "Straat 123456", "… 999999"),
        ("NL", "", "", "12 Straat", "99 …"),
        ("NL", "", "", "Voorbeeldstraat 12 1234 AB", "… 99 9999 …"),
        ("NL", "", "", "Voorbeeldweg H10", "…99"),
        ("BE", "", "", "Voorbeeldstraat 12-14", "… 99-99"),
        ("NL", "", "", "Voorbeeldstraat 12 achterste gebouw", "… 99 …"),
        ("ES", "", "", "12", "99"),
    ],
)
def test_doubtful_lines_are_for_a_person_and_show_only_their_shape(country, name, number, line, shape):
    result = split(country, name, number, line)
    assert isinstance(result, Unclear)
    assert result.shape.replace(" ", "") == shape.replace(" ", "")
    assert not re.search(r"[^\W\d_]|[0-8]", result.shape)


def test_a_long_street_moves_over_without_losing_the_number():
    result = split("ES", address_line="Calle de la muy larga avenida de los santos inocentes 123", address_line2="escalera B")
    assert len(result.street) <= 40 and len(result.additional) <= 50
    assert f"{result.street} {result.additional}" == "Calle de la muy larga avenida de los santos inocentes 123, escalera B"


def test_a_line_that_would_lose_digits_is_unclear():
    assert isinstance(split("ES", address_line="x" * 95 + " 12"), Unclear)
    assert isinstance(split("NL", address_line="Straat 1", address_line2="y" * 60 + " 2"), Unclear)


_TEXT = st.text(max_size=120) | st.text(alphabet="Straat bus123-/,.'°ße ", max_size=80)


@settings(max_examples=400, deadline=None)
@given(country=st.sampled_from(["NL", "BE", "DE", "FR", "", "??"]), name=_TEXT, number=_TEXT, line=_TEXT, line2=_TEXT)
def test_any_text_is_split_or_unclear_within_the_lengths(country, name, number, line, line2):
    result = split(country, name, number, line, line2)
    if isinstance(result, Unclear):
        assert not re.search(r"[^\W\d_]|[0-8]", result.shape)
        return
    lengths = {"street": 40, "number": 8, "suffix": 6, "box_number": 8, "additional": 50}
    assert all(len(getattr(result, field)) <= most for field, most in lengths.items())
    assert not result.street or re.search(r"\D", result.street)


@settings(max_examples=400, deadline=None)
@given(country=st.sampled_from(["NL", "BE", "DE", "ES"]), name=_TEXT, number=_TEXT, line=_TEXT, line2=_TEXT)
def test_no_number_is_ever_lost(country, name, number, line, line2):
    result = split(country, name, number, line, line2)
    if isinstance(result, Address):
        kept = " ".join((*_parts(result), result.additional))
        written = " ".join((name, number, line, line2))
        assert set(re.findall(r"[0-9]+", written)) <= set(re.findall(r"[0-9]+", kept))


@given(
    street=st.sampled_from(["Kerkstraat", "Van der Voorbeeldlaan", "'t Hof"]),
    number=st.integers(1, 99999),
    suffix=st.sampled_from(["", "A", "bis", "-2", " hs"]),
)
def test_plain_dutch_lines_are_always_split(street, number, suffix):
    result = split("NL", address_line=f"{street} {number}{suffix}")
    assert result == Address(street, str(number), suffix.strip(" -"))
