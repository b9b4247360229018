-- Grain: the payments of some orders of a batch, before they are written again in the same transaction. Safe: rolled back with it.
DELETE FROM staging.payments WHERE batch_id = :batch_id AND wix_order_id = ANY (:wix_order_ids)
