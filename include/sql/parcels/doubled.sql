-- Grain: one row per order of which another shipment is known: nothing is sent for it until a person has decided. Safe: reads only.
SELECT DISTINCT wix_order_id FROM export.holds WHERE store = :store AND destination = 'myparcel' AND code = 'DOUBLE_SHIPMENT' AND closed_at IS NULL
