-- Grain: one row per failed rule about series and run, of the results that are kept. Safe: reads only, by the index of failed results.
SELECT checked_at, rule, orders, seen FROM quality.results
WHERE store = :store AND rule = ANY (:rules) AND NOT success AND suite = 'series' ORDER BY checked_at
