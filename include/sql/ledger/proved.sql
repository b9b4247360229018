-- Grain: one document and what the remote computed for it. Safe: the same figures again change nothing.
UPDATE export.proofs
SET remote_subtotal_minor = :subtotal, remote_tax_minor = :tax, remote_total_minor = :total, remote_tags = :tags, verdict = :verdict, proved_at = now()
WHERE store = :store AND wix_order_id = :wix_order_id AND role = :role AND part = :part
