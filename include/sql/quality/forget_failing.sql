-- Grain: orders that only this run had seen to fail. Safe: a second time finds nothing to delete.
DELETE FROM quality.failing WHERE run_key = :run_key AND suite = :suite AND times = 1
