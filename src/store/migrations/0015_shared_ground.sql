-- What an organisation says of ground that a service of its own shares with another's. Two that say the same and both allow it make the pair
-- public; silence is no.
CREATE TABLE ground_answer (
	mine TEXT NOT NULL,              -- service of the organisation that answers
	other TEXT NOT NULL,             -- service of the other
	org_id TEXT NOT NULL,            -- who answered
	kind TEXT NOT NULL CHECK (kind IN ('complementary', 'overflow', 'refer', 'different_people', 'same')),
	may_show INTEGER NOT NULL CHECK (may_show IN (0, 1)),
	person_id INTEGER NOT NULL,
	said_at INTEGER NOT NULL,
	PRIMARY KEY (mine, other)
) STRICT, WITHOUT ROWID;
