-- Grain: one fulfilment that was not begun, for the lines that Wix still has open. Safe: an intent that may be at Wix stays as it is.
UPDATE export.ledger SET body = CAST(:body AS jsonb), changed_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = 'wix' AND role = 'fulfillment' AND part = :part AND state = 'pending'
