-- Grain: one series. Runs in the transaction that writes the numbers. Safe: never goes back.
UPDATE export.sequences SET last = greatest(last, :last) WHERE store = :store AND series = :series
