"""What Holded's answers looked like when this was written (Holded contract, 2.7). Forms are explained in contracts/api_forms.py."""

from __future__ import annotations

_STATUS = "text:pending completed partial cancelled canceled failed overdue outstanding draft paid"
ROW = {
    "id!": "text", "document_number": "text", "contact_id": "text", "contact_name": "text", "description": "text", "date!": "date", "due_date": "date",
    "subtotal!": "amount", "discount": "amount", "tax!": "amount", "total!": "amount", "currency": "text", "status": _STATUS, "tags!": ["text"],
    "payment_method_id": "text", "payments_total": "amount", "payments_pending": "amount", "draft": "bool", "lines": "any", "approved_at": "date",
}  # fmt: skip
LINE = {
    "line_id": "id", "type": "text:product service title", "name!": "text", "description": "text", "price!": "amount", "units!": "amount", "discount": "amount",
    "tax": "amount", "taxes": ["text"], "tags": ["text"], "product_id": "text", "variant_id": "text", "service_id": "text", "sku": "text", "weight": "amount",
    "cost_price": "amount", "account": "text", "project_id": "text", "retention": "amount",
}  # fmt: skip
DOCUMENT = ROW | {
    "notes": "text", "language": "text", "currency_change": "amount", "accounting_date": "date", "lines!": [LINE], "custom_fields": "any",
    "project_id": "text", "pipeline_id": "text", "warehouse_id": "text", "sales_channel_id": "text", "design_id": "text", "shipping": "any", "shipping_data": "any",
    "from": "any", "payments_refunds": "amount", "payments_detail": [{"id": "text", "amount!": "amount", "date": "date", "bank_id": "text"}], "body": "text",
    "multiple_due_dates": "any", "forecast_date": "date", "tracking_key": "text", "tracking_name": "text", "tracking_number": "text", "pickup_date": "date",
    "delivery_date": "date", "internal_notes": "text",
}  # fmt: skip
_KINDS = ("invoices", "sales-receipts", "credit-notes", "receipt-notes", "sales-orders")

HOLDED = {
    **{f"GET /{kind}": ("items", ROW) for kind in _KINDS},
    **{f"GET /{kind}/{{id}}": ("", DOCUMENT) for kind in _KINDS},
    "GET /usage": (
        "", {"type": "text", "period": "text", "usage!": "number", "limit": "number", "count": "number", "secondary_usages": "any", "user_usages": "any",
             "next_plan": "any", "next_limit": "any"},
    ),
}  # fmt: skip
