-- Grain: one intent. Commits 'sending' before the call, so that a killed process leaves a trace. Safe: only an open intent is claimed, at Holded and MyParcel only one whose content is still what the caller has read.
UPDATE export.ledger SET state = 'sending', attempts = attempts + 1, looks = 0, changed_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND role = :role AND part = :part AND state IN ('pending', 'unknown')
  AND (CAST(:body AS jsonb) IS NULL OR (coalesce(body, '{}'), amount_minor) IS NOT DISTINCT FROM (CAST(:body AS jsonb), CAST(:amount_minor AS bigint)))
RETURNING attempts
