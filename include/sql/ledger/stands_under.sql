-- Grain: the refused label of one shipment, or its return, and the hold that says so. Safe: only refused ones.
UPDATE export.ledger SET hold_id = :hold
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = 'myparcel' AND role IN ('label', 'return') AND part = :part AND state = 'rejected'
