-- People, what they may do, motions (two keys), and the audit of every write. Instants are UTC microseconds.

-- A person is a number. What is known of a person lies beside it, so that it can be erased alone.
CREATE TABLE person (
	person_id INTEGER PRIMARY KEY,
	state TEXT NOT NULL CHECK (state IN ('active', 'left', 'erased')),
	added_at INTEGER NOT NULL
) STRICT;

CREATE TABLE person_detail (
	person_id INTEGER PRIMARY KEY REFERENCES person,
	name TEXT NOT NULL,
	email TEXT NOT NULL UNIQUE       -- in lower case
) STRICT;

CREATE TABLE person_role (
	role_id INTEGER PRIMARY KEY,
	person_id INTEGER NOT NULL REFERENCES person,
	role TEXT NOT NULL CHECK (role IN ('officer', 'infrastructure', 'steward', 'administrator', 'holder', 'colleague')),
	side TEXT CHECK (side IN ('council', 'sector')),
	place_id TEXT,                   -- NULL: of an organisation, or an administrator of the whole installation
	org_id TEXT,                     -- of holders and colleagues; of a sector's steward: whom the steward comes from
	granted_by INTEGER NOT NULL,     -- person; 0 the system
	granted_at INTEGER NOT NULL,
	effective_at INTEGER NOT NULL,
	ended_by INTEGER,
	ended_at INTEGER,
	first INTEGER NOT NULL           -- a steward of the first, enrolled at installation
) STRICT;
CREATE INDEX person_role_by_person ON person_role (person_id);
CREATE INDEX person_role_by_place ON person_role (place_id, role);
CREATE INDEX person_role_by_org ON person_role (org_id);

-- Whoever is to be a steward is named by one and confirmed by another.
CREATE TABLE steward_invitation (
	invitation_id INTEGER PRIMARY KEY,
	person_id INTEGER NOT NULL REFERENCES person,
	side TEXT NOT NULL CHECK (side IN ('council', 'sector')),
	place_id TEXT NOT NULL,
	org_id TEXT,
	invited_by INTEGER NOT NULL,
	invited_at INTEGER NOT NULL,
	confirmed_by INTEGER,
	confirmed_at INTEGER,
	election TEXT,                   -- of a sector's steward: when, by how many
	role_id INTEGER REFERENCES person_role
) STRICT;

-- Figures that a rule sets, from a date on.
CREATE TABLE govern_figure (
	name TEXT NOT NULL,
	since INTEGER NOT NULL,          -- date
	value INTEGER NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (name, since)
) STRICT, WITHOUT ROWID;
INSERT INTO govern_figure VALUES
	('small income', 0, 10000000, 'pence; one key of the sector comes from an organisation with an income under this'),
	('steward wait', 0, 5, 'working days from appointment until a later steward may turn a key');

