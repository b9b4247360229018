-- Grain: one row per open hold of a store that fits the filter, in the order that the page asks for; one more than a page holds. Safe: reads only, through holds_inbox.
WITH found AS (
    SELECT hold_id, wix_order_id, order_number, destination, code, field, seen, cure, source, since, tried_at, tried_by,
           CASE :sort WHEN 'order' THEN lpad(coalesce(order_number, ''), 32, '0') WHEN 'code' THEN code WHEN 'destination' THEN destination
                      ELSE to_char(since AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS') END COLLATE "C" AS place
    FROM export.holds
    WHERE store = :store AND closed_at IS NULL AND (CAST(:code AS text) IS NULL OR code = :code)
      AND (CAST(:destination AS text) IS NULL OR destination = :destination) AND (CAST(:before AS timestamptz) IS NULL OR since < :before)
      AND (CAST(:number AS text) IS NULL OR order_number = :number OR wix_order_id = :number)
)
SELECT * FROM found
ORDER BY CASE WHEN :descending THEN place END DESC, CASE WHEN NOT :descending THEN place END, hold_id
LIMIT :most OFFSET :skip
