-- The first schema. Dates are days since 1970-01-01, instants UTC microseconds, money integer pence, text UTF-8.

-- A place is a view on the national register. Its identifier is permanent; council codes and boundaries are dated attributes.
CREATE TABLE place (
	place_id TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	council_code TEXT NOT NULL,      -- ONS code of the council today
	neighbours TEXT NOT NULL,        -- ONS codes of councils whose services reach into the place, space between
	synthetic INTEGER NOT NULL
) STRICT;

-- Where rows come from: one publisher's file, in its successive editions.
CREATE TABLE source (
	source_id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	kind TEXT NOT NULL,
	publisher TEXT NOT NULL,
	licence TEXT NOT NULL,
	attribution TEXT NOT NULL,
	says INTEGER NOT NULL,           -- what a row's presence says: enum eh_says
	place_id TEXT,                   -- the place that it speaks of, where it speaks of one
	is_register INTEGER NOT NULL,    -- a register of organisations, not a list that somebody keeps of some
	drawing_only INTEGER NOT NULL    -- boundaries simplified for drawing: points are not looked up in them
) STRICT;

CREATE TABLE batch (
	batch_id INTEGER PRIMARY KEY,
	source_id INTEGER NOT NULL REFERENCES source,
	kind TEXT NOT NULL,
	file TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	bytes INTEGER NOT NULL,
	edition TEXT NOT NULL CHECK (edition IN ('whole', 'additions')),
	data_date INTEGER NOT NULL,      -- decides which of two editions is the newer
	imported_at INTEGER NOT NULL,
	owner TEXT NOT NULL,
	terms TEXT NOT NULL CHECK (terms IN ('match only', 'list', 'publish')),
	rows_read INTEGER NOT NULL,
	kept INTEGER NOT NULL,
	refused INTEGER NOT NULL,
	added INTEGER NOT NULL,
	changed INTEGER NOT NULL,
	gone INTEGER NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('live', 'withdrawn'))
) STRICT;
CREATE UNIQUE INDEX batch_by_digest ON batch (source_id, sha256, data_date) WHERE state = 'live';

CREATE TABLE refusal (
	batch_id INTEGER NOT NULL REFERENCES batch,
	number INTEGER NOT NULL,
	line INTEGER NOT NULL,
	heading TEXT NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (batch_id, number)
) STRICT, WITHOUT ROWID;

-- Things the reader wants known that refuse nothing.
CREATE TABLE note (
	batch_id INTEGER NOT NULL REFERENCES batch,
	number INTEGER NOT NULL,
	text TEXT NOT NULL,
	PRIMARY KEY (batch_id, number)
) STRICT, WITHOUT ROWID;

-- What a row said, each wording kept once however many editions repeat it.
CREATE TABLE version (
	version_id INTEGER PRIMARY KEY,
	source_id INTEGER NOT NULL REFERENCES source,
	key TEXT NOT NULL,
	digest BLOB NOT NULL,            -- of fields, verbatim and personal
	fields TEXT NOT NULL,            -- normalised, JSON (sources/record.h)
	verbatim TEXT NOT NULL           -- as published without personal columns, JSON
) STRICT;
CREATE UNIQUE INDEX version_by_key ON version (source_id, key, digest);

-- Personal fields lie apart, so that they can be erased alone.
CREATE TABLE personal (
	version_id INTEGER PRIMARY KEY REFERENCES version,
	fields TEXT NOT NULL
) STRICT;

