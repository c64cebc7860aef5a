-- Groups that no source names, told of by hand: at once in the list where a keeper or steward says so, else waiting for one.
CREATE TABLE added_group (
	number INTEGER PRIMARY KEY,
	place_id TEXT NOT NULL,
	name TEXT NOT NULL,
	does TEXT NOT NULL,
	address TEXT NOT NULL,           -- '' unknown
	postcode TEXT NOT NULL,          -- '' unknown
	is_public INTEGER NOT NULL CHECK (is_public IN (0, 1)), -- the public may come there
	telephone TEXT NOT NULL,
	web TEXT NOT NULL,
	says_so TEXT NOT NULL,           -- who says so; never public, emptied when it is declined
	person_id INTEGER NOT NULL,      -- who told; 0 a visitor
	told_at INTEGER NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'declined', 'taken back')),
	answer TEXT NOT NULL,            -- why it was declined or taken back
	decided_by INTEGER,
	decided_at INTEGER,
	batch_id INTEGER                 -- that brought it into the list
) STRICT;
CREATE INDEX added_group_of ON added_group (place_id, state);
