-- Who says that an organisation or a service is there at the date of last_confirmed: people (it itself, or a keeper of the list), a list that
-- still holds it, or no more than a grant. The next build makes the whole list anew, since it is worked out when an entry is made.
ALTER TABLE organisation ADD COLUMN confirmed_by TEXT NOT NULL DEFAULT 'list' CHECK (confirmed_by IN ('people', 'list', 'grant'));
ALTER TABLE service ADD COLUMN confirmed_by TEXT NOT NULL DEFAULT 'list' CHECK (confirmed_by IN ('people', 'list', 'grant'));
ALTER TABLE search_entry ADD COLUMN confirmed_by TEXT NOT NULL DEFAULT 'list' CHECK (confirmed_by IN ('people', 'list', 'grant'));
DELETE FROM link_state;
UPDATE build SET inputs = '';
