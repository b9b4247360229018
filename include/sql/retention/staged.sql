-- Grain: rows of the named orders in batches that are published or were given up. Safe: deletes by key.
WITH gone_batches AS (SELECT batch_id FROM staging.batches WHERE store = :store AND (state IN ('published', 'stopped') OR created_at < now() - interval '1 day')),
     gone_lines AS (DELETE FROM staging.lines WHERE store = :store AND wix_order_id = ANY (:wix_order_ids) AND batch_id IN (SELECT batch_id FROM gone_batches)),
     gone_payments AS (DELETE FROM staging.payments WHERE store = :store AND wix_order_id = ANY (:wix_order_ids) AND batch_id IN (SELECT batch_id FROM gone_batches)),
     gone_refunds AS (DELETE FROM staging.refunds WHERE store = :store AND wix_order_id = ANY (:wix_order_ids) AND batch_id IN (SELECT batch_id FROM gone_batches)),
     gone_decisions AS (DELETE FROM staging.decisions WHERE store = :store AND wix_order_id = ANY (:wix_order_ids) AND batch_id IN (SELECT batch_id FROM gone_batches)),
     gone_acts AS (DELETE FROM staging.acts WHERE store = :store AND wix_order_id = ANY (:wix_order_ids) AND batch_id IN (SELECT batch_id FROM gone_batches))
DELETE FROM staging.orders WHERE store = :store AND wix_order_id = ANY (:wix_order_ids) AND batch_id IN (SELECT batch_id FROM gone_batches)
