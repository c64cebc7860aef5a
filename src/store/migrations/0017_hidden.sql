-- What is not shown of an organisation's entry though the list has it, and on whose word. Shown again by the organisation, or by two keys.
CREATE TABLE hidden (
	org_id TEXT NOT NULL,
	what TEXT NOT NULL CHECK (what IN ('address', 'contact', 'entry')),
	hidden_as TEXT NOT NULL CHECK (hidden_as IN ('organisation', 'safety', 'two keys')),
	person_id INTEGER NOT NULL,
	hidden_at INTEGER NOT NULL,
	PRIMARY KEY (org_id, what)
) STRICT, WITHOUT ROWID;
