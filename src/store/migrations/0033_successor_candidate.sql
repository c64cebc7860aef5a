-- Organisations of one name in one place, or with one web address, with two numbers of one register, the first of them not known to be active.
-- A pair comes once for each name that both have. CROSS JOIN keeps the order: names are looked up, never every entry compared with every other.
CREATE VIEW successor_candidate AS
SELECT o.org_id AS old_id, n.org_id AS new_id, eo.entry_id AS old_entry
FROM search_entry eo CROSS JOIN organisation o CROSS JOIN search_key ko CROSS JOIN search_key kn
CROSS JOIN search_entry en CROSS JOIN organisation n
WHERE eo.kind = 'organisation' AND o.org_id = eo.id AND ko.entry_id = eo.entry_id AND ko.kind IN ('name', 'other')
AND kn.key = ko.key AND kn.kind IN ('name', 'other') AND kn.entry_id <> ko.entry_id
AND en.entry_id = kn.entry_id AND en.kind = 'organisation' AND n.org_id = en.id
AND o.status <> 'active' AND o.protected IS NULL AND n.protected IS NULL AND n.registered IS NOT NULL
AND (o.council = n.council OR EXISTS (SELECT 1 FROM organisation_area a JOIN organisation_area b ON b.council = a.council
	WHERE a.org_id = o.org_id AND b.org_id = n.org_id)
	OR o.web = n.web)
AND EXISTS (SELECT 1 FROM organisation_identifier i JOIN organisation_identifier j ON j.scheme = i.scheme AND j.id <> i.id
	WHERE i.org_id = o.org_id AND j.org_id = n.org_id);
