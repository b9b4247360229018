-- Grain: one number: how many order numbers two stores share. Safe: reads only.
SELECT count(*) AS orders FROM core.orders AS ours JOIN core.orders AS theirs ON theirs.store = :other AND theirs.number = ours.number WHERE ours.store = :store
