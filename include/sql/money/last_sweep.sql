-- Grain: the store's newest daily reading of transactions: its day, its batch, and whether that batch came to its end. Safe: reads only.
SELECT CAST(kept.payload ->> 'day' AS date) AS day, kept.payload ->> 'batch_id' AS batch_id,
       coalesce(batch.state = 'published' OR batch.state = 'landed' AND batch.changed = 0 AND batch.rebuilt = 0, batch.batch_id IS NULL) AS ended
FROM core.master AS kept LEFT JOIN staging.batches AS batch ON batch.batch_id = kept.payload ->> 'batch_id'
WHERE kept.connection = :connection AND kept.kind = :kind
