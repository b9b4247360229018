-- Grain: what is wrong no more; things named "kind thing" are still so. Safe: the first instant stays.
UPDATE ops.alerts SET over_at = now() WHERE store = :store AND over_at IS NULL AND NOT kind || ' ' || thing = ANY (:still)
