-- Grain: one row per decision of a scratch batch. Safe: reads only.
SELECT wix_order_id, destination, action, kind, reason, field, seen, doc_date, amount_minor, currency, body, contact, basis
FROM staging.decisions WHERE batch_id = :batch_id
