-- Grain: one row per order of the batch whose payload is the one already published: held orders taken up again. Safe: reads only.
SELECT staged.wix_order_id
FROM staging.orders AS staged JOIN core.orders AS known USING (store, wix_order_id)
WHERE staged.batch_id = :batch_id AND known.payload_hash = staged.payload_hash
