-- This transaction need not wait for the disk: the commit that closes the batch waits for all before it. Safe to run again: holds until commit.
SET LOCAL synchronous_commit = off
