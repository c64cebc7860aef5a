-- What organisations say of themselves, beside what others say of them.

-- One wording of one field at a time counts: the newest that nothing replaced. Older ones stay.
CREATE TABLE own_word (
	number INTEGER PRIMARY KEY,
	org_id TEXT NOT NULL,
	field TEXT NOT NULL,             -- name, does, web, telephone
	value TEXT NOT NULL,             -- '' takes back what was said
	said_as TEXT NOT NULL CHECK (said_as IN ('organisation', 'keeper')),
	person_id INTEGER NOT NULL,
	said_at INTEGER NOT NULL
) STRICT;
CREATE INDEX own_word_of ON own_word (org_id, field, number);

-- "Still right."
CREATE TABLE own_confirmation (
	org_id TEXT PRIMARY KEY,
	person_id INTEGER NOT NULL,
	confirmed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What somebody proposes to change in an entry, and what became of it.
CREATE TABLE correction (
	correction_id INTEGER PRIMARY KEY,
	place_id TEXT NOT NULL,
	org_id TEXT NOT NULL,
	field TEXT NOT NULL,
	proposed TEXT NOT NULL,
	why TEXT NOT NULL,
	proposed_at INTEGER NOT NULL,
	due_at INTEGER NOT NULL,         -- ten working days
	state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'reworded', 'declined')),
	answer TEXT NOT NULL,            -- the words accepted, or why it was declined
	decided_as TEXT,                 -- organisation, keeper
	decided_at INTEGER
) STRICT;
CREATE INDEX correction_of ON correction (org_id, state);
CREATE INDEX correction_waiting ON correction (place_id, state, due_at);

-- Who asked to speak for an organisation. Held once the address that the claim rests on has answered.
CREATE TABLE claim (
	claim_id INTEGER PRIMARY KEY,
	org_id TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	rests_on TEXT NOT NULL,          -- the organisation's own web domain
	asked_at INTEGER NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('asked', 'held', 'lapsed')),
	decided_at INTEGER
) STRICT;
CREATE INDEX claim_of ON claim (person_id, state);
