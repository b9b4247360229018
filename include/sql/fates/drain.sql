-- Grain: the orders of a store that were touched first, up to so many rows of the queue. Safe: what is taken is counted anew in the same statement, so its fate is never older than the touch.
WITH taken AS (
    DELETE FROM ops.touched WHERE store = :store
        AND touch_id = ANY (ARRAY(SELECT touch_id FROM ops.touched WHERE store = :store ORDER BY touch_id LIMIT :most))
    RETURNING wix_order_id
), ids AS MATERIALIZED (
    SELECT DISTINCT wix_order_id FROM taken
), fate AS MATERIALIZED (
    SELECT now_is.* FROM ids CROSS JOIN LATERAL (SELECT * FROM pages.fates WHERE fates.store = :store AND fates.wix_order_id = ids.wix_order_id) AS now_is
), known AS MATERIALIZED (
    SELECT was.* FROM pages.orders AS was JOIN ids USING (wix_order_id) WHERE was.store = :store
), kept AS (
    INSERT INTO pages.orders AS page (store, wix_order_id, number, day, currency, total_minor, book, ship, waiting, facts)
    SELECT store, wix_order_id, number, day, currency, total_minor, book, ship, waiting, facts FROM fate
    ON CONFLICT (store, wix_order_id) DO UPDATE SET
        number = excluded.number, day = excluded.day, currency = excluded.currency, total_minor = excluded.total_minor,
        book = excluded.book, ship = excluded.ship, waiting = excluded.waiting, facts = excluded.facts
    WHERE (page.number, page.day, page.currency, page.total_minor, page.book, page.ship, page.waiting, page.facts)
        IS DISTINCT FROM (excluded.number, excluded.day, excluded.currency, excluded.total_minor, excluded.book, excluded.ship, excluded.waiting, excluded.facts)
), gone AS (
    DELETE FROM pages.orders AS page USING known
    WHERE page.store = :store AND page.wix_order_id = known.wix_order_id
        AND NOT EXISTS (SELECT FROM core.orders AS published WHERE published.store = :store AND published.wix_order_id = known.wix_order_id)
), change AS (
    SELECT day, fact, 1 AS sign FROM fate, jsonb_array_elements(facts) AS fact
    UNION ALL
    SELECT day, fact, -1 FROM known, jsonb_array_elements(facts) AS fact
), summed AS (
    INSERT INTO pages.days AS sums (store, day, what, name, state, currency, n, amount_minor)
    SELECT :store, day, fact ->> 0, fact ->> 1, fact ->> 2, fact ->> 3, sum(sign * CAST(fact ->> 4 AS bigint)), sum(sign * CAST(fact ->> 5 AS bigint))
    FROM change GROUP BY 2, 3, 4, 5, 6
    HAVING sum(sign * CAST(fact ->> 4 AS bigint)) <> 0 OR sum(sign * CAST(fact ->> 5 AS bigint)) <> 0
    ON CONFLICT (store, what, day, name, state, currency)
    DO UPDATE SET n = sums.n + excluded.n, amount_minor = sums.amount_minor + excluded.amount_minor
)
SELECT count(*) AS taken FROM taken
