-- Grain: one row per refund of the batch's orders. Safe: the refunds were cleared in the same transaction.
INSERT INTO core.refunds (store, wix_order_id, refund_id, created_at, state, amount_minor, pending_minor, external, store_credit, details, transactions)
SELECT refund.store, refund.wix_order_id, refund.refund_id, refund.created_at, refund.state, refund.amount_minor, refund.pending_minor, refund.external,
       refund.store_credit, refund.details, refund.transactions
FROM staging.refunds AS refund JOIN staging.orders AS staged USING (batch_id, wix_order_id)
WHERE refund.batch_id = :batch_id AND staged.malformed_field IS NULL
