-- Grain: one contact whose answer was lost and whose first look-up found nothing. Safe: a contact that is known stays as it is.
UPDATE export.contacts SET state = 'unknown', changed_at = now() WHERE connection = :connection AND key = :key AND state = 'sending'
