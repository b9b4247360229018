-- Grain: one row per act of a scratch batch. Safe: reads only.
SELECT wix_order_id, role, part, action, reason, field, seen FROM staging.acts WHERE batch_id = :batch_id
