-- Grain: one row per order that is staged or published with this e-mail. Safe: reads only.
SELECT DISTINCT wix_order_id FROM staging.orders WHERE store = :store AND lower(btrim(buyer_email)) = :email
