"""Payments and refunds as our reading gives them, for tests of transactions."""

from order_sync.contracts.money import PAYMENT_FIELDS, REFUND_FIELDS
from order_sync.mapping.wix_transactions import transaction_rows
from wix_transaction_samples import payment

ORDER = "6f2c6d0a-2c0e-4a51-9f0e-0d6f6b0d9a01"


def read(found, currency="EUR", credit=None):
    """(payments, refunds, malformed), the rows by name."""
    rows = transaction_rows(ORDER, found, currency, credit)
    named = [
        [dict(zip(fields, row, strict=True)) for row in part]
        for fields, part in ((PAYMENT_FIELDS, rows.payments), (REFUND_FIELDS, rows.refunds))
    ]
    return *named, rows.malformed


def breach(found, currency="EUR"):
    """Field and seen of a list that cannot be read."""
    payments, refunds, malformed = read(found, currency)
    assert payments == refunds == []
    return malformed


def changed_payment(**changes):
    """The sample with details changed."""
    row = payment()
    row["regularPaymentDetails"] |= changes
    return row
