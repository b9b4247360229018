-- Grain: one row: the store key that a Wix site was first landed under. Safe: reads only.
SELECT store FROM ops.sites WHERE site = :site
