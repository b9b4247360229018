-- Grain: all results of one suite in one run. Safe: a second time finds nothing to delete.
DELETE FROM quality.results WHERE run_key = :run_key AND suite = :suite;
