-- Grain: one row per day and currency that was compared, newest first. Safe: reads only, through the primary key.
SELECT store, day, currency, wix_orders, wix_minor, orders, ours_minor, documents, booked_minor, refunds_minor, held_minor, waiting_minor, ignored_minor, rounding_minor, drift_minor,
    difference_minor, explained, compared_at
FROM export.day_totals
WHERE (CAST(:store AS text) IS NULL OR store = :store) AND (CAST(:since AS date) IS NULL OR day >= :since) AND (CAST(:until AS date) IS NULL OR day <= :until)
ORDER BY day DESC, store, currency
