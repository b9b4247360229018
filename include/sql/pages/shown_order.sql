-- Grain: one row or none: the first order of a store that is booked and whose parcel has a number. Safe: reads only.
SELECT document.order_number
FROM export.ledger AS document
JOIN export.tracking AS parcel ON parcel.store = document.store AND parcel.wix_order_id = document.wix_order_id AND parcel.barcode IS NOT NULL
WHERE document.store = :store AND document.destination = 'holded' AND document.role = 'document' AND document.state = 'sent'
ORDER BY document.remote_state = 'approved' DESC NULLS LAST, document.order_number
LIMIT 1
