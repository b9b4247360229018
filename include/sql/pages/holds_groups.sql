-- Grain: one row per code and destination with open holds of a store that fit age and number; the oldest of each. Safe: reads only, through holds_inbox.
SELECT code, destination, count(*) AS holds, count(DISTINCT wix_order_id) AS orders, min(since) AS oldest
FROM export.holds
WHERE store = :store AND closed_at IS NULL AND (CAST(:before AS timestamptz) IS NULL OR since < :before)
  AND (CAST(:number AS text) IS NULL OR order_number = :number OR wix_order_id = :number)
GROUP BY code, destination ORDER BY holds DESC, code, destination
