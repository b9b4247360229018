-- Grain: one decision of an order that failed a row check. Safe: the same hold again changes nothing.
UPDATE staging.decisions SET action = 'hold', reason = 'CHECK_FAILED', field = :field, seen = :seen, cure = :cure
WHERE batch_id = :batch_id AND wix_order_id = :wix_order_id AND action = 'send'
