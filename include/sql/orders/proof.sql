-- Grain: the proof of total of each document of one order, with what the document was made from. Safe: reads only.
SELECT proof.role, proof.part, proof.wix_total_minor, proof.our_total_minor, proof.correction_minor, proof.remote_subtotal_minor,
       proof.remote_tax_minor, proof.remote_total_minor, proof.verdict, proof.proved_at, made.kind, made.currency, made.basis
FROM export.proofs AS proof
LEFT JOIN export.ledger AS made ON made.store = proof.store AND made.wix_order_id = proof.wix_order_id AND made.destination = 'holded'
    AND made.role = proof.role AND made.part = proof.part
WHERE proof.store = :store AND proof.wix_order_id = :wix_order_id ORDER BY proof.role, proof.part
