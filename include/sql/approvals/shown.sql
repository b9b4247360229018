-- Grain: one row per document that a question showed, with its order number and kind as the ledger has them now. Safe: reads only.
SELECT shown.wix_order_id, shown.part, shown.remote_id, shown.amount_minor, shown.doc_date, approval.order_number, approval.kind
FROM jsonb_to_recordset(CAST(:documents AS jsonb)) AS shown (wix_order_id text, part text, remote_id text, amount_minor bigint, doc_date date)
JOIN export.ledger AS approval ON approval.store = :store AND approval.wix_order_id = shown.wix_order_id AND approval.destination = 'holded' AND approval.role = 'approval' AND approval.part = shown.part
