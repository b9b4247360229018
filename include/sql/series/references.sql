-- Grain: one row per own reference that a store gave. Safe: reads only.
SELECT seq FROM export.numbers WHERE store = :store AND series = 'order' ORDER BY seq
