-- Grain: decisions of the batch whose order was dropped as stale. Safe: staging only.
DELETE FROM staging.decisions AS decision
WHERE decision.batch_id = :batch_id AND NOT EXISTS (SELECT FROM staging.orders AS staged WHERE staged.batch_id = decision.batch_id AND staged.wix_order_id = decision.wix_order_id)
