-- Grain: one contact that the account no longer has, under every key that led to it. Safe: the next order looks it up again.
DELETE FROM export.contacts WHERE connection = :connection AND remote_id = :remote_id
