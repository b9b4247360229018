-- Grain: one row per document of ours with an open finding or an open hold of the comparison: it is looked at every time. Safe: reads only, through drift_open.
SELECT DISTINCT finding.object_id AS remote_id FROM export.drift AS finding
WHERE finding.store = :store AND finding.remote = :remote AND finding.over_at IS NULL
  AND EXISTS (SELECT FROM export.ledger AS entry WHERE entry.store = finding.store AND entry.remote_id = finding.object_id AND entry.state = 'sent')
ORDER BY remote_id
