-- Grain: one row per published order with one of these numbers. Safe: reads only, through orders_by_number.
SELECT wix_order_id FROM core.orders WHERE store = :store AND number = ANY (:numbers)
