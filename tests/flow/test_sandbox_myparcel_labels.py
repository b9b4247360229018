"""Labels of the fake of MyParcel: what registers and bills, the PDFs as a reader sees them, links, payment."""

from __future__ import annotations

import io

import pytest
import requests
from myparcel_client import PARCEL, Client, codes
from pypdf import PdfReader

STAMP = PARCEL | {"options": {"package_type": 4, "label_description": "10001"}, "physical_properties": {"weight": 45}}
SWISS = PARCEL | {
    "recipient": {"cc": "CH", "postal_code": "8004", "city": "Zürich", "street": "Beispielweg 21", "person": "Mia Keller"},
    "customs_declaration": {
        "contents": 1,
        "invoice": "10001",
        "weight": 850,
        "items": [
            {
                "description": "Mug",
                "amount": 2,
                "weight": 850,
                "item_value": {"amount": 3980, "currency": "EUR"},
                "classification": "691110",
                "country": "NL",
            }
        ],
    },
}


@pytest.fixture
def call(sandbox) -> Client:
    return Client(sandbox)


def pages(answer: requests.Response) -> list[list[tuple[str, bool, bool]]]:
    """Of each page the texts, with whether they stand at the left and at the top."""
    assert answer.headers["Content-Type"] == "application/pdf", answer.text
    found = []
    for page in PdfReader(io.BytesIO(answer.content), strict=True).pages:
        texts: list[tuple[str, bool, bool]] = []
        width, height = float(page.mediabox.width), float(page.mediabox.height)

        def see(text, _cm, tm, _font, _size, texts=texts, width=width, height=height):
            if text.strip():
                texts.append((text.strip(), tm[4] < width / 2, tm[5] > height / 2))

        page.extract_text(visitor_text=see)
        found.append(texts)
    return found


def places(answer: requests.Response, barcodes: dict[int, str]) -> list[dict[int, int]]:
    """Of each sheet: place 1 to 4 to shipment id."""
    by_barcode = {barcode: one for one, barcode in barcodes.items()}
    return [{2 - left + 2 * (not top): by_barcode[text] for text, left, top in page if text in by_barcode} for page in pages(answer)]


def barcodes(call: Client, ids: list[int]) -> dict[int, str]:
    rows = call("GET", "/shipments/" + ";".join(map(str, ids))).json()["data"]["shipments"]
    return {row["id"]: row["barcode"] for row in rows}


def label(call: Client, ids: list[int], query: str = "", accept: str = "application/pdf") -> requests.Response:
    return call("GET", f"/shipment_labels/{';'.join(map(str, ids))}{query}", Accept=accept)


def test_a_label_registers_and_a_second_one_reprints(call):
    (first,) = call.create()
    label = call("GET", f"/shipment_labels/{first}?format=A6", Accept="application/pdf")
    assert label.headers["Content-Type"] == "application/pdf"
    assert label.content.startswith(b"%PDF-")
    (row,) = call("GET", f"/shipments/{first}").json()["data"]["shipments"]
    assert row["status"] == 2
    assert row["barcode"].encode() in label.content
    assert call("GET", f"/shipment_labels/{first}?format=A6", Accept="application/pdf").content == label.content
    assert call("GET", f"/shipments/{first}").json()["data"]["shipments"][0]["barcode"] == row["barcode"]


def test_labels_by_link_are_there_later(sandbox, call):
    ids = ";".join(str(one) for one in call.create(PARCEL, PARCEL))
    now = call("GET", f"/shipment_labels/{ids}", Accept="application/json").json()["data"]["pdfs"]["url"]
    assert requests.get(now, headers=call.headers, timeout=10).content.startswith(b"%PDF-")
    later = call("GET", f"/shipment_labels/{ids}", Accept="application/vnd.shipment_label_link+json").json()["data"]["pdfs"]["url"]
    assert later.startswith("/pdfs/")
    assert call("GET", later).status_code == 404
    requests.post(sandbox.url() + "/sandbox/settings", json={"clock_offset_seconds": 4}, timeout=10)
    assert call("GET", later).content.startswith(b"%PDF-")
    assert call("GET", f"/v2/shipment_labels/{ids}").json()["data"]["pdf"]["url"].startswith("/pdfs/")


def test_a_prepaid_account_pays_first(sandbox, call):
    sandbox.settings["myparcel.prepaid"] = True
    (first,) = call.create()
    answer = call("GET", f"/shipment_labels/{first}")
    assert answer.status_code == 402
    assert answer.json()["data"]["payment_instructions"][0]["price"]["amount"] == 595
    assert call("GET", f"/shipments/{first}").json()["data"]["shipments"][0]["status"] == 1


def test_a_digital_stamp_is_printed_without_a_barcode(call):
    stamp = PARCEL | {"options": {"package_type": 4}, "physical_properties": {"weight": 45}}
    (first,) = call.create(stamp)
    assert call.advance(to="registered") == {str(first): 14}
    assert call("GET", f"/shipments/{first}").json()["data"]["shipments"][0]["barcode"] == ""
    assert call.advance(steps=1) == {str(first): 14}


def test_an_a6_pdf_has_a_page_per_label(call):
    ids = call.create(*[PARCEL | {"options": {"package_type": 1, "label_description": f"Café {number}"}} for number in (10001, 10002)])
    seen = pages(label(call, ids, "?format=A6"))
    assert [page[0][0] for page in seen] == list(barcodes(call, ids).values())
    assert [page[1][0] for page in seen] == ["Café 10001", "Café 10002"]
    sheet = PdfReader(io.BytesIO(label(call, ids, "?format=A6").content)).pages[0].mediabox
    assert (float(sheet.width), float(sheet.height)) == (298, 420)


