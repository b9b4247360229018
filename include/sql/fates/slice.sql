-- Grain: the next orders of a store that is counted anew, put into the queue; none are left where none were. Safe: an order that is counted twice counts once.
WITH next AS (
    SELECT page.store, page.wix_order_id FROM pages.stores AS shop JOIN pages.orders AS page ON page.store = shop.store AND page.wix_order_id > shop.recount_after
    WHERE shop.store = :store ORDER BY page.wix_order_id LIMIT :most
), queued AS (
    INSERT INTO ops.touched (store, wix_order_id) SELECT store, wix_order_id FROM next
), moved AS (
    UPDATE pages.stores SET recount_after = (SELECT max(wix_order_id) FROM next) WHERE store = :store AND recount_after IS NOT NULL
)
SELECT count(*) AS queued FROM next
