-- What counts as local, as both keys decide it. While a place has no decided row, its recipe says it; afterwards only another row does.
CREATE TABLE local_change (
	change_id INTEGER PRIMARY KEY,
	place_id TEXT NOT NULL,
	was TEXT NOT NULL,               -- the neighbours before: when it was asked, and once decided what it replaced
	becomes TEXT NOT NULL,           -- ONS codes in order, space between
	asked_at INTEGER NOT NULL,
	motion_id INTEGER,               -- that put it in force
	decided_at INTEGER
) STRICT;
CREATE INDEX local_change_of ON local_change (place_id, decided_at);

-- The entry that a letter asks about, where it is asked about an entry at most quarterly; NULL: of others, and of letters before this was kept.
ALTER TABLE mail ADD COLUMN org_id TEXT;

-- Names that an administrator gave to places: a recipe that says another is told so.
CREATE TABLE place_name (
	place_id TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	named_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
