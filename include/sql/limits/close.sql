-- Grain: one account and endpoint that was refused for too many calls: silence clears it. Safe: a later refusal only moves the end.
INSERT INTO ops.call_windows AS spent (account, endpoint, spent_until, closed_until)
VALUES (:account, :endpoint, clock_timestamp(), clock_timestamp() + make_interval(secs => :seconds))
ON CONFLICT (account, endpoint) DO UPDATE SET closed_until = greatest(spent.closed_until, excluded.closed_until)
