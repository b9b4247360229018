-- Grain: one lock per store until the end of the transaction, so that two runs that add up the same day wait for each other. Safe: it writes nothing.
SELECT pg_advisory_xact_lock(hashtext('quality/' || :store))
