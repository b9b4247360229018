-- Grain: one pending intent that must not be sent now. Safe: intents under way or done are left alone.
UPDATE export.ledger SET state = 'withdrawn', changed_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND role = :role AND part = :part AND state = 'pending'
