-- Grain: one batch, landed, with its counts as they stand in staging. Safe: counted afresh each time.
UPDATE staging.batches AS batch
SET state = 'landed', seen = :seen, rebuilt = :rebuilt, changed = staged.orders - :rebuilt
FROM (
    SELECT count(*) AS orders, count(malformed_field) AS malformed
    FROM staging.orders
    WHERE batch_id = :batch_id
) AS staged
WHERE batch.batch_id = :batch_id
RETURNING batch.seen, batch.changed, batch.rebuilt, staged.malformed
