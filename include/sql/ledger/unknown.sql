-- Grain: one intent whose answer was lost, or whose look-up found nothing yet. Safe: a later look-up decides.
UPDATE export.ledger
SET state = 'unknown', looks = :looks, next_try_at = now() + make_interval(secs => :wait), last_error = :error, changed_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND role = :role AND part = :part AND state IN ('sending', 'unknown')
