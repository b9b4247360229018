-- Grain: open findings about objects that were looked at and show them no more, or that are not in the ledger any more. Safe: repeated, it changes nothing.
UPDATE export.drift AS finding SET over_at = now()
WHERE finding.store = :store AND finding.remote = :remote AND finding.over_at IS NULL
  AND (finding.object_id = ANY (:looked) AND NOT finding.object_id || ' ' || finding.what || ' ' || finding.field = ANY (:found)
       OR finding.remote IN ('holded', 'myparcel') AND finding.what IN ('deleted', 'edited', 'missing')
          AND NOT EXISTS (SELECT FROM export.ledger AS entry WHERE entry.store = finding.store AND entry.destination = finding.remote
                          AND entry.remote_id = finding.object_id AND entry.state = 'sent'))
