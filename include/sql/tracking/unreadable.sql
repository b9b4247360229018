-- Grain: one row per shipment of the named ones that MyParcel refused to show, and whether a person leaves it at that. Safe: reads only.
SELECT substr(field, 4) AS shipment_id, bool_or(closed_as = 'ignored') IS TRUE AND NOT bool_or(closed_at IS NULL) AS ignored FROM export.holds
WHERE store = :store AND destination = 'myparcel' AND code = 'MYPARCEL_REJECTED' AND source = 'track' AND (closed_at IS NULL OR closed_as = 'ignored')
  AND field IN (SELECT 'id ' || one FROM unnest(CAST(:ids AS text[])) AS one)
GROUP BY field
