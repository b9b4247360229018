"""The decisions of a batch: one an order, in the contract's columns, without personal data; and what the contract's schema says of them."""

import json

import pandas as pd
import pytest
from document_decisions import ABROAD, CATALOGUE, COMPANY, CONFIG, FREE, PLAIN_HOLDS, UNREACHABLE, decide, one, store
from frames import frame, line, order, products, staged
from order_sync.contracts.decisions import ACTIONS, DECISIONS
from order_sync.contracts.holds import HOLD_CODES
from order_sync.contracts.staging import LINE_FIELDS, LINES, ORDER_FIELDS, ORDERS
from order_sync.mapping.documents import decide_documents
from order_sync.mapping.money import PricedLine, computed_total
from order_sync.mapping.wix_order import rows as wix_rows
from order_sync.mapping.wix_pages import raw_order


def many():
    """An order for each way to go, with numbers in no order."""
    cases = [(dict(changes), lines) for _, changes, lines, _, _ in PLAIN_HOLDS] + [
        FREE,
        ({}, [{}]),
        (COMPANY, [{}]),
        ({"payment_status": "NOT_PAID"}, [{}]),
    ]
    pairs = []
    for changes, lines in cases:
        head = order(**({"total_minor": 2495} | changes))
        pairs.append((head, [line(head, **({"line_no": place} | given)) for place, given in enumerate(lines)]))
    return pairs


def test_every_order_gets_exactly_one_decision_in_the_columns_of_the_contract():
    pairs = many()
    rows = decide(*reversed(pairs))
    assert tuple(rows.columns) == DECISIONS.names
    assert rows["wix_order_id"].tolist() == [head["wix_order_id"] for head, _ in reversed(pairs)]
    assert set(rows["action"]) == set(ACTIONS)
    for column in DECISIONS.columns:
        values = rows[column.name]
        assert not (column.required and values.isna().any()), column.name
        assert not column.allowed or set(values.dropna()) <= set(column.allowed), column.name


def test_an_order_is_judged_alike_alone_and_among_others():
    pairs = many()
    together = decide(*pairs).set_index("wix_order_id")
    for head, lines in pairs:
        alone = decide((head, lines)).iloc[0]
        assert alone.drop("wix_order_id").to_dict() == together.loc[head["wix_order_id"]].to_dict()


def test_no_orders_give_an_empty_frame():
    orders, lines = staged((order(), []))
    rows = decide_documents(orders.iloc[:0], lines, CATALOGUE, store(), CONFIG)
    assert rows.empty and tuple(rows.columns) == DECISIONS.names


def test_decisions_can_be_written_to_the_database(database):
    rows = decide(*many())
    with database.begin() as tx:
        tx.copy("staging.decisions", DECISIONS.names, rows.itertuples(index=False, name=None))
    with database.engine.connect() as connection:
        back = connection.exec_driver_sql(
            "SELECT action, count(*), count(body), count(reason) FROM staging.decisions GROUP BY action"
        ).all()
    assert {action: (rows, bodies) for action, rows, bodies, _ in back}["send"] == (3, 3)
    assert sum(count for _, count, _, _ in back) == len(rows)


def test_frames_read_back_from_the_database_are_decided_alike(database):
    pairs = [pair for pair in many() if pair[1]] + [(order(), [])]
    orders, lines = staged(*pairs)
    with database.begin() as tx:
        for table, staged_rows in ((ORDERS, orders), (LINES, lines)):
            plain = staged_rows.astype("object")
            tx.copy(table.name, table.names, plain.where(plain.notna(), None).itertuples(index=False, name=None))
        back = tx.frame("publish/orders_of_batch", batch_id="es/test", after="", slice=100)
        lines_back = tx.frame("publish/lines_of_orders", batch_id="es/test", wix_order_ids=back["wix_order_id"].tolist())
    direct = decide_documents(orders, lines, CATALOGUE, store(), CONFIG).sort_values("wix_order_id", ignore_index=True)
    pd.testing.assert_frame_equal(decide_documents(back, lines_back, CATALOGUE, store(), CONFIG), direct)


def test_an_empty_catalogue_knows_no_sku():
    head = order()
    orders, lines = staged((head, [line(head)]))
    nothing = pd.DataFrame(columns=["product_id", "variant_id", "sku", "name"])
    assert decide_documents(orders, lines, nothing, store(), CONFIG).iloc[0]["reason"] == "UNKNOWN_SKU"


