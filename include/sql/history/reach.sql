-- Grain: one window and how far it is, after a part of it was published. Safe: told by the part that was done last.
UPDATE ops.history_windows SET phase = :phase, reached = :reached, parts = :parts, seen = :seen, taken = :taken, live = :live, changed_at = now()
WHERE store = :store AND window_start = :window_start AND window_end = :window_end AND documents = :documents
