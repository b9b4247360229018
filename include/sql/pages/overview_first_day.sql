-- Grain: one row: the first day of a store's orders, null where it has none. Safe: reads only.
SELECT min(day) AS day FROM pages.days WHERE store = :store AND what = 'order' AND n > 0
