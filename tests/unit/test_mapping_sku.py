"""The SKU join: alias, exact, written alike; two candidates are never a match."""

import pandas as pd
import pytest
from frames import products
from order_sync.mapping.sku import duplicates, join, normalised
from order_sync.settings import SkuAlias

CATALOGUE = products(
    ("p1", "", "MUG-BLUE"),
    ("p2", "", "CAM-AZ"),
    ("p2", "v1", "CAM-AZ-M"),
    ("p3", "", "Tea 100"),
    ("p4", "", "TWICE"),
    ("p5", "", "TWICE"),
    ("p6", "", "ALIKE-1"),
    ("p7", "", "alike 1"),
    ("p8", "", ""),
    ("p9", "", "00123"),
)
ALIASES = [
    SkuAlias(line=2, store="es", wix_sku="OLD-MUG", holded_sku="mug blue"),
    SkuAlias(line=3, store="*", wix_sku="BOX", product_id="p8"),
    SkuAlias(line=4, store="es", wix_sku="GONE", product_id="p404"),
    SkuAlias(line=5, store="es", wix_sku="PAIR", holded_sku="TWICE"),
    SkuAlias(line=6, store="es", wix_sku="TWICE", product_id="p5"),
]


def joined(*skus, aliases=(), store="es", index=None):
    return join(pd.DataFrame({"sku": pd.Series(skus, dtype="str", index=index)}), CATALOGUE, aliases, store)


@pytest.mark.parametrize(
    ("sku", "product", "variant", "outcome"),
    [
        ("MUG-BLUE", "p1", "", "exact"),
        ("  MUG-BLUE ", "p1", "", "exact"),
        ("mug_blue", "p1", "", "normalised"),
        ("Mug  Blue", "p1", "", "normalised"),
        ("CAM-AZ-M", "p2", "v1", "exact"),
        ("TEA-100", "p3", "", "normalised"),
        ("MUGBLUE", "", "", "none"),
        ("123", "", "", "none"),
        ("TWICE", "", "", "duplicate"),
        ("ALIKE-1", "p6", "", "exact"),
        ("Alike_1", "", "", "duplicate"),
        ("", "", "", "blank"),
        ("   ", "", "", "blank"),
        (None, "", "", "blank"),
    ],
)
def test_each_way_a_sku_is_found_or_not(sku, product, variant, outcome):
    row = joined(sku).iloc[0]
    assert (row["product_id"], row["variant_id"], row["sku_match"]) == (product, variant, outcome)


@pytest.mark.parametrize(
    ("sku", "store", "product", "outcome"),
    [
        ("OLD-MUG", "es", "p1", "alias"),
        ("OLD-MUG", "nl", "", "none"),
        ("BOX", "nl", "p8", "alias"),
        ("GONE", "es", "", "none"),
        ("PAIR", "es", "", "duplicate"),
        ("TWICE", "es", "p5", "alias"),
        ("TWICE", "nl", "", "duplicate"),
    ],
)
def test_aliases_of_the_store_come_first(sku, store, product, outcome):
    row = joined(sku, aliases=ALIASES, store=store).iloc[0]
    assert (row["product_id"], row["sku_match"]) == (product, outcome)


def test_the_line_is_named_by_holded_s_own_sku_and_the_index_is_kept():
    result = joined("mug_blue", "CAM-AZ-M", index=[9, 4])
    assert result.index.tolist() == [9, 4]
    assert result["holded_sku"].tolist() == ["MUG-BLUE", "CAM-AZ-M"]


def test_no_lines_and_an_empty_catalogue_are_no_trouble():
    assert joined().empty
    assert join(pd.DataFrame({"sku": ["A"]}), CATALOGUE.iloc[:0], (), "es")["sku_match"].tolist() == ["none"]


def test_the_rule_of_normalisation():
    assert normalised(pd.Series([" cam  az_m ", "A--B", "a-_ b", None])).tolist() == ["CAM-AZ-M", "A-B", "A-B", ""]


def test_shared_skus_are_reported_with_their_products():
    report = duplicates(CATALOGUE).set_index("sku")
    assert report.loc["TWICE"].to_dict() == {"written": "TWICE", "products": "p4, p5", "same": "exact"}
    assert report.loc["ALIKE-1"].to_dict() == {"written": "ALIKE-1, alike 1", "products": "p6, p7", "same": "normalised"}
    assert set(report.index) == {"TWICE", "ALIKE-1"}
