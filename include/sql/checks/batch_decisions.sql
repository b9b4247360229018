-- Grain: one row per decision of a batch. Safe: reads only.
SELECT batch_id, store, wix_order_id, destination, action, kind, reason, doc_date, amount_minor, currency
FROM staging.decisions WHERE batch_id = :batch_id