CREATE TABLE bank_holiday (
	division TEXT NOT NULL,
	date INTEGER NOT NULL,
	name TEXT NOT NULL,
	PRIMARY KEY (division, date)
) STRICT, WITHOUT ROWID;
-- England and Wales, as published on gov.uk/bank-holidays; a day that falls on a weekend stands on its substitute.
INSERT INTO bank_holiday VALUES
	('england', 19723, 'New Year''s Day'), -- 2024-01-01
	('england', 19811, 'Good Friday'), -- 2024-03-29
	('england', 19814, 'Easter Monday'), -- 2024-04-01
	('england', 19849, 'Early May bank holiday'), -- 2024-05-06
	('england', 19870, 'Spring bank holiday'), -- 2024-05-27
	('england', 19961, 'Summer bank holiday'), -- 2024-08-26
	('england', 20082, 'Christmas Day'), -- 2024-12-25
	('england', 20083, 'Boxing Day'), -- 2024-12-26
	('england', 20089, 'New Year''s Day'), -- 2025-01-01
	('england', 20196, 'Good Friday'), -- 2025-04-18
	('england', 20199, 'Easter Monday'), -- 2025-04-21
	('england', 20213, 'Early May bank holiday'), -- 2025-05-05
	('england', 20234, 'Spring bank holiday'), -- 2025-05-26
	('england', 20325, 'Summer bank holiday'), -- 2025-08-25
	('england', 20447, 'Christmas Day'), -- 2025-12-25
	('england', 20448, 'Boxing Day'), -- 2025-12-26
	('england', 20454, 'New Year''s Day'), -- 2026-01-01
	('england', 20546, 'Good Friday'), -- 2026-04-03
	('england', 20549, 'Easter Monday'), -- 2026-04-06
	('england', 20577, 'Early May bank holiday'), -- 2026-05-04
	('england', 20598, 'Spring bank holiday'), -- 2026-05-25
	('england', 20696, 'Summer bank holiday'), -- 2026-08-31
	('england', 20812, 'Christmas Day'), -- 2026-12-25
	('england', 20815, 'Boxing Day (substitute day)'), -- 2026-12-28
	('england', 20819, 'New Year''s Day'), -- 2027-01-01
	('england', 20903, 'Good Friday'), -- 2027-03-26
	('england', 20906, 'Easter Monday'), -- 2027-03-29
	('england', 20941, 'Early May bank holiday'), -- 2027-05-03
	('england', 20969, 'Spring bank holiday'), -- 2027-05-31
	('england', 21060, 'Summer bank holiday'), -- 2027-08-30
	('england', 21179, 'Christmas Day (substitute day)'), -- 2027-12-27
	('england', 21180, 'Boxing Day (substitute day)'); -- 2027-12-28

-- What was sent to somebody who wants to sign in. Tokens and codes are kept as keyed hashes only.
CREATE TABLE signin (
	signin_id INTEGER PRIMARY KEY,
	handle BLOB NOT NULL UNIQUE,     -- hash of what the asking browser keeps
	token BLOB NOT NULL UNIQUE,
	code BLOB NOT NULL,
	person_id INTEGER,               -- NULL: nobody has this address
	asked_at INTEGER NOT NULL,
	expires_at INTEGER NOT NULL,
	tries INTEGER NOT NULL,
	used_at INTEGER
) STRICT;
CREATE INDEX signin_by_expiry ON signin (expires_at);
CREATE INDEX signin_by_person ON signin (person_id);

CREATE TABLE rate (
	key BLOB NOT NULL,               -- keyed hash of what is counted and for whom
	window_start INTEGER NOT NULL,
	count INTEGER NOT NULL,
	PRIMARY KEY (key, window_start)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
	session_id INTEGER PRIMARY KEY,
	hash BLOB NOT NULL UNIQUE,
	person_id INTEGER NOT NULL REFERENCES person,
	started_at INTEGER NOT NULL,
	seen_at INTEGER NOT NULL,
	strong_at INTEGER,               -- when a second factor was shown
	agent TEXT NOT NULL,             -- "Firefox on Android"
	ended_at INTEGER
) STRICT;
CREATE INDEX session_by_person ON session (person_id);

-- The second factor: a secret sealed with the installation's key.
CREATE TABLE factor (
	person_id INTEGER PRIMARY KEY REFERENCES person,
	sealed BLOB NOT NULL,
	started_at INTEGER NOT NULL,
	confirmed_at INTEGER,            -- NULL: not yet
	last_step INTEGER NOT NULL       -- the newest 30-second step whose code was taken
) STRICT;

CREATE TABLE recovery_code (
	person_id INTEGER NOT NULL REFERENCES person,
	slot INTEGER NOT NULL,
	hash TEXT NOT NULL,              -- Argon2id
	used_at INTEGER,
	PRIMARY KEY (person_id, slot)
) STRICT, WITHOUT ROWID;

-- A steward's second factor is put back by two.
CREATE TABLE factor_reset (
	reset_id INTEGER PRIMARY KEY,
	person_id INTEGER NOT NULL REFERENCES person,
	asked_by INTEGER NOT NULL,
	asked_at INTEGER NOT NULL,
	done_by INTEGER,
	done_at INTEGER
) STRICT;
CREATE INDEX factor_reset_by_person ON factor_reset (person_id);

