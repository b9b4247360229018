-- Grain: one shipment that two looks did not find. It may be sent as its order wants it now, or is not wanted any more. Safe: only a doubtful one.
UPDATE export.ledger AS entry SET looks = 0, last_error = :error, changed_at = now(), state = CASE WHEN wanted ? 'gone'
        OR EXISTS (SELECT FROM core.decisions AS decision WHERE decision.store = entry.store AND decision.wix_order_id = entry.wix_order_id AND decision.destination = entry.destination
                   AND decision.action <> 'send') THEN 'withdrawn' ELSE 'pending' END,
    body = coalesce(wanted -> 'body', body), basis = coalesce(wanted -> 'basis', basis), wanted = NULL,
    money_hash = CASE WHEN wanted ? 'body' THEN encode(sha256(convert_to(CAST(wanted -> 'body' AS text), 'UTF8')), 'hex') ELSE money_hash END
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND role = :role AND part = :part AND state IN ('sending', 'unknown')
RETURNING state
