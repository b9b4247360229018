-- Grain: all products of one connection, before they are written again in the same transaction. Safe: rolled back with it.
DELETE FROM core.products WHERE connection = :connection
