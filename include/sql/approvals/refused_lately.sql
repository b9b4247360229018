-- Grain: one row where a person said no to exactly these documents within a day. Safe: reads only.
SELECT request_id FROM export.approval_requests
WHERE store = :store AND fingerprint = :fingerprint AND state = 'rejected' AND answered_at > now() - interval '1 day' LIMIT 1
