-- Grain: open holds of shipments that MyParcel refused to show and shows again. Safe: repeated, it changes nothing.
UPDATE export.holds SET closed_at = now(), closed_as = 'healed', closed_by = 'order-sync'
WHERE store = :store AND destination = 'myparcel' AND code = 'MYPARCEL_REJECTED' AND source = 'track' AND closed_at IS NULL
  AND field IN (SELECT 'id ' || one FROM unnest(CAST(:ids AS text[])) AS one)
