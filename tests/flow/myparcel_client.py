"""Raw calls to the fake of MyParcel, as a client that is not ours would make them."""

from __future__ import annotations

import base64

import requests

SHIPMENT_TYPE = "application/vnd.shipment+json;version=1.1;charset=utf-8"
PARCEL = {
    "carrier": 1,
    "reference_identifier": "nl:10001-aaaaaaaa",
    "recipient": {"cc": "NL", "postal_code": "9712HN", "city": "Groningen", "street": "Proefstraat", "number": "7", "person": "Sem Bakker"},
    "options": {"package_type": 1},
    "physical_properties": {"weight": 850},
}


class Client:
    """Raw calls to one shop."""

    def __init__(self, server, shop: str = "nl") -> None:
        self.server, self.shop = server, shop
        self.headers = {"Authorization": f"bearer {coded(f'myparcel-{shop}-key')}", "User-Agent": "Test/1.0 Python/3.11"}

    def __call__(self, method: str, path: str, *, json=None, service: str = "myparcel", **headers: str) -> requests.Response:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        content = {"Content-Type": SHIPMENT_TYPE} if json is not None else {}
        return requests.request(
            method, self.server.url(service, self.shop) + path, json=json, headers=self.headers | content | given, timeout=10
        )

    def create(self, *parcels: dict, **headers: str) -> list[int]:
        answer = self("POST", "/shipments", json={"data": {"shipments": list(parcels or (PARCEL,))}}, **headers)
        assert answer.status_code == 200, answer.text
        return [row["id"] for row in answer.json()["data"]["ids"]]

    def advance(self, **doing) -> dict:
        answer = requests.post(self.server.url() + f"/sandbox/myparcel/{self.shop}/advance", json=doing, timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()["shipments"]


def coded(key: str) -> str:
    return base64.b64encode(key.encode()).decode()


def codes(answer: requests.Response) -> list:
    return [entry["code"] for entry in answer.json()["errors"]]
