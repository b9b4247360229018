-- Grain: one named session lock. Safe: gives back what the same session took.
SELECT pg_advisory_unlock(hashtextextended(:name, 7209101))
