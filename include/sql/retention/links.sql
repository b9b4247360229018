-- Grain: parcels of the named orders: the link to their page holds the postal code. Safe: repeated, it changes nothing.
UPDATE export.tracking SET link = NULL WHERE store = :store AND wix_order_id = ANY (:wix_order_ids) AND link IS NOT NULL