CREATE TABLE motion (
	place_id TEXT NOT NULL,
	motion_id INTEGER NOT NULL UNIQUE,
	kind TEXT NOT NULL,
	subject_kind TEXT NOT NULL,
	subject_id TEXT NOT NULL,
	reasons TEXT NOT NULL,
	proposed_by INTEGER NOT NULL REFERENCES person (person_id),
	proposed_side TEXT NOT NULL CHECK (proposed_side IN ('council', 'sector')),
	proposed_at INTEGER NOT NULL,
	lapses_at INTEGER NOT NULL,
	digest BLOB NOT NULL,            -- of exactly what it enacts
	state TEXT NOT NULL CHECK (state IN ('proposed', 'in force', 'alone', 'lapsed', 'void', 'withdrawn')),
	decided_at INTEGER,
	alone_side TEXT CHECK (alone_side IN ('council', 'sector')),
	statement TEXT,                  -- of what is in force: who decided it, in a sentence
	PRIMARY KEY (place_id, motion_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX motion_by_subject ON motion (place_id, kind, subject_kind, subject_id);

-- Keys that are turned now. Those taken back or voided are gone from here and stand in motion_event.
CREATE TABLE motion_key (
	place_id TEXT NOT NULL,
	motion_id INTEGER NOT NULL,
	person_id INTEGER NOT NULL REFERENCES person,
	side TEXT NOT NULL CHECK (side IN ('council', 'sector')),
	org_id TEXT,
	digest BLOB NOT NULL,
	turned_at INTEGER NOT NULL,
	PRIMARY KEY (place_id, motion_id, person_id),
	FOREIGN KEY (place_id, motion_id) REFERENCES motion
) STRICT, WITHOUT ROWID;

CREATE TABLE motion_refusal (
	place_id TEXT NOT NULL,
	motion_id INTEGER NOT NULL,
	person_id INTEGER NOT NULL REFERENCES person,
	side TEXT NOT NULL CHECK (side IN ('council', 'sector')),
	org_id TEXT,
	refused_at INTEGER NOT NULL,
	PRIMARY KEY (place_id, motion_id, person_id),
	FOREIGN KEY (place_id, motion_id) REFERENCES motion
) STRICT, WITHOUT ROWID;

CREATE TABLE motion_event (
	place_id TEXT NOT NULL,
	motion_id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	at INTEGER NOT NULL,
	event TEXT NOT NULL,
	person_id INTEGER NOT NULL,      -- 0: nobody in particular
	side TEXT,
	text TEXT NOT NULL,
	PRIMARY KEY (place_id, motion_id, number),
	FOREIGN KEY (place_id, motion_id) REFERENCES motion
) STRICT, WITHOUT ROWID;

-- The audit: one row a write, each linked to the one before. What was written lies beside it under a salt, and can be erased with it.
CREATE TABLE audit (
	number INTEGER PRIMARY KEY,      -- from 1, without a hole
	at INTEGER NOT NULL,
	person_id INTEGER NOT NULL,      -- 0: the system
	role TEXT NOT NULL,              -- as whom: "steward", "" for the system
	side TEXT NOT NULL,
	org_id TEXT NOT NULL,
	verb TEXT NOT NULL,
	subject_kind TEXT NOT NULL,
	subject_id TEXT NOT NULL,
	place_id TEXT NOT NULL,
	is_public INTEGER NOT NULL,
	digest BLOB NOT NULL,            -- BLAKE2b-256 of salt and payload
	link BLOB NOT NULL UNIQUE        -- BLAKE2b-256 of the link before, the digest and all fields above
) STRICT;
CREATE INDEX audit_by_subject ON audit (subject_kind, subject_id);
CREATE INDEX audit_by_person ON audit (person_id);
CREATE INDEX audit_by_time ON audit (at);

CREATE TABLE audit_payload (
	number INTEGER PRIMARY KEY REFERENCES audit,
	about_person INTEGER NOT NULL,   -- whom it tells of; 0 nobody
	salt BLOB,                       -- NULL: erased, value and salt
	payload TEXT
) STRICT;
CREATE INDEX audit_payload_by_person ON audit_payload (about_person);
