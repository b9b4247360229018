-- Grain: the open holds of one order (of one destination, where named; only the chosen findings of the comparison, where a person accepts these; none that began after what a person was shown). One that nobody chose is told with what it went. Safe: closed ones are left alone.
UPDATE export.holds SET closed_at = now(), closed_as = :closed_as, closed_by = :closed_by, note = :note, closed_run = :run,
    closed_with = CASE WHEN CAST(:chosen AS bigint[]) IS NULL OR hold_id = ANY (:chosen) THEN NULL ELSE :goes_with END
WHERE store = :store AND wix_order_id = :wix_order_id AND closed_at IS NULL AND (CAST(:destination AS text) IS NULL OR destination = :destination)
  AND (NOT CAST(:findings AS boolean) OR source = 'reconcile' AND (CAST(:chosen AS bigint[]) IS NULL OR hold_id = ANY (:chosen)))
  AND (CAST(:before AS timestamptz) IS NULL OR since < :before)
RETURNING hold_id, order_number, wix_order_id, destination, code, field, source
