-- Grain: one account and endpoint: seconds until a call may be made. Safe: reads only.
SELECT greatest(0, extract(epoch FROM greatest(spent_until + make_interval(secs => :step - :room), coalesce(closed_until, '-infinity')) - clock_timestamp())) AS wait
FROM ops.call_windows WHERE account = :account AND endpoint = :endpoint
