-- Grain: one row per payment of the batch's orders. Safe: the payments were cleared in the same transaction.
INSERT INTO core.payments (store, wix_order_id, payment_id, created_at, amount_minor, status, method, kind, offline, chargeback_minor)
SELECT payment.store, payment.wix_order_id, payment.payment_id, payment.created_at, payment.amount_minor, payment.status, payment.method, payment.kind,
       payment.offline, payment.chargeback_minor
FROM staging.payments AS payment JOIN staging.orders AS staged USING (batch_id, wix_order_id)
WHERE payment.batch_id = :batch_id AND staged.malformed_field IS NULL
