-- Grain: one open hold per order, code and field of an act; the very same one that a person has ignored is not opened again, nor one of the same version of the order's money. Safe: upsert by that key.
INSERT INTO export.holds (store, wix_order_id, order_number, destination, code, field, seen, cure, source)
SELECT DISTINCT ON (act.store, act.wix_order_id, act.reason, coalesce(act.field, ''))
       act.store, act.wix_order_id, staged.number, 'holded', act.reason, coalesce(act.field, ''), coalesce(act.seen, ''), coalesce(act.cure, ''), 'build'
FROM staging.acts AS act JOIN staging.orders AS staged USING (batch_id, wix_order_id)
WHERE act.batch_id = :batch_id AND act.action = 'hold'
  AND NOT EXISTS (SELECT FROM export.holds AS past WHERE past.store = act.store AND past.wix_order_id = act.wix_order_id AND past.destination = 'holded'
                  AND past.closed_as = 'ignored' AND past.field = coalesce(act.field, '')
                  AND (past.code = act.reason AND past.seen = coalesce(act.seen, '')
                       OR past.code LIKE 'ORDER\_CHANGED\_AFTER\_%' AND act.reason LIKE 'ORDER\_CHANGED\_AFTER\_%'
                          AND substring(past.seen FROM 'version ([0-9a-f]{8})$') = substring(act.seen FROM 'version ([0-9a-f]{8})$')))
ORDER BY act.store, act.wix_order_id, act.reason, coalesce(act.field, ''), act.role, act.part
ON CONFLICT (store, wix_order_id, destination, code, field) WHERE closed_at IS NULL DO UPDATE SET seen = excluded.seen, cure = excluded.cure, order_number = excluded.order_number, source = excluded.source
