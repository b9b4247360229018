-- Grain: one window, begun or gone on with; a window that was done starts over. Safe: the same window has one row.
INSERT INTO ops.history_windows AS known (store, window_start, window_end, documents, phase, reached, run)
VALUES (:store, :window_start, :window_end, :documents, 'unconfirmed', :window_start, :run)
ON CONFLICT (store, window_start, window_end, documents) DO UPDATE SET
    phase = CASE known.phase WHEN 'done' THEN 'unconfirmed' ELSE known.phase END,
    reached = CASE known.phase WHEN 'done' THEN excluded.reached ELSE known.reached END,
    parts = CASE known.phase WHEN 'done' THEN 0 ELSE known.parts END,
    seen = CASE known.phase WHEN 'done' THEN 0 ELSE known.seen END,
    taken = CASE known.phase WHEN 'done' THEN 0 ELSE known.taken END,
    live = CASE known.phase WHEN 'done' THEN 0 ELSE known.live END,
    started_at = CASE known.phase WHEN 'done' THEN now() ELSE known.started_at END,
    run = excluded.run, changed_at = now()
RETURNING phase, reached, parts, seen, taken, live
