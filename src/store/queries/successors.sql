--: successor_pairs () -> many (old_id text, new_id text)
-- Organisations of one name in one place, or with one web address, with two numbers of one register, the first of them not known to be active.
-- CROSS JOIN keeps the order: names are looked up, never every entry compared with every other.
SELECT DISTINCT o.org_id, n.org_id FROM search_entry eo CROSS JOIN organisation o CROSS JOIN search_key ko CROSS JOIN search_key kn
CROSS JOIN search_entry en CROSS JOIN organisation n
WHERE eo.kind = 'organisation' AND o.org_id = eo.id AND ko.entry_id = eo.entry_id AND ko.kind IN ('name', 'other')
AND kn.key = ko.key AND kn.kind IN ('name', 'other') AND kn.entry_id <> ko.entry_id
AND en.entry_id = kn.entry_id AND en.kind = 'organisation' AND n.org_id = en.id
AND o.status <> 'active' AND o.protected IS NULL AND n.protected IS NULL AND n.registered IS NOT NULL
AND (o.council = n.council OR EXISTS (SELECT 1 FROM organisation_area a JOIN organisation_area b ON b.council = a.council
	WHERE a.org_id = o.org_id AND b.org_id = n.org_id)
	OR o.web = n.web)
AND EXISTS (SELECT 1 FROM organisation_identifier i JOIN organisation_identifier j ON j.scheme = i.scheme AND j.id <> i.id
	WHERE i.org_id = o.org_id AND j.org_id = n.org_id)
ORDER BY o.org_id, n.org_id;

--: successor_pairs_of (org_id text) -> many (old_id text, new_id text)
-- Those that one organisation is in.
SELECT DISTINCT o.org_id, n.org_id FROM search_entry eo CROSS JOIN organisation o CROSS JOIN search_key ko CROSS JOIN search_key kn
CROSS JOIN search_entry en CROSS JOIN organisation n
WHERE eo.kind = 'organisation' AND o.org_id = eo.id AND ko.entry_id = eo.entry_id AND ko.kind IN ('name', 'other')
AND kn.key = ko.key AND kn.kind IN ('name', 'other') AND kn.entry_id <> ko.entry_id
AND en.entry_id = kn.entry_id AND en.kind = 'organisation' AND n.org_id = en.id
AND o.status <> 'active' AND o.protected IS NULL AND n.protected IS NULL AND n.registered IS NOT NULL
AND (o.council = n.council OR EXISTS (SELECT 1 FROM organisation_area a JOIN organisation_area b ON b.council = a.council
	WHERE a.org_id = o.org_id AND b.org_id = n.org_id)
	OR o.web = n.web)
AND EXISTS (SELECT 1 FROM organisation_identifier i JOIN organisation_identifier j ON j.scheme = i.scheme AND j.id <> i.id
	WHERE i.org_id = o.org_id AND j.org_id = n.org_id)
AND ?1 IN (o.org_id, n.org_id) AND eo.entry_id IN (SELECT k.entry_id FROM search_key k WHERE k.key IN (SELECT m.key FROM search_key m
	JOIN search_entry e ON e.entry_id = m.entry_id WHERE e.kind = 'organisation' AND e.id = ?1)) ORDER BY o.org_id, n.org_id;

--: successor_clear () -> none
DELETE FROM successor;

--: successor_clear_of (org_id text) -> none
DELETE FROM successor WHERE old_id = ?1 OR new_id = ?1;

--: successor_add (old_id text, new_id text, scheme text, registered i64, registered_by text, left_on i64, seen_until i64, gone_by i64, left_by text, reason text) -> none
INSERT INTO successor VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING;

--: successor_of (org_id text) -> many (other_id text, name text, continues i64, scheme text, registered i64, registered_by text, left_on i64, seen_until i64, gone_by i64, left_by text, reason text)
-- What an organisation seems to continue, and what seems to continue it; not where several might.
SELECT o.org_id, o.name, s.new_id = ?1, s.scheme, s.registered, s.registered_by, s.left_on, s.seen_until, s.gone_by, s.left_by, s.reason
FROM successor s JOIN organisation o ON o.org_id = CASE s.new_id WHEN ?1 THEN s.old_id ELSE s.new_id END
WHERE (s.old_id = ?1 OR s.new_id = ?1) AND o.visibility <> 'match only' AND o.protected IS NULL
AND (SELECT count(*) FROM successor t WHERE t.old_id = s.old_id) = 1 ORDER BY s.registered, o.org_id;
