-- Grain: one row per day and fact of a store's orders. Safe: runs after the old ones are gone, in one transaction.
INSERT INTO pages.days (store, day, what, name, state, currency, n, amount_minor)
SELECT store, day, fact ->> 0, fact ->> 1, fact ->> 2, fact ->> 3, sum(CAST(fact ->> 4 AS bigint)), sum(CAST(fact ->> 5 AS bigint))
FROM pages.orders, jsonb_array_elements(facts) AS fact WHERE store = :store GROUP BY 1, 2, 3, 4, 5, 6
