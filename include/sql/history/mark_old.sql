-- Grain: orders of a batch that are older than the store's first day and were never published: history from the start. Safe: only where there is no row yet.
INSERT INTO core.history (store, wix_order_id, state, created_at, run)
SELECT staged.store, staged.wix_order_id, 'known', staged.created_at, :run
FROM staging.orders AS staged
WHERE staged.batch_id = :batch_id AND staged.created_at < :before
  AND NOT EXISTS (SELECT FROM core.orders AS known WHERE known.store = staged.store AND known.wix_order_id = staged.wix_order_id)
ON CONFLICT (store, wix_order_id) DO NOTHING
