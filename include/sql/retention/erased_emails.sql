-- Grain: one row per e-mail that was erased, with the newest request. Safe: reads only.
SELECT email_digest, max(asked_at) AS asked_at FROM core.erasures WHERE store = :store AND email_digest IS NOT NULL AND lifted_at IS NULL GROUP BY email_digest
