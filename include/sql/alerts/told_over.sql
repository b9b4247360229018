-- Grain: one thing of which a channel was told that it is over. Safe: what is gone stays gone.
DELETE FROM ops.alerts_told WHERE store = :store AND channel = :channel AND kind = :kind AND thing = :thing
