-- Grain: the proof of total of each document of one order. Safe: reads only.
SELECT role, part, wix_total_minor, our_total_minor, correction_minor, remote_subtotal_minor, remote_tax_minor, remote_total_minor, verdict, proved_at
FROM export.proofs WHERE store = :store AND wix_order_id = :wix_order_id ORDER BY role, part
