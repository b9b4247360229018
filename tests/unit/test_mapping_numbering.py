"""Our own numbers: gapless, oldest first, the same whatever the order of the rows."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from order_sync.errors import SettingsError
from order_sync.mapping.markers import document_marker, shipment_reference
from order_sync.mapping.numbering import allocate

FORMAT = "{prefix}{YYYY}-{seq:06}"


def waiting(*rows):
    frame = pd.DataFrame(list(rows), columns=["wix_order_id", "created_at", "year"])
    return frame.assign(created_at=pd.to_datetime(frame["created_at"], utc=True), number="")


def test_oldest_first_then_by_id_after_the_last_number():
    rows = waiting(("c", "2026-01-02", 2026), ("b", "2026-01-01", 2026), ("a", "2026-01-02", 2026), ("d", "2025-12-31", 2025))
    result = allocate(rows, 41, FORMAT, "NL")
    assert result["wix_order_id"].tolist() == ["d", "b", "a", "c"]
    assert result["seq"].tolist() == [42, 43, 44, 45]
    assert result["number"].tolist() == ["NL2025-000042", "NL2026-000043", "NL2026-000044", "NL2026-000045"]


@given(
    ids=st.lists(st.text("abcdef0123456789", min_size=4, max_size=8), unique=True, max_size=30),
    last=st.integers(0, 10**6),
    shuffle=st.randoms(use_true_random=False),
)
def test_numbers_have_no_gap_and_do_not_depend_on_the_order_of_rows(ids, last, shuffle):
    rows = [(one, f"2026-01-{1 + sum(map(ord, one)) % 5:02}", 2026) for one in ids]
    result = allocate(waiting(*rows), last, FORMAT)
    shuffle.shuffle(rows)
    pd.testing.assert_frame_equal(result, allocate(waiting(*rows), last, FORMAT))
    assert result["seq"].tolist() == list(range(last + 1, last + 1 + len(ids)))
    assert set(result["wix_order_id"]) == set(ids)


@pytest.mark.parametrize("format", ["{month}-{seq}", "{seq:x", "{0}"])
def test_a_format_that_cannot_be_filled_in_names_its_key(format):
    with pytest.raises(SettingsError, match=r"holded\.reference\.format"):
        allocate(waiting(("a", "2026-01-01", 2026)), 0, format)


def test_markers():
    assert document_marker("es", "5C1D3F2A-9b7e-4c60-8a11-0f5d2e7b6c34") == "wxes5c1d3f2a9b7e4c608a110f5d"
    assert shipment_reference("es", "10023", "5c1d3f2a-9b7e-4c60-8a11-0f5d2e7b6c34") == "es:10023-5c1d3f2a"
