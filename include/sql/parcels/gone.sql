-- Grain: one shipment that we deleted: it is made anew where its order wants one now. Safe: only a sent one with that id.
UPDATE export.ledger SET
    state = CASE WHEN wanted ? 'body' THEN 'pending' ELSE 'withdrawn' END, body = coalesce(wanted -> 'body', body), basis = coalesce(wanted -> 'basis', basis),
    money_hash = CASE WHEN wanted ? 'body' THEN encode(sha256(convert_to(CAST(wanted -> 'body' AS text), 'UTF8')), 'hex') ELSE money_hash END,
    former = former || remote_id, remote_id = NULL, remote_state = NULL, sent_at = NULL, wanted = NULL, attempt = NULL, attempts = 0, looks = 0, next_try_at = now(), changed_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND role = :role AND part = :part AND state = 'sent' AND remote_id = :remote_id
RETURNING state
