-- Grain: the changes of one order that a check found wrong: they are not made until the order is decided anew. Safe: only wishes that nothing was done for.
UPDATE export.ledger SET wanted = wanted || jsonb_build_object('refused', CAST(:error AS text)), changed_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = 'myparcel' AND role = 'shipment' AND state = 'sent' AND wanted ? 'body' AND attempt IS NULL