def test_an_a4_sheet_is_filled_from_the_positions_and_later_sheets_from_the_first(call):
    ids = call.create(*[PARCEL] * 7)
    first, second, *rest = ids
    answer = label(call, ids, "?format=A4&positions=3;4")
    assert places(answer, barcodes(call, ids)) == [{3: first, 4: second}, dict(zip((1, 2, 3, 4), rest, strict=False)), {1: rest[4]}]
    assert places(label(call, ids[:2]), barcodes(call, ids)) == [{1: first, 2: second}]


def test_a_customs_form_fills_a_sheet_of_its_own(call):
    first, abroad, last = call.create(PARCEL, SWISS, PARCEL)
    answer = label(call, [first, abroad, last])
    assert places(answer, barcodes(call, [first, abroad, last])) == [{1: first}, {1: abroad}, {1: last}]
    assert "2 x Mug 691110 NL 3980 ct" in [text for text, *_ in pages(answer)[1]]


def test_a_customs_form_on_a6_is_cut_and_noted(sandbox, call):
    ids = call.create(PARCEL, SWISS)
    seen = pages(label(call, ids, "?format=A6"))
    assert len(seen) == 2 and not [text for text, *_ in seen[1] if "CUSTOMS" in text]
    assert "customs form" in sandbox.violations.pop()["text"]


@pytest.mark.parametrize(("query", "code"), [("?format=A5", 3709), ("?positions=5", 3708), ("?positions=0;1", 3708)])
def test_a_wrong_paper_or_position_registers_nothing(call, query, code):
    ids = call.create()
    assert codes(label(call, ids, query)) == [code]
    assert barcodes(call, ids) == {ids[0]: ""}


@pytest.mark.parametrize(("query", "noted"), [("?format=A6&positions=1", "A6"), ("?positions=2;2", "twice"), ("?size=A6", "size")])
def test_what_labels_ignore_is_a_violation(sandbox, call, query, noted):
    label(call, call.create(), query)
    assert noted in sandbox.violations.pop()["text"]


def test_more_than_25_labels_come_by_link_whatever_is_asked(call):
    ids = call.create(*[PARCEL] * 26)
    assert label(call, ids[:25]).content.startswith(b"%PDF-")
    assert label(call, ids).json()["data"]["pdfs"]["url"].startswith("/pdfs/")


def test_a_pdf_by_link_may_never_come(sandbox, call):
    sandbox.settings["myparcel.label_fails"] = True
    url = label(call, call.create(), accept="application/vnd.shipment_label_link+json").json()["data"]["pdfs"]["url"]
    requests.post(sandbox.url() + "/sandbox/settings", json={"clock_offset_seconds": 300}, timeout=10)
    assert call("GET", url).status_code == 404


def test_zpl_is_for_one_european_label(call):
    first, second, abroad = call.create(PARCEL, PARCEL, SWISS)
    zpl = label(call, [first], accept="application/vnd.zpl")
    assert zpl.text.startswith("^XA") and barcodes(call, [first])[first] in zpl.text
    assert codes(label(call, [first, second], accept="application/vnd.zpl")) == [3758]
    assert label(call, [abroad], accept="application/vnd.zpl").content.startswith(b"%PDF-")


def test_a_stamp_is_billed_when_registered_and_once(sandbox, call):
    stamp, parcel = call.create(STAMP, PARCEL)
    billings = sandbox.state("myparcel", "nl").get
    assert billings("billings") is None
    for _ in range(2):
        label(call, [stamp, parcel])
    call.advance(to="registered")
    assert {one: (row["reason"], row["amount"]) for one, row in billings("billings").items()} == {str(stamp): ("stamp", 202)}
    call.advance(steps=2)
    assert billings("billings")[str(parcel)]["reason"] == "scan"
    call.advance(to="credited", ids=[stamp])
    assert [row["credited"] for row in billings("billings").values()] == [True, False]


def test_an_expired_label_is_not_printed_again(call):
    ids = call.create()
    call.advance(to="registered")
    call.advance(to="expired")
    assert codes(label(call, ids)) == [3746]


@pytest.mark.parametrize("status", [402, 200])
@pytest.mark.parametrize("kept", ["nothing", "registered"])
def test_a_batch_that_can_be_paid_in_part(sandbox, call, status, kept):
    sandbox.settings |= {"myparcel.credit_cents": 700, "myparcel.payment_with_200": status == 200, "myparcel.partly_paid": kept}
    sandbox.settings["myparcel.blocked_references"] = ["nl:3"]
    first, second, third = call.create(*[PARCEL | {"reference_identifier": f"nl:{number}"} for number in (1, 2, 3)])
    answer = label(call, [first, second, third])
    assert answer.status_code == status
    told = answer.json()["data"]["shipments"]
    assert [row["shipment_id"] for row in told["unpaid_shipments"]] == [second]
    assert [row["shipment_id"] for row in told["blocked_shipments"]] == [third]
    assert told["unpaid_shipments"][0]["price_after_vat"]["amount"] == 720
    assert bool(barcodes(call, [first])[first]) == (kept == "registered")
    assert label(call, [first]).content.startswith(b"%PDF-")
    assert barcodes(call, [second, third]) == {second: "", third: ""}
    pay = requests.post(sandbox.url() + "/sandbox/myparcel/nl/pay", json={"ids": [second]}, timeout=10)
    assert pay.json() == {"paid": 1}
    assert label(call, [first, second]).content.startswith(b"%PDF-")  # one registered, one paid: nothing is owed
