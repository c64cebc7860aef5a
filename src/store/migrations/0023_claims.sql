-- Claims: what they rest on, that their maker answered a letter, and that whoever kept the entry before may contest them.
CREATE TABLE claim_new (
	claim_id INTEGER PRIMARY KEY,
	org_id TEXT NOT NULL,
	person_id INTEGER NOT NULL,
	basis TEXT NOT NULL CHECK (basis IN ('domain', 'register', 'vouching')),
	rests_on TEXT NOT NULL,          -- the organisation's own web domain; "" of the others
	asked_at INTEGER NOT NULL,
	proved_at INTEGER,               -- when its maker signed in by a letter to the address given
	state TEXT NOT NULL CHECK (state IN ('asked', 'held', 'contested', 'withdrawn', 'lapsed')),
	contested_by INTEGER,
	contested_at INTEGER,
	why TEXT,                        -- it is contested
	decided_at INTEGER
) STRICT;
INSERT INTO claim_new (claim_id, org_id, person_id, basis, rests_on, asked_at, proved_at, state, decided_at)
	SELECT claim_id, org_id, person_id, 'domain', rests_on, asked_at, CASE state WHEN 'held' THEN decided_at END, state, decided_at
	FROM claim;
DROP TABLE claim;
ALTER TABLE claim_new RENAME TO claim;
CREATE INDEX claim_of ON claim (person_id, state);
CREATE INDEX claim_by_org ON claim (org_id, state);

-- Letters to the address that an organisation's register publishes, asking it to look after its entry. The address is not kept here.
CREATE TABLE claim_invitation (
	invitation_id INTEGER PRIMARY KEY,
	org_id TEXT NOT NULL,
	invited_by INTEGER NOT NULL,
	invited_at INTEGER NOT NULL
) STRICT;
CREATE INDEX claim_invitation_of ON claim_invitation (org_id, invited_at);
