-- Grain: one row per document of the named past orders that is to be sent. Safe: reads only.
SELECT DISTINCT order_number FROM export.ledger
WHERE store = :store AND wix_order_id = ANY (:wix_order_ids) AND destination = 'holded' AND role = 'document' AND state IN ('pending', 'sending', 'unknown') AND order_number IS NOT NULL
ORDER BY order_number
