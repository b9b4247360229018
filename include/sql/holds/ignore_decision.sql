-- Grain: the decision of one order and destination that a person ignores. Safe: repeated, it changes nothing.
UPDATE core.decisions SET action = 'ignore', reason = 'IGNORED_BY_PERSON', decided_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = :destination AND action <> 'ignore'
