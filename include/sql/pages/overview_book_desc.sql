-- Grain: one order of a store with this fate at Holded, by day, newest first; one more than the page shows. Safe: reads only.
SELECT wix_order_id, number, day, currency, total_minor, book, ship, waiting FROM pages.orders
WHERE store = :store AND book = :fate AND day >= coalesce(CAST(:since AS date), '-infinity') AND day <= :until
ORDER BY day DESC, wix_order_id DESC LIMIT :rows + 1 OFFSET :skip
