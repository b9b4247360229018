-- Grain: the payments of the batch's orders whose transactions were read, before they are written again in the same transaction. Safe: rolled back with it.
DELETE FROM core.payments AS payment USING staging.orders AS staged
WHERE staged.batch_id = :batch_id AND staged.malformed_field IS NULL AND payment.store = staged.store AND payment.wix_order_id = staged.wix_order_id
