-- Grain: past orders whose draft was decided about and published. Safe: repeated, it changes nothing.
UPDATE core.history SET state = 'made' WHERE store = :store AND wix_order_id = ANY (:wix_order_ids) AND state = 'making'
