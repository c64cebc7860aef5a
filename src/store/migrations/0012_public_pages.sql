-- What the public pages look up for each visitor: an organisation's branches and what happened to it.
CREATE INDEX organisation_by_parent ON organisation (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX list_event_by_organisation ON list_event (org_id);
CREATE INDEX list_event_by_other ON list_event (other_id) WHERE other_id IS NOT NULL;
