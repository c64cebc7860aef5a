-- What organisations say of their services. Each wording stays on record; of a service the newest counts, and "taken back" leaves it to the
-- sources again.
CREATE TABLE own_service (
	number INTEGER PRIMARY KEY,
	service_id TEXT NOT NULL,        -- that of the list when it was first said
	org_id TEXT NOT NULL,
	place_id TEXT NOT NULL,          -- where it was said: its whole place is this
	said_as TEXT NOT NULL CHECK (said_as IN ('organisation', 'keeper')),
	covers_source TEXT,              -- the record that tells of the same service, if one does
	covers_key TEXT,
	covers_name TEXT,                -- as that record calls it
	state TEXT NOT NULL CHECK (state IN ('open', 'closed', 'taken back')),
	name TEXT NOT NULL,              -- '': nothing is said but that it has closed
	does TEXT NOT NULL,
	needs TEXT NOT NULL,             -- codes, space between
	people TEXT NOT NULL,
	how TEXT NOT NULL CHECK (how IN ('', 'place', 'wards', 'whole', 'remote')),
	address TEXT NOT NULL,           -- these three never of something protected
	postcode TEXT NOT NULL,
	hides_address INTEGER NOT NULL CHECK (hides_address IN (0, 1)),
	wards TEXT NOT NULL,             -- codes, space between
	meetings TEXT NOT NULL,          -- register/meetings.h
	note TEXT NOT NULL,              -- of the times, in words
	cost_pence INTEGER,              -- NULL: not said
	new_people TEXT NOT NULL CHECK (new_people IN ('', 'yes', 'waiting list', 'no')),
	capacity INTEGER,                -- places a week; NULL: not said
	telephone TEXT NOT NULL,
	web TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	said_at INTEGER NOT NULL
) STRICT;
CREATE INDEX own_service_of ON own_service (org_id, service_id, number);
CREATE INDEX own_service_by_service ON own_service (service_id, number);

-- Of the list: what a service's organisation says of it that no source has a word for.
CREATE TABLE service_offer (
	service_id TEXT PRIMARY KEY REFERENCES service ON DELETE CASCADE,
	said_as TEXT NOT NULL,
	said_at INTEGER NOT NULL,
	cost_pence INTEGER,
	new_people TEXT NOT NULL,
	web TEXT
) STRICT, WITHOUT ROWID;

-- Of the list: wards that a service goes out to, where it reaches people in some and not in all.
CREATE TABLE service_ward (
	service_id TEXT NOT NULL REFERENCES service ON DELETE CASCADE,
	ward TEXT NOT NULL,
	PRIMARY KEY (service_id, ward)
) STRICT, WITHOUT ROWID;
