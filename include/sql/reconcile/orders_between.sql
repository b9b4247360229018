-- Grain: one row per published order that was placed in [:since, :until). Safe: reads only, through orders_by_created.
SELECT wix_order_id, number FROM core.orders WHERE store = :store AND created_at >= :since AND created_at < :until AND NOT malformed
