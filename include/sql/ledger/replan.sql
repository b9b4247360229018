-- Grain: the proof of an order whose document is pending again: what was proved of an earlier document says nothing. Safe: repeated, it changes nothing.
UPDATE export.proofs AS proof SET verdict = 'planned', remote_subtotal_minor = NULL, remote_tax_minor = NULL, remote_total_minor = NULL, proved_at = NULL
FROM export.ledger AS document
WHERE proof.store = :store AND proof.wix_order_id = :wix_order_id AND proof.verdict <> 'planned' AND document.store = proof.store
  AND document.wix_order_id = proof.wix_order_id AND document.destination = 'holded' AND document.role = proof.role AND document.part = proof.part AND document.state = 'pending'
