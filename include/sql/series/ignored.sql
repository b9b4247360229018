-- Grain: one row where a person has ignored this very finding. Safe: reads only.
SELECT 1 AS ignored FROM export.holds
WHERE store = :store AND wix_order_id = :wix_order_id AND destination = 'holded' AND code = 'SERIES_BROKEN' AND field = :field AND closed_as = 'ignored' LIMIT 1
