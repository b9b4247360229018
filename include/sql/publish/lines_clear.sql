-- Grain: the lines of the batch's orders, before they are written again in the same transaction. Safe: rolled back with it.
DELETE FROM core.lines AS line USING staging.orders AS staged
WHERE staged.batch_id = :batch_id AND line.store = staged.store AND line.wix_order_id = staged.wix_order_id
