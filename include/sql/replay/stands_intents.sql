-- Grain: one row per first document and shipment of the named orders that is wanted or made. Safe: reads only.
SELECT wix_order_id, destination, role, part, state, kind, doc_date, amount_minor, currency, coalesce(wanted -> 'body', body) AS body, contact, basis
FROM export.ledger
WHERE store = :store AND wix_order_id = ANY (:wix_order_ids) AND state <> 'withdrawn'
  AND (destination = 'holded' AND role = 'document' OR destination = 'myparcel' AND role = 'shipment')
