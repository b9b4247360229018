-- Grain: one store, day and currency as compared now, beside what Wix listed for that day. Safe: upsert.
INSERT INTO export.day_totals (store, day, currency, wix_orders, wix_minor, orders, ours_minor, documents, booked_minor, refunds_minor, held_minor, waiting_minor,
    ignored_minor, rounding_minor, drift_minor, difference_minor, explained)
SELECT :store, CAST(:day AS date), :currency, listed.orders, listed.total_minor, :orders, :ours, :documents, :booked, :refunds, :held, :waiting, :ignored, :rounding, :drift, :unexplained, :explained
FROM (SELECT 1) AS one
LEFT JOIN export.wix_days AS listed ON listed.store = :store AND listed.day = CAST(:day AS date) AND listed.currency = :currency
ON CONFLICT (store, day, currency) DO UPDATE SET wix_orders = excluded.wix_orders, wix_minor = excluded.wix_minor, orders = excluded.orders, ours_minor = excluded.ours_minor,
    documents = excluded.documents, booked_minor = excluded.booked_minor, refunds_minor = excluded.refunds_minor, held_minor = excluded.held_minor,
    waiting_minor = excluded.waiting_minor, ignored_minor = excluded.ignored_minor, rounding_minor = excluded.rounding_minor, drift_minor = excluded.drift_minor,
    difference_minor = excluded.difference_minor, explained = excluded.explained, compared_at = now()
