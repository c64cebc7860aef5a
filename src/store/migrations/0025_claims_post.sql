-- Claims by a code in the post, invitations of many at once, and the address of a group that others tell of.
CREATE TABLE claim_new (
	claim_id INTEGER PRIMARY KEY,
	org_id TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	basis TEXT NOT NULL CHECK (basis IN ('domain', 'register', 'post', 'vouching')),
	rests_on TEXT NOT NULL,          -- the organisation's own web domain; "" of the others
	asked_at INTEGER NOT NULL,
	proved_at INTEGER,               -- when its maker signed in by a letter to the address given, and typed in the code
	state TEXT NOT NULL CHECK (state IN ('asked', 'held', 'contested', 'withdrawn', 'lapsed')),
	contested_by INTEGER,
	contested_at INTEGER,
	why TEXT,                        -- it is contested
	decided_at INTEGER
) STRICT;
INSERT INTO claim_new (claim_id, org_id, person_id, basis, rests_on, asked_at, proved_at, state, contested_by, contested_at, why, decided_at)
	SELECT claim_id, org_id, person_id, basis, rests_on, asked_at, proved_at, state, contested_by, contested_at, why, decided_at FROM claim;
DROP TABLE claim;
ALTER TABLE claim_new RENAME TO claim;
CREATE INDEX claim_of ON claim (person_id, state);
CREATE INDEX claim_by_org ON claim (org_id, state);

-- The letter with a code. Of the newest code only a keyed hash stays, and none once it was used.
CREATE TABLE claim_letter (
	claim_id INTEGER PRIMARY KEY,
	code BLOB NOT NULL,
	printed_by INTEGER NOT NULL,
	printed_at INTEGER NOT NULL,
	prints INTEGER NOT NULL,
	tries INTEGER NOT NULL           -- wrong codes since it was printed
) STRICT;

-- Invitations of many at once: who asked for them, and what came of each.
CREATE TABLE invite_run (
	run_id INTEGER PRIMARY KEY,
	place_id TEXT NOT NULL,
	whom TEXT NOT NULL CHECK (whom IN ('never', 'again', 'stale')),
	asked_by INTEGER NOT NULL,
	asked_as TEXT NOT NULL CHECK (asked_as IN ('officer', 'infrastructure')),
	asked_at INTEGER NOT NULL,
	ended_at INTEGER
) STRICT;
CREATE INDEX invite_run_of ON invite_run (place_id, run_id);
CREATE TABLE invite_line (
	run_id INTEGER NOT NULL,
	org_id TEXT NOT NULL,
	outcome TEXT NOT NULL CHECK (outcome IN ('planned', 'invited', 'kept', 'lately', 'unreachable', 'unwanted', 'gone')),
	invitation_id INTEGER,
	PRIMARY KEY (run_id, org_id)
) STRICT, WITHOUT ROWID;

-- The address is kept as a keyed hash alone; NULL of invitations before that was kept.
ALTER TABLE claim_invitation ADD COLUMN place_id TEXT NOT NULL DEFAULT '';
ALTER TABLE claim_invitation ADD COLUMN address BLOB;
ALTER TABLE claim_invitation ADD COLUMN mail_id INTEGER;
ALTER TABLE claim_invitation ADD COLUMN answered_at INTEGER; -- its button was pressed
CREATE INDEX claim_invitation_to ON claim_invitation (address);

-- Addresses that want no more of them.
CREATE TABLE invite_refusal (
	address BLOB PRIMARY KEY,
	since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The group's own address, for the one letter that tells it; never public, emptied with who said so.
ALTER TABLE added_group ADD COLUMN email TEXT NOT NULL DEFAULT '';
