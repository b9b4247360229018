-- Grain: one row per store that was counted, or whose orders were touched: found by stepping from store to store. Safe: reads only.
WITH RECURSIVE step AS (
    (SELECT store FROM ops.touched ORDER BY store LIMIT 1)
    UNION ALL
    SELECT (SELECT touched.store FROM ops.touched WHERE touched.store > step.store ORDER BY touched.store LIMIT 1) FROM step WHERE step.store IS NOT NULL
), counted AS (
    (SELECT store FROM pages.days ORDER BY store LIMIT 1)
    UNION ALL
    SELECT (SELECT days.store FROM pages.days WHERE days.store > counted.store ORDER BY days.store LIMIT 1) FROM counted WHERE counted.store IS NOT NULL
)
SELECT store FROM step WHERE store IS NOT NULL UNION SELECT store FROM counted WHERE store IS NOT NULL ORDER BY store
