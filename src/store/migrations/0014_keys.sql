-- What the list keeps of its last build, so that a change to a few records is worked out for what hangs together with them alone.

-- Frozen models, newest last. A batch that is taken back takes the models with it that had seen it.
CREATE TABLE link_model (
	number INTEGER PRIMARY KEY,
	batch_id INTEGER NOT NULL,       -- the newest batch there was
	records INTEGER NOT NULL,
	trained_at INTEGER NOT NULL,
	model TEXT NOT NULL              -- JSON (evenhand/linkage.h)
) STRICT;

-- One row, or none when the next build is of the whole list.
CREATE TABLE link_state (
	number INTEGER PRIMARY KEY CHECK (number = 1),
	model INTEGER NOT NULL,          -- by which model everything below was worked out
	inputs TEXT NOT NULL,            -- digest of what the list depends on besides records and decisions
	bits INTEGER NOT NULL,           -- a key's highest bits are its bucket
	next_row INTEGER NOT NULL,
	newest INTEGER NOT NULL,         -- newest data date of all
	records INTEGER NOT NULL,
	clusters INTEGER NOT NULL,
	services INTEGER NOT NULL,
	unplaced INTEGER NOT NULL
) STRICT;

-- Records as linkage sees them. A record that says something new gets a new number.
CREATE TABLE link_row (
	row INTEGER PRIMARY KEY,
	source_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	stamp INTEGER NOT NULL,          -- digest of all that the list takes from it
	component INTEGER NOT NULL,      -- rows that one another's clusters may depend on have the same
	cluster INTEGER NOT NULL,
	said INTEGER,                    -- the date that says how recent it is, where it says so
	grant_key TEXT,                  -- of a grant that counts
	record BLOB NOT NULL,
	standing BLOB                    -- keys of the names that it stands by, where it stands for an identified organisation
) STRICT;
CREATE UNIQUE INDEX link_row_by_key ON link_row (source_id, key);
CREATE INDEX link_row_by_component ON link_row (component);
CREATE INDEX link_row_by_said ON link_row (said) WHERE said IS NOT NULL;
CREATE INDEX link_row_by_grant ON link_row (grant_key) WHERE grant_key IS NOT NULL;

-- How two rows hang together, from either side.
CREATE TABLE link_bond (
	row INTEGER NOT NULL,
	other INTEGER NOT NULL,
	weight REAL NOT NULL,
	tie INTEGER NOT NULL,
	kind INTEGER NOT NULL,
	PRIMARY KEY (row, other)
) STRICT, WITHOUT ROWID;

CREATE TABLE link_standing (
	name INTEGER NOT NULL,
	row INTEGER NOT NULL,
	PRIMARY KEY (name, row)
) STRICT, WITHOUT ROWID;

-- Which rows hold a key: as of the last whole build in buckets of sorted entries, since then one by one. Rows that have gone since stand in
-- buckets still.
CREATE TABLE link_bucket (
	bucket INTEGER PRIMARY KEY,
	entries BLOB NOT NULL
) STRICT;
CREATE TABLE link_key (
	key INTEGER NOT NULL,
	row INTEGER NOT NULL,
	PRIMARY KEY (key, row)
) STRICT, WITHOUT ROWID;
CREATE TABLE link_gone (
	row INTEGER PRIMARY KEY
) STRICT;

-- Decisions that the last build went by.
CREATE TABLE link_constraint (
	a INTEGER NOT NULL,
	b INTEGER NOT NULL,
	same INTEGER NOT NULL,
	PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;

-- What the last build knew of each source.
CREATE TABLE link_source (
	source_id INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	digest INTEGER NOT NULL
) STRICT;

-- Keys of `current` that may say something else than at the last build.
CREATE TABLE link_dirty (
	source_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	PRIMARY KEY (source_id, key)
) STRICT, WITHOUT ROWID;

-- The record that caused a change of the list, where one did; else a decision.
ALTER TABLE list_event ADD COLUMN cause_source TEXT;
ALTER TABLE list_event ADD COLUMN cause_key TEXT;

-- One organisation's questions and redirects are replaced without a look at all others.
CREATE INDEX question_by_right ON question (right_source, right_key);
CREATE INDEX redirect_by_org ON redirect (org_id);
