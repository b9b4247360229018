-- Grain: one shipment that MyParcel's answer left out, or whose change is in doubt: the next look comes after a wait. Safe: a later look decides.
UPDATE export.ledger SET looks = :looks, next_try_at = now() + make_interval(secs => :wait), last_error = :error, changed_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND role = :role AND part = :part AND state = 'sent'
