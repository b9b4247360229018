-- Grain: one contact that was certainly not made, or is gone. Safe: the next order looks it up again.
DELETE FROM export.contacts WHERE connection = :connection AND key = :key
