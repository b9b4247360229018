-- Grain: one batch and what it is decided against. Safe: the build that runs again writes its own.
UPDATE staging.batches SET against = :against WHERE batch_id = :batch_id
