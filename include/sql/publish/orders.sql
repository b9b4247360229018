-- Grain: one row per Wix order. An older version of an order never overwrites a newer one. Safe: upsert by key.
INSERT INTO core.orders (store, wix_order_id, number, created_at, updated_at, status, payment_status, fulfillment_status, channel, currency,
                         total_minor, ship_country, malformed, payload_hash, chunk_id, chunk_index, batch_id)
SELECT store, wix_order_id, number, created_at, updated_at, status, payment_status, fulfillment_status, channel, currency,
       total_minor, ship_country, malformed_field IS NOT NULL, payload_hash, chunk_id, chunk_index, batch_id
FROM staging.orders WHERE batch_id = :batch_id
ON CONFLICT (store, wix_order_id) DO UPDATE SET
    number = excluded.number, created_at = excluded.created_at, updated_at = excluded.updated_at, status = excluded.status,
    payment_status = excluded.payment_status, fulfillment_status = excluded.fulfillment_status, channel = excluded.channel, currency = excluded.currency,
    total_minor = excluded.total_minor, ship_country = excluded.ship_country, malformed = excluded.malformed, payload_hash = excluded.payload_hash,
    chunk_id = excluded.chunk_id, chunk_index = excluded.chunk_index, batch_id = excluded.batch_id, published_at = now(),
    forgotten_at = CASE WHEN (core.orders.chunk_id, core.orders.chunk_index) = (excluded.chunk_id, excluded.chunk_index) THEN core.orders.forgotten_at END
WHERE core.orders.updated_at IS NULL OR excluded.updated_at IS NULL OR core.orders.updated_at <= excluded.updated_at
