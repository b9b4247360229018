-- Grain: one row per named past order whose document is to be sent. Safe: reads only.
SELECT DISTINCT wix_order_id FROM export.ledger
WHERE store = :store AND wix_order_id = ANY (:wix_order_ids) AND destination = 'holded' AND role = 'document' AND state IN ('pending', 'sending', 'unknown')
ORDER BY wix_order_id
