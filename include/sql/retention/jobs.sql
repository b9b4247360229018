-- Grain: what print jobs say of the parcels of the named orders. Safe: repeated, it changes nothing.
UPDATE export.print_job_parcels SET says = NULL WHERE store = :store AND wix_order_id = ANY (:wix_order_ids) AND says IS NOT NULL
