-- Grain: one row per published order of the named ids. Safe: reads only, through the primary key.
SELECT wix_order_id, number, updated_at, currency, total_minor, status FROM core.orders WHERE store = :store AND wix_order_id = ANY (:ids)
