-- Grain: one row per order and mark by which a fulfilment in Wix is known as ours: its id, or the tracking number of one of our parcels. Safe: reads only.
SELECT wix_order_id, remote_id AS id, marker AS number FROM export.ledger
WHERE store = :store AND wix_order_id = ANY (:wix_order_ids) AND destination = 'wix' AND role = 'fulfillment'
UNION ALL
SELECT wix_order_id, NULL, barcode FROM export.tracking WHERE store = :store AND wix_order_id = ANY (:wix_order_ids) AND barcode IS NOT NULL
