-- What the public side needs: what an entry of the search is chiefly for.

-- Of its needs those that its name says, or that come first in what it does; codes, space between. Empty until the list is made again.
ALTER TABLE search_entry ADD COLUMN chief TEXT NOT NULL DEFAULT '';

-- Who answers corrections for the list of a place, by the name that they chose to be known by there. It goes with the person.
CREATE TABLE answering (
	number INTEGER PRIMARY KEY,
	place_id TEXT NOT NULL,
	person_id INTEGER NOT NULL REFERENCES person,
	name TEXT NOT NULL,
	taken_at INTEGER NOT NULL,
	ended_at INTEGER
) STRICT;
CREATE INDEX answering_of ON answering (place_id, ended_at);
CREATE INDEX answering_by_person ON answering (person_id);

-- Who of the keepers of the list decided it; NULL the organisation, or before this was kept.
ALTER TABLE correction ADD COLUMN decided_by INTEGER;
-- 1: the organisation itself says that something is wrong or missing that is not its own to say; the keepers of the list answer.
ALTER TABLE correction ADD COLUMN from_org INTEGER NOT NULL DEFAULT 0;
-- The organisation that knows of it, so that it can see what came of it.
ALTER TABLE added_group ADD COLUMN told_by_org TEXT;
CREATE INDEX added_group_by_org ON added_group (told_by_org);

-- Organisations that another seems to continue, worked out when the list is made (register/successors.h): one name, two numbers of one register, the
-- one gone from it about when the other came. Nothing is merged by it.
CREATE TABLE successor (
	old_id TEXT NOT NULL,
	new_id TEXT NOT NULL,
	scheme TEXT NOT NULL,            -- of the register: GB-CHC, …
	registered INTEGER NOT NULL,     -- date: when the new one came onto it
	registered_by TEXT NOT NULL,     -- the publisher who says so
	left_on INTEGER,                 -- date: when the old one left it; NULL where only its editions tell
	seen_until INTEGER NOT NULL,     -- date: of the newest edition that holds the old one
	gone_by INTEGER,                 -- date: of the newest edition, which does not
	left_by TEXT NOT NULL,           -- the publisher who says so
	reason TEXT,                     -- in the register's words
	PRIMARY KEY (old_id, new_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX successor_by_new ON successor (new_id);
