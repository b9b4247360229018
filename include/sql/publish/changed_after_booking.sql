-- Grain: one hold per order whose document or parcel was made from other money than Wix has now, or was made while its cancellation or full refund was decided about, and for which no act was decided, unless a person has ignored this very change. Safe: upsert by the open hold.
INSERT INTO export.holds (store, wix_order_id, order_number, destination, code, field, seen, cure, source)
SELECT * FROM (
SELECT decision.store, decision.wix_order_id, staged.number, decision.destination, 'ORDER_CHANGED_AFTER_BOOKING', '',
       format('%s %s was made for %s %s; Wix now has %s (%s, %s, %s), version %s', entry.kind, coalesce(entry.remote_number, 'without number'),
              round(entry.amount_minor / power(10.0, made.digits), made.digits), coalesce(entry.currency, staged.currency),
              round(staged.total_minor / power(10.0, wix.digits), wix.digits), staged.status, staged.payment_status, staged.currency, left(decision.money_hash, 8)) AS seen,
       :cure, 'publish'
FROM staging.decisions AS decision
JOIN staging.orders AS staged USING (batch_id, wix_order_id)
JOIN export.ledger AS entry ON entry.store = decision.store AND entry.wix_order_id = decision.wix_order_id AND entry.destination = decision.destination
    AND entry.role IN ('document', 'shipment') AND entry.state IN ('sending', 'sent', 'unknown')
CROSS JOIN LATERAL (SELECT coalesce(CAST(CAST(:digits AS jsonb) ->> coalesce(entry.currency, staged.currency) AS integer), 2) AS digits) AS made
CROSS JOIN LATERAL (SELECT coalesce(CAST(CAST(:digits AS jsonb) ->> staged.currency AS integer), 2) AS digits) AS wix
WHERE decision.batch_id = :batch_id AND decision.money_hash IS NOT NULL
  AND (entry.money_hash IS DISTINCT FROM decision.money_hash
       OR (staged.status = 'CANCELED' OR staged.payment_status = 'FULLY_REFUNDED') AND entry.kind IN ('receipt', 'invoice') AND entry.changed_at > (SELECT created_at FROM staging.batches AS batch WHERE batch.batch_id = decision.batch_id)
          AND NOT EXISTS (SELECT FROM staging.acts AS act WHERE act.batch_id = decision.batch_id AND act.wix_order_id = decision.wix_order_id))
  AND NOT EXISTS (SELECT FROM staging.acts AS act WHERE act.batch_id = decision.batch_id AND act.wix_order_id = decision.wix_order_id AND decision.destination = 'holded'
                  AND (act.role IN ('removal', 'replacement') OR act.reason IN ('ORDER_CHANGED_AFTER_APPROVAL', 'ORDER_CHANGED_AFTER_BOOKING')))
  AND NOT EXISTS (SELECT FROM export.ledger AS newer WHERE newer.store = decision.store AND newer.wix_order_id = decision.wix_order_id AND newer.destination = 'holded'
                  AND newer.role = 'replacement' AND newer.state IN ('sending', 'sent', 'unknown') AND newer.money_hash = decision.money_hash)
) AS changed
WHERE NOT EXISTS (SELECT FROM export.holds AS past WHERE past.store = changed.store AND past.wix_order_id = changed.wix_order_id AND past.destination = changed.destination
                  AND past.closed_as = 'ignored' AND past.code = 'ORDER_CHANGED_AFTER_BOOKING' AND past.seen = changed.seen)
ON CONFLICT (store, wix_order_id, destination, code, field) WHERE closed_at IS NULL DO UPDATE SET seen = excluded.seen
