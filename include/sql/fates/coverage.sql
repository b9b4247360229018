-- Grain: one row per store: every order that Wix gave us stands in exactly one of booked, held, ignored or is unexplained; from the sums by day. Safe: reads only.
SELECT store,
    coalesce(sum(n) FILTER (WHERE what = 'order'), 0)::bigint AS wix,
    coalesce(sum(n) FILTER (WHERE what = 'order' AND name = 'booked'), 0)::bigint AS booked,
    coalesce(sum(n) FILTER (WHERE what = 'order' AND name = 'held'), 0)::bigint AS held,
    coalesce(sum(n) FILTER (WHERE what = 'order' AND name = 'ignored'), 0)::bigint AS ignored,
    coalesce(sum(n) FILTER (WHERE what = 'order' AND name = 'unexplained'), 0)::bigint AS unexplained,
    coalesce(sum(n) FILTER (WHERE what = 'ship' AND state = 'wanted'), 0)::bigint AS to_ship,
    coalesce(sum(n) FILTER (WHERE what = 'ship' AND name = 'shipped'), 0)::bigint AS shipped,
    coalesce(sum(n) FILTER (WHERE what = 'ship' AND name = 'held'), 0)::bigint AS ship_held,
    coalesce(sum(n) FILTER (WHERE what = 'ship' AND name = 'unexplained'), 0)::bigint AS ship_unexplained,
    coalesce(sum(n) FILTER (WHERE what = 'queue'), 0)::bigint AS waiting
FROM pages.days
WHERE (CAST(:store AS text) IS NULL OR store = :store) AND (CAST(:since AS date) IS NULL OR day >= :since) AND (CAST(:until AS date) IS NULL OR day <= :until)
    AND what IN ('order', 'ship', 'queue')
GROUP BY store HAVING sum(n) FILTER (WHERE what = 'order') > 0 ORDER BY store
