-- Grain: one row per order and destination of a batch, without request and contact. Reads only.
SELECT batch_id, store, wix_order_id, destination, action, kind, reason, doc_date, amount_minor, currency
FROM staging.decisions
WHERE batch_id = :batch_id
ORDER BY wix_order_id, destination;
