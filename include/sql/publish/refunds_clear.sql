-- Grain: the refunds of the batch's orders whose transactions were read, before they are written again in the same transaction. Safe: rolled back with it.
DELETE FROM core.refunds AS refund USING staging.orders AS staged
WHERE staged.batch_id = :batch_id AND staged.malformed_field IS NULL AND refund.store = staged.store AND refund.wix_order_id = staged.wix_order_id
