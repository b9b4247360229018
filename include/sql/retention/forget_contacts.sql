-- Grain: hashes by which erased buyers were known again. Safe: what is gone stays gone.
DELETE FROM export.contacts WHERE connection = :connection AND key = ANY (:keys) AND state = 'sent'