def test_reasons_and_traces_carry_no_personal_data():
    rows = decide(*many())
    told = json.dumps(rows[["reason", "field", "seen", "cure", "trace", "proof"]].to_dict("records"), ensure_ascii=False)
    for secret in ("Lucía", "Pérez", "example.com", "+34", "Plaza", "41001", "12345674", "Camisetas"):
        assert secret not in told


def test_every_body_adds_up_to_what_its_proof_says():
    rates = {rule.key: rule.rate_ppm for rule in CONFIG.taxes}
    for row in decide(*many()).itertuples():
        if row.body:
            lines = [PricedLine(item["price"], item["units"], rates[item["taxes"][0]], item["taxes"][0]) for item in row.body["items"]]
            assert computed_total(lines, "line_then_sum") == row.proof["our_total"] == row.proof["wix_total"] - row.proof["correction"]


def test_bodies_and_contacts_fit_the_schema_of_the_contract(shared):
    jsonschema = pytest.importorskip("jsonschema")
    yaml = pytest.importorskip("yaml")
    contract = yaml.safe_load((shared / "contracts" / "holded.openapi.yaml").read_text(encoding="utf-8"))
    schemas = {"invoice": "V2InvoiceWrite", "receipt": "V2ReceiptWrite", "order": "V2OrderWrite"}
    dutch = store("nl", rounding={"policy": "line", "tax_key": "s_btw_0"})
    rows = pd.concat(
        [decide(*many()), one(ABROAD | {"ship_country": "NL", "bill_country": "NL"}, UNREACHABLE, settings=dutch).to_frame().T]
    )
    sent = rows.loc[rows["action"].eq("send")]
    assert set(sent["kind"]) == set(schemas)
    for row in sent.itertuples():
        body = row.body if row.kind == "receipt" else row.body | {"contact_id": "a" * 24}
        jsonschema.validate(json.loads(json.dumps(body)), {"$ref": f"#/components/schemas/{schemas[row.kind]}"} | contract)
        if row.contact:
            jsonschema.validate(json.loads(json.dumps(row.contact["body"])), {"$ref": "#/components/schemas/V2ContactWrite"} | contract)


def test_every_published_payload_is_decided(shared):
    """Examples of the contract and real payloads, all SKUs known: each is booked, ignored, or held with a reason."""
    found = {}
    for file in sorted([*(shared / "contracts" / "wix.examples").glob("*.json"), *(shared / "fixtures" / "wix_orders").glob("*.json")]):
        for payload in _orders(json.loads(file.read_text(encoding="utf-8"))):
            raw = raw_order(json.dumps(payload).encode())
            read = wix_rows(raw.raw, raw.digest)
            found.setdefault(read.wix_order_id, read)
    given = {"batch_id": "es/test", "store": "es"}
    orders = frame(ORDERS, [given | dict(zip(ORDER_FIELDS, read.order, strict=True)) for read in found.values()])
    lines = frame(LINES, [given | dict(zip(LINE_FIELDS, line, strict=True)) for read in found.values() for line in read.lines])
    catalogue = products(*[(f"{place:024x}", "", sku) for place, sku in enumerate(lines["sku"].dropna().unique())])
    for settings in (store("es"), store("nl", currencies=("EUR", "USD"))):
        decided = decide_documents(orders, lines, catalogue, settings, CONFIG)
        assert decided["wix_order_id"].tolist() == list(found)
        assert set(decided.loc[decided["action"].eq("hold"), "reason"]) <= set(HOLD_CODES)
        for row in decided.loc[decided["action"].eq("send")].itertuples():
            assert row.proof["wix_total"] - row.proof["correction"] == computed_total(_priced(row.body), "line_then_sum")
    dutch = decided.set_index("wix_order_id")
    sent = dutch.loc[dutch["action"].eq("send")]
    assert len(sent) >= 9


def _orders(tree):
    """Every order in a JSON tree: a payload may be an answer, an event or an order alone."""
    if isinstance(tree, dict):
        if "lineItems" in tree and "priceSummary" in tree:
            yield tree
        else:
            for branch in tree.values():
                yield from _orders(branch)
    elif isinstance(tree, list):
        for branch in tree:
            yield from _orders(branch)


def _priced(body):
    """The lines of a body without a rounding line, with the rates of the shipped table."""
    rates = {rule.key: rule.rate_ppm for rule in CONFIG.taxes}
    items = [item for item in body["items"] if item["name"] not in ("Redondeo", "Afronding", "Rundung", "Rounding", "Arrondi")]
    return [PricedLine(item["price"], item["units"], rates[item["taxes"][0]], item["taxes"][0]) for item in items]
