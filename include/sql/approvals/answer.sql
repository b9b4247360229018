-- Grain: one question and its answer. Safe: only the first answer counts; the row stays locked until what it agrees to is written.
UPDATE export.approval_requests SET state = :state, answered_at = now(), answered_by = :answered_by
WHERE request_id = :request_id AND store = :store AND state = 'asked'
RETURNING documents
