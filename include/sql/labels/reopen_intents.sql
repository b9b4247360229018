-- Grain: the refused labels of a job that is run again. Safe: only refused ones; nothing was registered for them.
UPDATE export.ledger AS entry SET state = 'pending', last_error = NULL, looks = 0, changed_at = now()
FROM export.print_job_parcels AS parcel
WHERE parcel.job_id = :job_id AND parcel.state = 'open' AND entry.store = parcel.store AND entry.wix_order_id = parcel.wix_order_id AND entry.part = parcel.part
  AND entry.destination = 'myparcel' AND entry.role IN ('label', 'return') AND entry.state = 'rejected'
