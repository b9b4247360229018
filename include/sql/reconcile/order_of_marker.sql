-- Grain: the published orders whose Wix id begins as a marker says. Safe: reads only, through the primary key.
SELECT wix_order_id, number FROM core.orders WHERE store = :store AND wix_order_id BETWEEN :first AND :last LIMIT 2
