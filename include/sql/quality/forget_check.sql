-- Grain: a check of a run whose suite found nothing to look at this time. Safe: a second time finds nothing to delete.
DELETE FROM quality.checks AS done WHERE run_key = :run_key AND suite = :suite
    AND NOT EXISTS (SELECT FROM quality.results AS found WHERE found.run_key = done.run_key AND found.suite = done.suite)
