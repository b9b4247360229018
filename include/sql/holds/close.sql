-- Grain: the open holds of one order (of one destination, where named; only findings of the comparison, where a person accepts these; none that began after what a person was shown). Safe: closed ones are left alone.
UPDATE export.holds SET closed_at = now(), closed_as = :closed_as, closed_by = :closed_by, note = :note, closed_run = :run
WHERE store = :store AND wix_order_id = :wix_order_id AND closed_at IS NULL AND (CAST(:destination AS text) IS NULL OR destination = :destination)
  AND (NOT CAST(:findings AS boolean) OR source = 'reconcile') AND (CAST(:before AS timestamptz) IS NULL OR since < :before)
RETURNING destination, code, field, source
