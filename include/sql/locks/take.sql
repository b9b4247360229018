-- Grain: one named session lock. Safe: a process that dies gives it back.
SELECT pg_try_advisory_lock(hashtextextended(:name, 7209101))
