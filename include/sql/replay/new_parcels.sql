-- Grain: one row per shipment of a scratch batch. Safe: reads only.
SELECT wix_order_id, part, body FROM staging.parcels WHERE batch_id = :batch_id
