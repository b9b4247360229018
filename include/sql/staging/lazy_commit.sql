-- Grain: one transaction, whose commit need not wait for the disk; the commit that closes the batch waits for all before it. Safe: ends with it.
SET LOCAL synchronous_commit = off
