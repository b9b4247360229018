-- Grain: the days of one store that were read anew. Safe: they are written again in the same transaction.
DELETE FROM export.wix_days WHERE store = :store AND day = ANY (:days)
