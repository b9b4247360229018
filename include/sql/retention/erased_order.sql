-- Grain: one order of an erased e-mail that was not known before: its amounts and states, nothing of the buyer. Safe: inserted once.
INSERT INTO core.orders (store, wix_order_id, number, created_at, updated_at, status, payment_status, fulfillment_status, channel, currency, total_minor, payload_hash, batch_id,
                         forgotten_at, erase_asked_at, erased_at)
VALUES (:store, :wix_order_id, :number, :created_at, :updated_at, :status, :payment_status, :fulfillment_status, :channel, :currency, :total_minor, :payload_hash, :batch_id,
        now(), now(), now())
ON CONFLICT (store, wix_order_id) DO NOTHING
