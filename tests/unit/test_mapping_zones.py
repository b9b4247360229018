"""Customs zones by country and special territories by postal code."""

from __future__ import annotations

import pytest
from order_sync.mapping.zones import EU_COUNTRIES, territory, zone


@pytest.mark.parametrize(
    ("country", "expected"),
    [("NL", "NL"), ("be", "BE"), ("DE", "EU"), ("MT", "EU"), ("HR", "EU"), ("GR", "EU"), ("GB", "ROW"), ("CH", "ROW"), ("NO", "ROW"),
     ("XK", "ROW"), ("TR", "ROW"), ("CW", "ROW"), ("AW", "ROW"), ("US", "ROW"), ("", "ROW")],
)  # fmt: skip
def test_zone(country, expected):
    assert zone(country) == expected


def test_the_union_has_27_members():
    assert len(EU_COUNTRIES) == 27


@pytest.mark.parametrize(
    ("country", "postal_code", "name"),
    [
        ("ES", "35001", "Canary Islands"),
        ("ES", "38660", "Canary Islands"),
        ("es", " 35 001 ", "Canary Islands"),
        ("ES", "51001", "Ceuta"),
        ("ES", "52006", "Melilla"),
        ("ES", "ES-52006", "Melilla"),
        ("DE", "78266", "Büsingen"),
        ("DE", "D-27498", "Helgoland"),
        ("DE", "27498", "Helgoland"),
        ("IT", "23041", "Livigno"),
        ("IT", "22061", "Campione d'Italia"),
        ("GR", "630 86", "Mount Athos"),
        ("FI", "22100", "Åland"),
        ("AX", "22100", "Åland"),
        ("FR", "97400", "French overseas territories or Monaco"),
        ("RE", "97400", "Réunion"),
        ("GP", "", "Guadeloupe"),
        ("GB", "BT1 5GS", "Northern Ireland"),
        ("GB", "bt15gs", "Northern Ireland"),
        ("DK", "3900", "Greenland"),
        ("IC", "", "Canary Islands"),
    ],
)
def test_special_territories(country, postal_code, name):
    assert territory(country, postal_code) == name


@pytest.mark.parametrize(
    ("country", "postal_code"),
    [("ES", "28013"), ("ES", "53001"), ("DE", "78267"), ("DE", "10115"), ("IT", "22060"), ("FI", "00100"), ("FR", "75001"), ("FR", "96000"),
     ("GB", "B1 1AA"), ("GB", "SW1A 1AA"), ("NL", "3500AA"), ("PT", "9000-018"), ("DK", "2100"), ("ES", "")],
)  # fmt: skip
def test_ordinary_places(country, postal_code):
    assert territory(country, postal_code) is None
