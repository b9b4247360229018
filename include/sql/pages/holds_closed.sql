-- Grain: one row per hold of a store that was closed within the days, in the order that the page asks for; one more than a page holds. Safe: reads only, through holds_closed.
WITH found AS (
    SELECT hold_id, wix_order_id, order_number, destination, code, field, seen, since, closed_at, closed_as, closed_by, note, closed_with, tried_at, tried_by,
           CASE :sort WHEN 'order' THEN lpad(coalesce(order_number, ''), 32, '0') WHEN 'code' THEN code WHEN 'closed_as' THEN closed_as WHEN 'closed_by' THEN coalesce(closed_by, '')
                      ELSE to_char(closed_at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS') END COLLATE "C" AS place
    FROM export.holds
    WHERE store = :store AND closed_at IS NOT NULL AND (CAST(:since AS timestamptz) IS NULL OR closed_at >= :since)
      AND (CAST(:code AS text) IS NULL OR code = :code) AND (CAST(:destination AS text) IS NULL OR destination = :destination)
      AND (CAST(:closed_as AS text) IS NULL OR closed_as = :closed_as)
      AND (CAST(:number AS text) IS NULL OR order_number = :number OR wix_order_id = :number)
)
SELECT * FROM found
ORDER BY CASE WHEN :descending THEN place END DESC, CASE WHEN NOT :descending THEN place END, hold_id DESC
LIMIT :most OFFSET :skip
