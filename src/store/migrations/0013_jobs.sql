-- Work that goes on behind the pages, letters to people, and when things are to be done. Instants are UTC microseconds.
CREATE TABLE job (
	job_id INTEGER PRIMARY KEY AUTOINCREMENT,
	kind TEXT NOT NULL CHECK (kind IN ('import', 'build', 'report', 'e-mail', 'backup', 'digest', 'audit-head')),
	key TEXT NOT NULL,               -- of jobs with the same key one runs at a time
	place_id TEXT,                   -- NULL: of the whole installation
	detail TEXT NOT NULL,            -- JSON, or a number: what is to be done
	state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
	asked_by INTEGER NOT NULL,       -- person; 0 the system
	asked_at INTEGER NOT NULL,
	due_at INTEGER NOT NULL,         -- not before
	attempts INTEGER NOT NULL,
	most_attempts INTEGER NOT NULL,
	lease BLOB,                      -- of the worker that has it
	lease_until INTEGER,
	stop_asked INTEGER NOT NULL,
	done INTEGER NOT NULL,           -- progress
	size INTEGER NOT NULL,
	doing TEXT NOT NULL,
	started_at INTEGER,
	ended_at INTEGER,
	result TEXT,                     -- of done: text or JSON; of failed and queued again: why, for the user
	CHECK ((state = 'running') = (lease IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX job_running ON job (key) WHERE state = 'running';
CREATE INDEX job_by_state ON job (state, due_at);

CREATE TABLE schedule (
	name TEXT PRIMARY KEY,
	kind TEXT NOT NULL,
	key TEXT NOT NULL,
	detail TEXT NOT NULL,
	weekday INTEGER,                 -- 0 Monday … 6 Sunday; NULL: every day
	minute INTEGER NOT NULL,         -- of the day, in London
	next_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Letters. Whom and what lie here only until the letter is sent or given up; then the row says no more than that there was one.
CREATE TABLE mail (
	mail_id INTEGER PRIMARY KEY AUTOINCREMENT,
	kind TEXT NOT NULL,
	person_id INTEGER,               -- NULL: somebody who is no person here
	address TEXT,
	subject TEXT,
	body_text TEXT,
	body_html TEXT,
	unsubscribe TEXT,                -- address that ends letters of this kind; NULL: none
	queued_at INTEGER NOT NULL,
	ended_at INTEGER,
	state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'given up', 'not wanted'))
) STRICT;
CREATE INDEX mail_by_person ON mail (person_id, kind, queued_at);

-- Who wants no more letters of a kind.
CREATE TABLE mail_refusal (
	person_id INTEGER NOT NULL REFERENCES person,
	kind TEXT NOT NULL,
	since INTEGER NOT NULL,
	PRIMARY KEY (person_id, kind)
) STRICT, WITHOUT ROWID;
