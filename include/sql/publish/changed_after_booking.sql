-- Grain: one hold per order whose document or parcel was made from other money or status than Wix has now, unless a person has ignored that
-- and the order came again from its stored payload. Safe: upsert by the open hold.
INSERT INTO export.holds (store, wix_order_id, order_number, destination, code, field, seen, cure, source)
SELECT decision.store, decision.wix_order_id, staged.number, decision.destination, 'ORDER_CHANGED_AFTER_BOOKING', '',
       format('%s %s was made for %s; Wix now has %s (%s, %s, %s)', entry.kind, coalesce(entry.remote_number, 'without number'),
              round(entry.amount_minor / 100.0, 2), round(staged.total_minor / 100.0, 2), staged.status, staged.payment_status, staged.currency),
       :cure, 'publish'
FROM staging.decisions AS decision
JOIN staging.orders AS staged USING (batch_id, wix_order_id)
JOIN export.ledger AS entry ON entry.store = decision.store AND entry.wix_order_id = decision.wix_order_id AND entry.destination = decision.destination
    AND entry.role IN ('document', 'shipment') AND entry.state IN ('sending', 'sent', 'unknown')
WHERE decision.batch_id = :batch_id AND decision.money_hash IS NOT NULL AND entry.money_hash IS DISTINCT FROM decision.money_hash
  AND NOT EXISTS (SELECT FROM export.holds AS ignored JOIN core.raw_chunks AS chunk ON chunk.chunk_id = staged.chunk_id
                  WHERE ignored.store = decision.store AND ignored.wix_order_id = decision.wix_order_id AND ignored.destination = decision.destination
                    AND ignored.code = 'ORDER_CHANGED_AFTER_BOOKING' AND ignored.closed_as = 'ignored' AND chunk.batch_id <> decision.batch_id)
ON CONFLICT (store, wix_order_id, destination, code, field) WHERE closed_at IS NULL DO UPDATE SET seen = excluded.seen
