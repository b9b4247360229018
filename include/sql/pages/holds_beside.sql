-- Grain: one row per code and destination of open holds with another code than the filter's, at places that ignoring all that fits it leaves out; a place with a hold that is newer than the filter stays in. Safe: reads only, through holds_inbox and holds_open.
WITH meant AS (
    SELECT wix_order_id, destination FROM export.holds
    WHERE store = :store AND closed_at IS NULL AND code = :code AND (CAST(:destination AS text) IS NULL OR destination = :destination)
      AND (CAST(:before AS timestamptz) IS NULL OR since < :before) AND (CAST(:number AS text) IS NULL OR order_number = :number OR wix_order_id = :number)
    GROUP BY wix_order_id, destination HAVING NOT bool_and(source = 'reconcile')
)
SELECT beside.code, beside.destination, count(*) AS holds, (array_agg(coalesce(beside.order_number, beside.wix_order_id) ORDER BY beside.since, beside.hold_id))[1:5] AS numbers
FROM meant JOIN export.holds AS beside ON beside.store = :store AND beside.wix_order_id = meant.wix_order_id AND beside.destination = meant.destination
WHERE beside.closed_at IS NULL AND beside.code <> :code
  AND NOT EXISTS (SELECT FROM export.holds AS newer WHERE CAST(:before AS timestamptz) IS NOT NULL AND newer.store = :store AND newer.wix_order_id = meant.wix_order_id
                  AND newer.destination = meant.destination AND newer.closed_at IS NULL AND newer.since >= :before)
GROUP BY beside.code, beside.destination ORDER BY holds DESC, beside.code, beside.destination
