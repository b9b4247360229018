-- Grain: all results of one suite in one run. Safe to run again: what is not there stays away.
DELETE FROM quality.results WHERE run_key = :run_key AND suite = :suite;
