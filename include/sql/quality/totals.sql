-- Grain: one row per store whose rules were checked on one day or later: each rule counts once, however many runs looked, and so does each order that failed. Safe: reads only.
SELECT store, count(*) AS rules, count(*) FILTER (WHERE failed = 0) AS passed, count(*) FILTER (WHERE failed > 0) AS failed,
       count(*) FILTER (WHERE stopped > 0) AS stopped,
       (SELECT count(DISTINCT wix_order_id) FROM quality.failing AS failing WHERE failing.store = rules.store AND failing.last_at >= CAST(:since AS timestamptz)) AS orders
FROM (
    SELECT store, suite, rule, sum(failed) AS failed, sum(stopped) AS stopped FROM quality.days
    WHERE rule <> '' AND (:store = '' OR store = :store) AND day >= CAST(CAST(:since AS timestamptz) AS date)
    GROUP BY store, suite, rule HAVING sum(checks) > 0
) AS rules
GROUP BY store
ORDER BY store;
