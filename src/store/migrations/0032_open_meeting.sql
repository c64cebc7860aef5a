-- Open meetings, which a side of a place calls and everybody may come to. Instants are UTC microseconds.
CREATE TABLE open_meeting (
	meeting_id INTEGER PRIMARY KEY,
	place_id TEXT NOT NULL,
	side TEXT NOT NULL CHECK (side IN ('council', 'sector')), -- that called it; it alone changes it
	called_by INTEGER NOT NULL,
	called_at INTEGER NOT NULL,
	changed_at INTEGER NOT NULL,         -- when it was last said anew: called, changed, cancelled, held
	sequence INTEGER NOT NULL DEFAULT 0, -- of RFC 5545: how often it was
	state TEXT NOT NULL CHECK (state IN ('announced', 'changed', 'cancelled', 'held')),
	starts_at INTEGER NOT NULL,
	ends_at INTEGER NOT NULL,
	title TEXT NOT NULL,
	purpose TEXT NOT NULL,
	venue TEXT NOT NULL,   -- of the public; '' when it is online alone
	online TEXT NOT NULL,  -- an https address; '' when it is not online
	access TEXT NOT NULL,  -- step-free, hearing loop, interpreter: in words
	contact TEXT NOT NULL, -- '' once the meeting is over, or whoever called it is erased
	papers TEXT NOT NULL,  -- https addresses, one a line
	reason TEXT NOT NULL   -- why it was cancelled
) STRICT;
CREATE INDEX open_meeting_of ON open_meeting (place_id, starts_at);
