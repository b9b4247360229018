-- Grain: open holds of a store about its series that the last look did not find any more. Safe: repeated, it changes nothing.
UPDATE export.holds SET closed_at = now(), closed_as = 'healed', closed_by = 'order-sync'
WHERE store = :store AND destination = 'holded' AND code = 'SERIES_BROKEN' AND closed_at IS NULL AND field LIKE :kind || ' %' AND NOT field = ANY (:fields)
