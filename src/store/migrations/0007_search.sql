-- Finding organisations and services (register/search.h): worked out by `build` like the list itself.

-- A telephone that the public may ring, as a source gives it.
CREATE TABLE organisation_telephone (
	org_id TEXT PRIMARY KEY REFERENCES organisation ON DELETE CASCADE,
	telephone TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE service_telephone (
	service_id TEXT PRIMARY KEY REFERENCES service ON DELETE CASCADE,
	telephone TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX organisation_area_by_org ON organisation_area (org_id);

-- What may be found, with nothing in it that may not be shown.
CREATE TABLE search_entry (
	entry_id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('organisation', 'service')),
	id TEXT NOT NULL,                -- of the organisation or service
	org_id TEXT NOT NULL,
	digest INTEGER NOT NULL,         -- of all the rest and of the words, to tell what changed
	name TEXT NOT NULL,
	org_name TEXT NOT NULL,
	sort_name TEXT NOT NULL,         -- the words of the name, folded
	status TEXT NOT NULL,
	scale TEXT NOT NULL,
	protected INTEGER NOT NULL,
	whole_place INTEGER NOT NULL,
	same INTEGER NOT NULL,           -- a service that is called as its organisation and lies in the same ward
	address TEXT,                    -- for the public
	postcode TEXT,                   -- likewise
	latitude REAL,                   -- of the public address, else the middle of the small area
	longitude REAL,
	exact INTEGER NOT NULL,          -- the point is that of the public address
	ward TEXT,
	council TEXT,
	councils TEXT NOT NULL,          -- whose lists it is in; codes, space between
	needs TEXT NOT NULL,
	people TEXT NOT NULL,
	activities TEXT,
	web TEXT,
	telephone TEXT,
	times TEXT,
	hours TEXT,                      -- opening times of it or its services that are understood, one a line
	last_confirmed INTEGER NOT NULL,
	UNIQUE (kind, id)
) STRICT;
CREATE INDEX search_entry_by_org ON search_entry (org_id);

-- What is looked up whole: names, acronyms, numbers.
CREATE TABLE search_key (
	key TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('name', 'other', 'acronym', 'number')),
	entry_id INTEGER NOT NULL,
	shown TEXT NOT NULL,             -- the name as it is written
	PRIMARY KEY (key, entry_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_key_by_entry ON search_key (entry_id);

-- Words of the index with their stems, for endings and misspellings.
CREATE TABLE search_word (
	word TEXT PRIMARY KEY,
	stem TEXT NOT NULL,
	entries INTEGER NOT NULL,
	written INTEGER NOT NULL         -- those that have it in their names or texts: 0 for acronyms and numbers made of them
) STRICT, WITHOUT ROWID;

CREATE TABLE search_state (
	number INTEGER PRIMARY KEY CHECK (number = 1),
	version INTEGER NOT NULL         -- grows with every change of the index
) STRICT;

-- Words as folded by the program; endings are the query's affair, so that beginnings and spellings work on whole words.
CREATE VIRTUAL TABLE search_text USING fts5 (name, code, does, place, tokenize = "unicode61 remove_diacritics 0", detail = 'column',
	prefix = '2 3');
CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab (search_text, 'col');
