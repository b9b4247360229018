-- Grain: the oldest draft of a series, dated before a day, whose approval was refused or is in doubt and that a person has not let go. Safe: reads only.
SELECT draft.order_number, draft.doc_date
FROM export.ledger AS draft
JOIN export.ledger AS approval ON approval.store = draft.store AND approval.wix_order_id = draft.wix_order_id AND approval.destination = 'holded' AND approval.role = 'approval'
    AND approval.part = CASE WHEN draft.role = 'document' THEN '' WHEN draft.part = '' THEN draft.role ELSE draft.role || ':' || draft.part END
WHERE draft.destination = 'holded' AND draft.role IN ('document', 'conversion', 'replacement', 'note') AND draft.state = 'sent' AND draft.remote_state = 'draft'
  AND draft.kind = :kind AND draft.doc_date < :day
  AND coalesce(draft.body ->> 'number_line_id', draft.body -> 'convert' ->> 'number_line_id', draft.store) = coalesce(CAST(:series AS text), :store)
  AND (approval.state IN ('sending', 'unknown') OR approval.state = 'rejected' AND EXISTS (
        SELECT FROM export.holds AS hold WHERE hold.store = draft.store AND hold.wix_order_id = draft.wix_order_id AND hold.destination = 'holded' AND hold.closed_at IS NULL))
ORDER BY draft.doc_date LIMIT 1
