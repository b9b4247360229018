-- Grain: one question of one run. Safe: a run that is repeated asks the same question anew, unless it was answered.
INSERT INTO export.approval_requests (store, run_key, fingerprint, documents) VALUES (:store, :run_key, :fingerprint, CAST(:documents AS jsonb))
ON CONFLICT (store, run_key) DO UPDATE SET fingerprint = excluded.fingerprint, documents = excluded.documents, asked_at = now() WHERE export.approval_requests.state = 'asked'
RETURNING request_id
