-- Grain: one row per shipment that the next run would create, or with which it would replace a concept. Safe: reads only.
SELECT wix_order_id, order_number, marker AS reference, CASE state WHEN 'sent' THEN wanted -> 'body' ELSE body END AS body
FROM export.ledger
WHERE store = :store AND destination = 'myparcel' AND role = 'shipment'
  AND (state = 'pending' OR state = 'sent' AND wanted ? 'body' AND NOT wanted ? 'refused') AND (CAST(:numbers AS text[]) IS NULL OR order_number = ANY (:numbers))
ORDER BY wix_order_id, part
