-- Grain: one row: a fingerprint of all that was published and sent, to tell whether a run changed anything. Safe: reads only.
SELECT md5(coalesce(string_agg(line, E'\n' ORDER BY line), '')) AS digest FROM (
    SELECT concat_ws('|', 'order', store, wix_order_id, encode(payload_hash, 'hex')) AS line FROM core.orders
    UNION ALL SELECT concat_ws('|', 'decision', store, wix_order_id, destination, action, kind, reason) FROM core.decisions
    UNION ALL SELECT concat_ws('|', 'ledger', store, wix_order_id, destination, role, part, state, kind, remote_id, remote_number, amount_minor, attempts) FROM export.ledger
    UNION ALL SELECT concat_ws('|', 'number', store, series, seq, number, wix_order_id) FROM export.numbers
    UNION ALL SELECT concat_ws('|', 'hold', store, wix_order_id, destination, code, field) FROM export.holds WHERE closed_at IS NULL
    UNION ALL SELECT concat_ws('|', 'tracking', store, shipment_id, status, barcode) FROM export.tracking
) AS lines
