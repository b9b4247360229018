-- Grain: one account and endpoint. Takes one call and tells the seconds to wait before it may be made; no row where that would be longer than the patience. Safe: a call that is taken and not made leaves room unused.
INSERT INTO ops.call_windows AS spent (account, endpoint, spent_until)
VALUES (:account, :endpoint, clock_timestamp() + make_interval(secs => :step))
ON CONFLICT (account, endpoint) DO UPDATE SET spent_until = greatest(spent.spent_until, clock_timestamp()) + make_interval(secs => :step)
WHERE greatest(spent.spent_until + make_interval(secs => :step - :room), coalesce(spent.closed_until, '-infinity')) <= clock_timestamp() + make_interval(secs => :patience)
RETURNING greatest(0, extract(epoch FROM greatest(spent_until - make_interval(secs => :room), coalesce(closed_until, '-infinity')) - clock_timestamp())) AS wait
