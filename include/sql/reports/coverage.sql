-- Grain: one row per store: every order that Wix gave us stands in exactly one of booked, held, ignored or is unexplained. Safe: reads only.
WITH fate AS (
    SELECT orders.store,
        EXISTS (SELECT FROM export.ledger AS entry WHERE entry.store = orders.store AND entry.wix_order_id = orders.wix_order_id
                AND entry.destination = 'holded' AND entry.role = 'document' AND entry.state = 'sent') AS booked,
        EXISTS (SELECT FROM export.holds AS hold WHERE hold.store = orders.store AND hold.wix_order_id = orders.wix_order_id
                AND hold.destination = 'holded' AND hold.closed_at IS NULL) AS held,
        book.action = 'ignore' AS ignored,
        EXISTS (SELECT FROM export.ledger AS entry WHERE entry.store = orders.store AND entry.wix_order_id = orders.wix_order_id
                AND entry.destination = 'holded' AND entry.role = 'document' AND entry.state IN ('pending', 'sending', 'unknown')) AS waiting,
        EXISTS (SELECT FROM export.ledger AS entry WHERE entry.store = orders.store AND entry.wix_order_id = orders.wix_order_id
                AND entry.destination = 'myparcel' AND entry.role = 'shipment' AND entry.state = 'sent')
            AND NOT EXISTS (SELECT FROM export.ledger AS entry WHERE entry.store = orders.store AND entry.wix_order_id = orders.wix_order_id
                AND entry.destination = 'myparcel' AND entry.role = 'shipment' AND entry.state NOT IN ('sent', 'withdrawn')) AS shipped,
        EXISTS (SELECT FROM export.holds AS hold WHERE hold.store = orders.store AND hold.wix_order_id = orders.wix_order_id
                AND hold.destination = 'myparcel' AND hold.closed_at IS NULL) AS ship_held,
        EXISTS (SELECT FROM export.ledger AS entry WHERE entry.store = orders.store AND entry.wix_order_id = orders.wix_order_id
                AND entry.destination = 'myparcel' AND entry.role = 'shipment' AND entry.state IN ('pending', 'sending', 'unknown')) AS ship_queued,
        ship.action IN ('send', 'hold') AS to_ship
    FROM core.orders AS orders
    LEFT JOIN core.decisions AS book ON book.store = orders.store AND book.wix_order_id = orders.wix_order_id AND book.destination = 'holded'
    LEFT JOIN core.decisions AS ship ON ship.store = orders.store AND ship.wix_order_id = orders.wix_order_id AND ship.destination = 'myparcel'
    WHERE CAST(:store AS text) IS NULL OR orders.store = :store
)
SELECT store,
    count(*) AS wix,
    count(*) FILTER (WHERE booked) AS booked,
    count(*) FILTER (WHERE NOT booked AND held) AS held,
    count(*) FILTER (WHERE NOT booked AND NOT held AND ignored) AS ignored,
    count(*) FILTER (WHERE NOT booked AND NOT held AND ignored IS NOT TRUE) AS unexplained,
    count(*) FILTER (WHERE to_ship OR shipped) AS to_ship,
    count(*) FILTER (WHERE shipped) AS shipped,
    count(*) FILTER (WHERE NOT shipped AND ship_held) AS ship_held,
    count(*) FILTER (WHERE to_ship AND NOT shipped AND NOT ship_held AND NOT ship_queued) AS ship_unexplained,
    count(*) FILTER (WHERE NOT booked AND NOT held AND waiting) AS waiting
FROM fate GROUP BY store ORDER BY store
