-- Grain: one shipment of which it is known what MyParcel holds. A wish that came meanwhile stays. Safe: the same again changes nothing.
UPDATE export.ledger SET
    body = coalesce(CAST(:made AS jsonb) -> 'body', body), basis = coalesce(CAST(:made AS jsonb) -> 'basis', basis),
    money_hash = CASE WHEN CAST(:made AS jsonb) ? 'body' THEN encode(sha256(convert_to(CAST(CAST(:made AS jsonb) -> 'body' AS text), 'UTF8')), 'hex') ELSE money_hash END,
    wanted = CASE WHEN wanted = CAST(:done AS jsonb) THEN NULL ELSE wanted END, attempt = NULL, looks = 0, next_try_at = now(), last_error = NULL, changed_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND role = :role AND part = :part AND state = 'sent' AND remote_id = :remote_id
