-- Grain: calls per run, remote and endpoint. Safe: a task that runs again adds what it called again.
INSERT INTO ops.calls AS counted (store, remote, run_key, endpoint, calls, refused)
VALUES (:store, :remote, :run_key, :endpoint, :calls, :refused)
ON CONFLICT (store, remote, run_key, endpoint)
DO UPDATE SET calls = counted.calls + excluded.calls, refused = counted.refused + excluded.refused, called_at = now()
