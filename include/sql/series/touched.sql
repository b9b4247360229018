-- Grain: one row per kind with a number that came since the last look. Safe: reads only.
SELECT kind, max(changed_at) AS newest FROM export.ledger
WHERE store = :store AND destination = 'holded' AND role IN ('document', 'conversion', 'replacement', 'note') AND remote_state = 'approved' AND remote_number IS NOT NULL
  AND changed_at > coalesce(CAST(:since AS timestamptz), '-infinity')
GROUP BY kind ORDER BY kind
