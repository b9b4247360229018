-- Grain: the open hold of one intent's place with a code and field. Safe: reads only.
SELECT hold_id FROM export.holds
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND code = :code AND field = :field AND closed_at IS NULL
