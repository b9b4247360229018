-- Grain: one open hold per order, destination, code and field. Safe: an open one keeps the instant at which it began.
INSERT INTO export.holds (store, wix_order_id, order_number, destination, code, field, seen, cure, source)
VALUES (:store, :wix_order_id, :order_number, :destination, :code, :field, :seen, :cure, :source)
ON CONFLICT (store, wix_order_id, destination, code, field) WHERE closed_at IS NULL DO UPDATE SET seen = excluded.seen, cure = excluded.cure
RETURNING hold_id
