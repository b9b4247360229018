-- Grain: one row per line of shipping_rules.csv (by what it says; NULL: no line) that decided about parcels of a store, by the newest decision of each order. Safe: reads only.
SELECT step ->> 'rule_key' AS rule_key, max(CAST(step ->> 'rule_line' AS integer)) AS rule_line, count(*) AS orders,
       count(*) FILTER (WHERE decision.action = 'send') AS sent, count(*) FILTER (WHERE decision.action = 'hold') AS held,
       (array_agg(placed.number ORDER BY decision.decided_at DESC, placed.number DESC))[1:10] AS newest_orders, max(decision.decided_at) AS last_decided
FROM core.decisions AS decision
CROSS JOIN LATERAL jsonb_array_elements(decision.trace) AS step
LEFT JOIN core.orders AS placed USING (store, wix_order_id)
WHERE decision.store = :store AND decision.destination = 'myparcel' AND step ->> 'rule' = 'shipping rule' AND jsonb_exists(step, 'rule_line')
GROUP BY 1
