-- Grain: past orders of which only the order was wanted, and now a draft as well. Safe: repeated, it changes nothing.
UPDATE core.history SET state = 'waiting' WHERE store = :store AND wix_order_id = ANY (:wix_order_ids) AND state = 'known'