CREATE TABLE batch_row (
	batch_id INTEGER NOT NULL REFERENCES batch,
	version_id INTEGER NOT NULL REFERENCES version,
	line INTEGER NOT NULL,
	PRIMARY KEY (batch_id, version_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX batch_row_by_version ON batch_row (version_id);

-- What each source says now: worked out afresh from its live batches after every import, undo and withdrawal, so that taking a
-- batch back is exact by construction.
CREATE TABLE current (
	source_id INTEGER NOT NULL REFERENCES source,
	key TEXT NOT NULL,
	version_id INTEGER NOT NULL REFERENCES version,
	batch_id INTEGER NOT NULL REFERENCES batch,  -- the newest that says so
	line INTEGER NOT NULL,
	first_date INTEGER NOT NULL,                 -- of the oldest edition that holds the key
	gone_date INTEGER,                           -- of the newest whole edition, when that no longer holds the key
	PRIMARY KEY (source_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX current_by_batch ON current (batch_id);
CREATE INDEX current_by_version ON current (version_id);

-- The next state of one source while it is worked out; empty outside a transaction.
CREATE TABLE current_next (
	key TEXT PRIMARY KEY,
	version_id INTEGER NOT NULL,
	batch_id INTEGER NOT NULL,
	line INTEGER NOT NULL,
	first_date INTEGER NOT NULL,
	gone_date INTEGER
) STRICT, WITHOUT ROWID;

-- What an edition changed against the one before.
CREATE TABLE batch_change (
	batch_id INTEGER NOT NULL REFERENCES batch,
	change TEXT NOT NULL CHECK (change IN ('added', 'changed', 'gone')),
	key TEXT NOT NULL,
	PRIMARY KEY (batch_id, change, key)
) STRICT, WITHOUT ROWID;

-- Reference tables: batches too, but not kept as verbatim rows. The newest live batch that knows a code answers for it.
CREATE TABLE area_code (
	area_id INTEGER PRIMARY KEY,
	code TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE postcode (
	code INTEGER NOT NULL,           -- packed (geo/postcode.h), in the order of the text
	batch_id INTEGER NOT NULL,
	latitude INTEGER NOT NULL,       -- millionths of a degree
	longitude INTEGER NOT NULL,
	live INTEGER NOT NULL,
	lsoa INTEGER NOT NULL,           -- area_code, 0 unknown
	ward INTEGER NOT NULL,
	council INTEGER NOT NULL,
	PRIMARY KEY (code, batch_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE area (
	area_id INTEGER NOT NULL REFERENCES area_code,
	batch_id INTEGER NOT NULL REFERENCES batch,
	kind TEXT NOT NULL,              -- lsoa, msoa, ward, lad
	vintage INTEGER NOT NULL,        -- year of the boundaries, 0 unknown
	name TEXT NOT NULL,
	friendly_name TEXT,
	council INTEGER,                 -- area_code of the council it lies in
	ward INTEGER,                    -- of an LSOA, by best fit
	msoa INTEGER,
	latitude REAL,                   -- of the centroid
	longitude REAL,
	shape BLOB,                      -- geo/polygon.h
	PRIMARY KEY (area_id, batch_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX area_by_council ON area (council, kind);

-- Small areas of 2011 and what became of them in 2021.
CREATE TABLE area_change (
	batch_id INTEGER NOT NULL REFERENCES batch,
	from_area INTEGER NOT NULL,
	to_area INTEGER NOT NULL,
	change TEXT NOT NULL,            -- U unchanged, S split, M merged, X complex
	PRIMARY KEY (from_area, to_area, batch_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE measure (
	measure_id INTEGER PRIMARY KEY,
	batch_id INTEGER NOT NULL REFERENCES batch,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,              -- score, rank, decile, count or share
	worse TEXT NOT NULL,             -- high, low or none
	vintage INTEGER NOT NULL,
	UNIQUE (batch_id, name, kind)
) STRICT;

CREATE TABLE measure_value (
	measure_id INTEGER NOT NULL REFERENCES measure,
	area_id INTEGER NOT NULL,
	value REAL NOT NULL,
	PRIMARY KEY (measure_id, area_id)
) STRICT, WITHOUT ROWID;

-- People's decisions about pairs of records. They survive every rebuild.
CREATE TABLE decision (
	decision_id INTEGER PRIMARY KEY,
	left_source TEXT NOT NULL,
	left_key TEXT NOT NULL,
	right_source TEXT NOT NULL,
	right_key TEXT NOT NULL,
	verdict TEXT NOT NULL CHECK (verdict IN ('same', 'different', 'unsure')),
	person TEXT NOT NULL,
	reason TEXT NOT NULL,
	decided_at INTEGER NOT NULL
) STRICT;

-- Which record an organisation's identifier was minted from. Rows are never deleted: identifiers outlive their records.
CREATE TABLE identity (
	org_id TEXT PRIMARY KEY,
	source TEXT NOT NULL,
	key TEXT NOT NULL,
	number INTEGER NOT NULL UNIQUE,  -- order of minting: the older identifier survives a merge
	minted_on INTEGER NOT NULL,      -- date of the record's first edition
	UNIQUE (source, key)
) STRICT;

-- The list, worked out by `build` from current rows, decisions and reference tables.
CREATE TABLE organisation (
	org_id TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	status TEXT NOT NULL CHECK (status IN ('active', 'closed', 'unknown')),
	scale TEXT NOT NULL CHECK (scale IN ('local', 'regional', 'national', 'wider', 'unknown')),
	visibility TEXT NOT NULL CHECK (visibility IN ('publish', 'list', 'match only')),
	protected TEXT,                  -- why it is protected; its location is then in no output or calculation
	address TEXT,                    -- only where the public may visit
	postcode TEXT,                   -- of the registered office or contact: never shown unless address_public
	address_public INTEGER NOT NULL,
	latitude REAL,
	longitude REAL,
	lsoa TEXT,
	ward TEXT,
	council TEXT,
	unplaced TEXT,                   -- why it has no point
	activities TEXT,
	web TEXT,
	income_pence INTEGER,
	registered INTEGER,
	removed INTEGER,
	first_seen INTEGER NOT NULL,
	last_confirmed INTEGER NOT NULL,
	parent_id TEXT                   -- of a branch
) STRICT;

CREATE TABLE organisation_name (
	org_id TEXT NOT NULL REFERENCES organisation,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,              -- other, working, former, acronym
	PRIMARY KEY (org_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE organisation_identifier (
	org_id TEXT NOT NULL REFERENCES organisation,
	scheme TEXT NOT NULL,
	id TEXT NOT NULL,
	PRIMARY KEY (org_id, scheme, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX organisation_identifier_by_id ON organisation_identifier (scheme, id);

CREATE TABLE organisation_record (
	source_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	org_id TEXT NOT NULL REFERENCES organisation,
	PRIMARY KEY (source_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX organisation_record_by_org ON organisation_record (org_id);

CREATE TABLE organisation_code (
	org_id TEXT NOT NULL REFERENCES organisation,
	facet TEXT NOT NULL CHECK (facet IN ('need', 'people')),
	code TEXT NOT NULL,
	why TEXT NOT NULL,
	PRIMARY KEY (org_id, facet, code)
) STRICT, WITHOUT ROWID;

-- What an organisation has to do with a council's area: bits of enum eh_says.
CREATE TABLE organisation_area (
	org_id TEXT NOT NULL REFERENCES organisation,
	council TEXT NOT NULL,
	says INTEGER NOT NULL,
	PRIMARY KEY (council, org_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE service (
	service_id TEXT PRIMARY KEY,
	org_id TEXT NOT NULL REFERENCES organisation,
	name TEXT NOT NULL,
	from_service_source INTEGER NOT NULL, -- a source stated activity and place: it may be scored for shared ground
	located INTEGER NOT NULL,        -- the point is where help happens
	whole_place INTEGER NOT NULL,    -- reaches people where they are, or is protected
	protected TEXT,
	address TEXT,
	postcode TEXT,
	address_public INTEGER NOT NULL,
	latitude REAL,
	longitude REAL,
	lsoa TEXT,
	ward TEXT,
	council TEXT,
	times TEXT,
	capacity REAL,
	activities TEXT,
	open INTEGER NOT NULL,
	source_id INTEGER NOT NULL,
	key TEXT NOT NULL,
	last_confirmed INTEGER NOT NULL
) STRICT;
CREATE INDEX service_by_org ON service (org_id);

CREATE TABLE service_code (
	service_id TEXT NOT NULL REFERENCES service,
	facet TEXT NOT NULL CHECK (facet IN ('need', 'people')),
	code TEXT NOT NULL,
	why TEXT NOT NULL,
	PRIMARY KEY (service_id, facet, code)
) STRICT, WITHOUT ROWID;

-- Each grant once, whoever repeats it.
CREATE TABLE grant_award (
	grant_key TEXT PRIMARY KEY,
	org_id TEXT NOT NULL REFERENCES organisation,
	funder TEXT NOT NULL,
	title TEXT,
	award_date INTEGER,
	amount INTEGER,                  -- minor units
	currency TEXT NOT NULL,
	source_id INTEGER NOT NULL,
	key TEXT NOT NULL
) STRICT;
CREATE INDEX grant_award_by_org ON grant_award (org_id);

-- Pairs that only a person can settle.
CREATE TABLE question (
	left_source INTEGER NOT NULL,
	left_key TEXT NOT NULL,
	right_source INTEGER NOT NULL,
	right_key TEXT NOT NULL,
	weight REAL NOT NULL,
	probability REAL NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (left_source, left_key, right_source, right_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE build (
	number INTEGER PRIMARY KEY CHECK (number = 1),
	inputs TEXT NOT NULL,            -- digest of what the list was built from
	built_at INTEGER NOT NULL,
	records INTEGER NOT NULL,
	organisations INTEGER NOT NULL,
	links INTEGER NOT NULL,
	questions INTEGER NOT NULL,
	warnings TEXT NOT NULL
) STRICT;

-- What each build changed: identifiers that came, went, merged or split.
CREATE TABLE list_event (
	number INTEGER PRIMARY KEY,
	happened_at INTEGER NOT NULL,
	event TEXT NOT NULL CHECK (event IN ('new', 'gone', 'merged', 'split', 'closed', 'renamed', 'back')),
	org_id TEXT NOT NULL,
	other_id TEXT,
	text TEXT NOT NULL
) STRICT;

CREATE TABLE redirect (
	old_id TEXT PRIMARY KEY,
	org_id TEXT NOT NULL
) STRICT;
