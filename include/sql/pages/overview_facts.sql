-- Grain: one row per fact about a store's orders of these days (document, parcel, hold with name and state), and how many there are of all days. Safe: reads only.
SELECT what, name, state, currency, sum(n)::bigint AS ever,
    coalesce(sum(n) FILTER (WHERE (CAST(:since AS date) IS NULL OR day >= :since) AND day <= :until), 0)::bigint AS n,
    coalesce(sum(amount_minor) FILTER (WHERE (CAST(:since AS date) IS NULL OR day >= :since) AND day <= :until), 0)::bigint AS amount_minor
FROM pages.days
WHERE store = :store AND (what = 'hold' OR (what IN ('document', 'parcel') AND (CAST(:since AS date) IS NULL OR day >= :since) AND day <= :until))
GROUP BY what, name, state, currency HAVING sum(n) <> 0 ORDER BY what, ever DESC, name, state
