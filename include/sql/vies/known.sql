-- Grain: the newest answer about each number, not older than so many days and valid. Safe: reads only.
SELECT DISTINCT ON (number_hash) number_hash, valid, asked_at, request_id FROM core.vat_evidence
WHERE number_hash = ANY (:hashes) AND valid AND asked_at > now() - make_interval(days => :days)
ORDER BY number_hash, asked_at DESC
