-- Grain: one change that MyParcel refused, and the hold that says so: it is not tried again until it is another, or a person retries. Safe: only the wish that was refused.
UPDATE export.ledger SET wanted = wanted || jsonb_build_object('refused', CAST(:error AS text)), attempt = NULL, last_error = :error, hold_id = :hold, changed_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND role = :role AND part = :part AND state = 'sent' AND wanted = CAST(:wanted AS jsonb)
