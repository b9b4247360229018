-- Grain: one row per window of history, the newest first. Safe: reads only.
SELECT store, window_start, window_end, documents, phase, reached, seen, taken, live, run, started_at, changed_at
FROM ops.history_windows WHERE CAST(:store AS text) IS NULL OR store = :store ORDER BY window_start DESC, documents LIMIT 500
