-- Grain: the store of one check by its number. Safe: reads only.
SELECT store FROM quality.checks WHERE check_id = :check_id
