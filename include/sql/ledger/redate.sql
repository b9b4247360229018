-- Grain: one document that nothing was sent for yet, with its approval and the payment of its whole total. Safe: the same day again changes nothing.
UPDATE export.ledger SET doc_date = :day, changed_at = now(), body = CASE WHEN role = :role AND part = :part THEN
        CASE WHEN body ? 'convert' THEN jsonb_set(body, '{convert}', (body -> 'convert') || jsonb_strip_nulls(jsonb_build_object('date', CAST(:text AS text), 'due_date', CASE WHEN body -> 'convert' ? 'due_date' THEN
            to_char(CAST(:day AS date) + (CAST(body -> 'convert' ->> 'due_date' AS date) - CAST(body -> 'convert' ->> 'date' AS date)), 'YYYY-MM-DD') END)))
        ELSE body || jsonb_strip_nulls(jsonb_build_object('date', CAST(:text AS text), 'due_date', CASE WHEN body ? 'due_date' THEN
            to_char(CAST(:day AS date) + (CAST(body ->> 'due_date' AS date) - CAST(body ->> 'date' AS date)), 'YYYY-MM-DD') END)) END
    ELSE body END
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND state = 'pending'
  AND ((role, part) = (:role, :part) OR (role = 'approval' AND part = :target) OR (role = 'payment' AND part = '' AND CAST(:target AS text) = ''))
