-- Grain: one store: its sums. Safe: they are summed anew in the same transaction.
DELETE FROM pages.days WHERE store = :store
