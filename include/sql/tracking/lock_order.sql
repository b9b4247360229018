-- Grain: the shipments of one order, locked until the transaction ends: two readers never share out the same lines. Safe: reads only.
SELECT part, state, remote_id, remote_state, basis FROM export.ledger
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = 'myparcel' AND role = 'shipment' ORDER BY part FOR UPDATE
