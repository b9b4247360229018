-- Grain: what channels were told that the store has no more. Safe: what is gone stays gone.
DELETE FROM ops.alerts_told WHERE store = :store AND NOT channel = ANY (:channels)
