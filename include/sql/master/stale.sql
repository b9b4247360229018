-- Grain: one kind of master data of one connection that has proved wrong. Safe: it is read again before the next build.
UPDATE core.master SET read_at = 'epoch' WHERE connection = :connection AND kind = :kind
