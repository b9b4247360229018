-- Grain: the intents of one order that nothing was sent for yet. Safe: the same day again changes nothing.
UPDATE export.ledger SET doc_date = :day, changed_at = now(),
    body = CASE WHEN role = 'document' THEN body || jsonb_strip_nulls(jsonb_build_object(
        'date', CAST(:text AS text), 'due_date', CASE WHEN body ? 'due_date' THEN CAST(:text AS text) END)) ELSE body END
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = 'holded' AND state = 'pending'
