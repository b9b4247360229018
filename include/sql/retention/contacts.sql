-- Grain: hashes by which buyers were known again and that are older than they may become; one whose making is in doubt stays. Safe: what is gone stays gone.
DELETE FROM export.contacts WHERE connection = :connection AND state = 'sent' AND changed_at < now() - make_interval(days => :days)
