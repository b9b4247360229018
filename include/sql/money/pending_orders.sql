-- Grain: one row per order with a refund under way, the newest refunds first. Safe: reads only, through refunds_pending.
SELECT refund.wix_order_id, known.currency
FROM core.refunds AS refund JOIN core.orders AS known USING (store, wix_order_id)
WHERE refund.store = :store AND refund.state = 'pending' AND NOT known.malformed
GROUP BY refund.wix_order_id, known.currency ORDER BY max(refund.created_at) DESC NULLS FIRST, refund.wix_order_id LIMIT :most
