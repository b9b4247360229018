-- Grain: one row per order of a store, from what core and export say now. Safe: runs after the old ones are gone, in one transaction.
INSERT INTO pages.orders (store, wix_order_id, number, day, currency, total_minor, book, ship, waiting, facts)
SELECT store, wix_order_id, number, day, currency, total_minor, book, ship, waiting, facts FROM pages.fates WHERE store = :store
