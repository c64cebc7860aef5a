-- What the public side needs: what an entry of the search is chiefly for.

-- Of its needs those that its name says, or that come first in what it does; codes, space between. Empty until the list is made again.
ALTER TABLE search_entry ADD COLUMN chief TEXT NOT NULL DEFAULT '';
