--: decision_all () -> many (left_source text, left_key text, right_source text, right_key text, verdict text, reason text)
-- Oldest first: the last word on a pair counts.
SELECT left_source, left_key, right_source, right_key, verdict, reason FROM decision ORDER BY decision_id;

--: decision_add (left_source text, left_key text, right_source text, right_key text, verdict text, person text, reason text, decided_at i64) -> none
INSERT INTO decision (left_source, left_key, right_source, right_key, verdict, person, reason, decided_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

--: decision_newest (place_id text) -> one (decision_id i64, left_source text, left_key text, right_source text, right_key text, verdict text, person text, reason text, decided_at i64)
SELECT decision_id, left_source, left_key, right_source, right_key, verdict, person, reason, decided_at FROM decision d
WHERE ?1 IS NULL OR EXISTS (SELECT 1 FROM source s JOIN place p ON p.place_id = ?1
	LEFT JOIN organisation_record r ON r.source_id = s.source_id
		AND ((s.name = d.left_source AND r.key = d.left_key) OR (s.name = d.right_source AND r.key = d.right_key))
	LEFT JOIN organisation o ON o.org_id = r.org_id
	WHERE s.name IN (d.left_source, d.right_source) AND (s.place_id = ?1 OR o.council = p.council_code
		OR EXISTS (SELECT 1 FROM organisation_area a WHERE a.council = p.council_code AND a.org_id = o.org_id)
		OR EXISTS (SELECT 1 FROM service t WHERE t.org_id = o.org_id AND t.council = p.council_code)))
ORDER BY decision_id DESC LIMIT 1;

--: decision_delete (decision_id i64) -> none
DELETE FROM decision WHERE decision_id = ?1;

--: identity_all () -> many (org_id text, source text, key text, number i64)
SELECT org_id, source, key, number FROM identity ORDER BY number;

--: identity_add (org_id text, source text, key text, number i64, minted_on i64) -> none
INSERT INTO identity VALUES (?1, ?2, ?3, ?4, ?5);

--: list_clear_codes () -> none
DELETE FROM organisation_code;
--: list_clear_names () -> none
DELETE FROM organisation_name;
--: list_clear_identifiers () -> none
DELETE FROM organisation_identifier;
--: list_clear_records () -> none
DELETE FROM organisation_record;
--: list_clear_areas () -> none
DELETE FROM organisation_area;
--: list_clear_service_codes () -> none
DELETE FROM service_code;
--: list_clear_services () -> none
DELETE FROM service;
--: list_clear_grants () -> none
DELETE FROM grant_award;
--: list_clear_questions () -> none
DELETE FROM question;
--: list_clear_redirects () -> none
DELETE FROM redirect;
--: list_clear_organisations () -> none
DELETE FROM organisation;

--: organisation_add (org_id text, name text, status text, scale text, visibility text, protected text, address text, postcode text, address_public i64, latitude f64, longitude f64, lsoa text, ward text, council text, unplaced text, activities text, web text, income_pence i64, registered i64, removed i64, first_seen i64, last_confirmed i64, parent_id text) -> none
INSERT INTO organisation (org_id, name, status, scale, visibility, protected, address, postcode, address_public, latitude, longitude, lsoa, ward,
	council, unplaced, activities, web, income_pence, registered, removed, first_seen, last_confirmed, parent_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23);

--: organisation_confirmed_by (org_id text, confirmed_by text) -> none
UPDATE organisation SET confirmed_by = ?2 WHERE org_id = ?1;

--: service_confirmed_by (service_id text, confirmed_by text) -> none
UPDATE service SET confirmed_by = ?2 WHERE service_id = ?1;

--: organisation_name_add (org_id text, name text, kind text) -> none
INSERT INTO organisation_name VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING;

--: organisation_identifier_add (org_id text, scheme text, id text) -> none
INSERT INTO organisation_identifier VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING;

--: organisation_record_add (source_id i64, key text, org_id text) -> none
INSERT INTO organisation_record VALUES (?1, ?2, ?3);

--: organisation_code_add (org_id text, facet text, code text, why text) -> none
INSERT INTO organisation_code VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING;

--: organisation_area_add (org_id text, council text, says i64) -> none
INSERT INTO organisation_area VALUES (?1, ?2, ?3) ON CONFLICT (council, org_id) DO UPDATE SET says = says | ?3;

--: service_add (service_id text, org_id text, name text, from_service_source i64, located i64, whole_place i64, protected text, address text, postcode text, address_public i64, latitude f64, longitude f64, lsoa text, ward text, council text, times text, capacity f64, activities text, open i64, source_id i64, key text, last_confirmed i64) -> none
INSERT INTO service (service_id, org_id, name, from_service_source, located, whole_place, protected, address, postcode, address_public, latitude,
	longitude, lsoa, ward, council, times, capacity, activities, open, source_id, key, last_confirmed)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22);

--: service_code_add (service_id text, facet text, code text, why text) -> none
INSERT INTO service_code VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING;

--: grant_add (grant_key text, org_id text, funder text, title text, award_date i64, amount i64, currency text, source_id i64, key text) -> none
INSERT INTO grant_award VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING;

--: question_add (left_source i64, left_key text, right_source i64, right_key text, weight f64, probability f64, reason text) -> none
INSERT INTO question VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING;

--: redirect_add (old_id text, org_id text) -> none
INSERT INTO redirect VALUES (?1, ?2);

--: redirect_get (old_id text) -> one (org_id text)
SELECT org_id FROM redirect WHERE old_id = ?1;

--: list_event_since (number i64) -> many (number i64, happened_at i64, event text, org_id text, other_id text, text text)
SELECT number, happened_at, event, org_id, other_id, text FROM list_event WHERE number > ?1 ORDER BY number;

--: list_event_newest () -> one (number i64)
SELECT coalesce(max(number), 0) FROM list_event;

--: build_put (inputs text, built_at i64, records i64, organisations i64, links i64, questions i64, warnings text) -> none
INSERT INTO build VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (number) DO UPDATE SET inputs = ?1, built_at = ?2, records = ?3, organisations = ?4, links = ?5, questions = ?6, warnings = ?7;

--: build_get () -> one (inputs text, built_at i64, records i64, organisations i64, links i64, questions i64, warnings text)
SELECT inputs, built_at, records, organisations, links, questions, warnings FROM build WHERE number = 1;

--: build_counts () -> one (services i64, unplaced i64)
-- What a build tells besides what it keeps.
SELECT (SELECT count(*) FROM service), (SELECT count(*) FROM organisation WHERE unplaced IS NOT NULL AND protected IS NULL);

--: inputs_digest () -> one (batches text, decisions i64, answers text)
-- What the list depends on, to tell whether it is out of date. Answers in full: one that was undone may have left its number to another.
SELECT (SELECT coalesce(group_concat(batch_id || ':' || sha256, ' '), '') FROM (SELECT batch_id, sha256 FROM batch WHERE state = 'live'
	ORDER BY batch_id)), (SELECT coalesce(max(decision_id), 0) FROM decision), (SELECT coalesce(group_concat(decision, char(30)), '') FROM (SELECT left_source || char(31) || left_key || char(31) ||
	right_source || char(31) || right_key || char(31) || verdict AS decision FROM decision ORDER BY decision_id));

--: organisation_before () -> many (org_id text, name text, status text)
-- The list as the last build left it, to tell what a new build changes.
SELECT org_id, name, status FROM organisation ORDER BY org_id;

--: organisation_list (council text) -> many (org_id text, name text, status text, scale text, visibility text, protected text, lsoa text, ward text, council text, postcode text, address text, address_public i64, latitude f64, longitude f64, says i64, first_seen i64, last_confirmed i64, parent_id text, web text, income_pence i64, activities text, unplaced text, registered i64, removed i64, confirmed_by text)
-- Those of one council's area, or with NULL all of them, by name.
SELECT o.org_id, o.name, o.status, o.scale, o.visibility, o.protected, o.lsoa, o.ward, o.council, o.postcode, o.address, o.address_public,
	o.latitude, o.longitude, coalesce(a.says, 0), o.first_seen, o.last_confirmed, o.parent_id, o.web, o.income_pence, o.activities, o.unplaced,
	o.registered, o.removed, o.confirmed_by
FROM organisation o LEFT JOIN organisation_area a ON a.org_id = o.org_id AND a.council = ?1
WHERE ?1 IS NULL OR a.org_id IS NOT NULL ORDER BY o.name, o.org_id;

--: organisation_get (org_id text) -> one (org_id text, name text, status text, scale text, visibility text, protected text, lsoa text, ward text, council text, postcode text, address text, address_public i64, latitude f64, longitude f64, first_seen i64, last_confirmed i64, parent_id text, web text, income_pence i64, activities text, unplaced text, registered i64, removed i64, confirmed_by text)
SELECT org_id, name, status, scale, visibility, protected, lsoa, ward, council, postcode, address, address_public, latitude, longitude,
	first_seen, last_confirmed, parent_id, web, income_pence, activities, unplaced, registered, removed, confirmed_by
FROM organisation WHERE org_id = ?1;

--: organisation_by_identifier (scheme text, id text) -> many (org_id text, name text)
-- With scheme NULL, any scheme.
SELECT o.org_id, o.name FROM organisation_identifier i JOIN organisation o ON o.org_id = i.org_id
WHERE (?1 IS NULL OR i.scheme = ?1) AND i.id = ?2 ORDER BY o.org_id;

--: organisation_by_name (pattern text) -> many (org_id text, name text)
-- Names and other names that hold the text, at most fifty.
SELECT DISTINCT o.org_id, o.name FROM organisation o LEFT JOIN organisation_name n ON n.org_id = o.org_id
WHERE lower(o.name) LIKE ?1 OR lower(n.name) LIKE ?1 ORDER BY o.name, o.org_id LIMIT 50;

--: organisation_names (org_id text) -> many (name text, kind text)
SELECT name, kind FROM organisation_name WHERE org_id = ?1 ORDER BY name;

--: organisation_identifiers (org_id text) -> many (scheme text, id text)
SELECT scheme, id FROM organisation_identifier WHERE org_id = ?1 ORDER BY scheme, id;

--: organisation_codes (org_id text) -> many (facet text, code text, why text)
SELECT facet, code, why FROM organisation_code WHERE org_id = ?1 ORDER BY facet, code;

--: organisation_areas (org_id text) -> many (council text, name text, says i64)
SELECT o.council, coalesce((SELECT a.name FROM area_code c JOIN area a ON a.area_id = c.area_id WHERE c.code = o.council AND a.name <> '' LIMIT 1),
	o.council), o.says
FROM organisation_area o WHERE o.org_id = ?1 ORDER BY o.council;

--: area_name (code text) -> one (name text)
SELECT a.name FROM area_code c JOIN area a ON a.area_id = c.area_id WHERE c.code = ?1 AND a.name <> '' ORDER BY a.batch_id DESC LIMIT 1;

--: organisation_branches (org_id text) -> many (org_id text, name text)
SELECT org_id, name FROM organisation WHERE parent_id = ?1 AND visibility <> 'match only' ORDER BY name, org_id;

--: organisation_sources (org_id text) -> many (source_id i64, source text, publisher text, key text, line i64, batch_id i64, file text, data_date i64, gone_date i64, terms text, says i64, fields text)
-- The records that an organisation rests on.
SELECT c.source_id, s.name, s.publisher, c.key, c.line, c.batch_id, b.file, b.data_date, c.gone_date, b.terms, s.says, v.fields
FROM organisation_record r JOIN current c ON c.source_id = r.source_id AND c.key = r.key JOIN source s ON s.source_id = c.source_id
JOIN batch b ON b.batch_id = c.batch_id JOIN version v ON v.version_id = c.version_id
WHERE r.org_id = ?1 ORDER BY s.name, c.key;

--: record_source (source_id i64, key text) -> one (source text, publisher text, line i64, batch_id i64, file text, data_date i64, gone_date i64, terms text, says i64, fields text)
-- What one record says now.
SELECT s.name, s.publisher, c.line, c.batch_id, b.file, b.data_date, c.gone_date, b.terms, s.says, v.fields
FROM current c JOIN source s ON s.source_id = c.source_id JOIN batch b ON b.batch_id = c.batch_id JOIN version v ON v.version_id = c.version_id
WHERE c.source_id = ?1 AND c.key = ?2;

--: organisation_grants (org_id text) -> many (funder text, title text, award_date i64, amount i64, currency text)
SELECT funder, title, award_date, amount, currency FROM grant_award WHERE org_id = ?1 ORDER BY award_date, grant_key;

--: organisation_grant_total (org_id text) -> many (currency text, count i64, total i64)
SELECT currency, count(*), coalesce(sum(amount), 0) FROM grant_award WHERE org_id = ?1 GROUP BY currency ORDER BY currency;

--: service_list () -> many (service_id text, org_id text, organisation text, visibility text, name text, from_service_source i64, located i64, whole_place i64, protected text, address text, postcode text, address_public i64, latitude f64, longitude f64, lsoa text, ward text, council text, times text, capacity f64, activities text, open i64, source_id i64, key text, last_confirmed i64, in_wards i64)
SELECT s.service_id, s.org_id, o.name, o.visibility, s.name, s.from_service_source, s.located, s.whole_place, s.protected, s.address, s.postcode,
	s.address_public, s.latitude, s.longitude, s.lsoa, s.ward, s.council, s.times, s.capacity, s.activities, s.open, s.source_id, s.key,
	s.last_confirmed, EXISTS (SELECT 1 FROM service_ward w WHERE w.service_id = s.service_id)
FROM service s JOIN organisation o ON o.org_id = s.org_id ORDER BY s.service_id;

--: service_of (org_id text) -> many (service_id text, name text, from_service_source i64, located i64, whole_place i64, protected text, address text, postcode text, address_public i64, ward text, times text, capacity f64, activities text, open i64, source_id i64, key text, last_confirmed i64, telephone text, said_as text, cost_pence i64, new_people text, web text, confirmed_by text)
SELECT s.service_id, s.name, s.from_service_source, s.located, s.whole_place, s.protected, s.address, s.postcode, s.address_public, s.ward, s.times,
	s.capacity, s.activities, s.open, s.source_id, s.key, s.last_confirmed, t.telephone, x.said_as, x.cost_pence, x.new_people, x.web,
	s.confirmed_by
FROM service s LEFT JOIN service_telephone t ON t.service_id = s.service_id LEFT JOIN service_offer x ON x.service_id = s.service_id
WHERE s.org_id = ?1 ORDER BY s.name, s.service_id;

--: service_ward_all () -> many (service_id text, ward text)
SELECT service_id, ward FROM service_ward ORDER BY service_id, ward;

--: service_ward_of (service_id text) -> many (ward text)
SELECT ward FROM service_ward WHERE service_id = ?1 ORDER BY ward;

--: service_code_of (service_id text) -> many (facet text, code text, why text)
SELECT facet, code, why FROM service_code WHERE service_id = ?1 ORDER BY facet, code;

--: service_count () -> one (count i64)
SELECT count(*) FROM service;

--: service_codes () -> many (service_id text, facet text, code text)
SELECT service_id, facet, code FROM service_code ORDER BY service_id, facet, code;

--: question_list () -> many (left_source i64, left_key text, right_source i64, right_key text, weight f64, probability f64, reason text)
SELECT left_source, left_key, right_source, right_key, weight, probability, reason FROM question ORDER BY left_source, left_key, right_source, right_key;

--: review_queue (place_id text) -> many (left_source i64, left_name text, left_key text, left_org text, right_source i64, right_name text, right_key text, right_org text, weight f64, probability f64, protected i64)
-- `protected`: that one of the two organisations is. With a place, those of which a side belongs to an organisation that it lists, or comes from a
-- list of its own.
WITH here AS (SELECT a.org_id FROM organisation_area a JOIN place p ON p.council_code = a.council WHERE p.place_id = ?1
	UNION SELECT o.org_id FROM organisation o JOIN place p ON p.council_code = o.council WHERE p.place_id = ?1
	UNION SELECT s.org_id FROM service s JOIN place p ON p.council_code = s.council WHERE p.place_id = ?1)
SELECT q.left_source, l.name, q.left_key, lo.org_id, q.right_source, r.name, q.right_key, ro.org_id, q.weight, q.probability,
	EXISTS (SELECT 1 FROM organisation o WHERE o.org_id IN (lo.org_id, ro.org_id) AND o.protected IS NOT NULL)
FROM question q JOIN source l ON l.source_id = q.left_source JOIN source r ON r.source_id = q.right_source
LEFT JOIN organisation_record lo ON lo.source_id = q.left_source AND lo.key = q.left_key
LEFT JOIN organisation_record ro ON ro.source_id = q.right_source AND ro.key = q.right_key
WHERE ?1 IS NULL OR l.place_id = ?1 OR r.place_id = ?1 OR lo.org_id IN (SELECT org_id FROM here) OR ro.org_id IN (SELECT org_id FROM here)
ORDER BY l.name, q.left_key, r.name, q.right_key;

--: review_stakes () -> many (org_id text, pence i64, services i64, cells i64)
-- What hangs on each organisation: its grants in pounds sterling, its open services, and the cells of the published table of overlaps (a need
-- in a ward with five organisations or more) that it is counted in.
WITH held AS (SELECT DISTINCT s.org_id, c.code, s.ward FROM service s JOIN service_code c ON c.service_id = s.service_id
	WHERE s.open <> 0 AND s.ward IS NOT NULL AND c.facet = 'need'),
cell AS (SELECT code, ward FROM held GROUP BY code, ward HAVING count(*) >= 5),
counted AS (SELECT h.org_id, count(*) AS cells FROM held h JOIN cell c ON c.code = h.code AND c.ward = h.ward GROUP BY h.org_id),
granted AS (SELECT org_id, sum(amount) AS pence FROM grant_award WHERE currency = 'GBP' GROUP BY org_id),
serving AS (SELECT org_id, count(*) AS services FROM service WHERE open <> 0 GROUP BY org_id)
SELECT o.org_id, coalesce(g.pence, 0), coalesce(s.services, 0), coalesce(c.cells, 0) FROM organisation o
LEFT JOIN granted g ON g.org_id = o.org_id LEFT JOIN serving s ON s.org_id = o.org_id LEFT JOIN counted c ON c.org_id = o.org_id
WHERE g.org_id IS NOT NULL OR s.org_id IS NOT NULL ORDER BY o.org_id;

--: review_record (source_id i64, key text) -> one (fields text, line i64, file text, publisher text, source text, place_id text, says i64, data_date i64, terms text)
SELECT v.fields, c.line, b.file, s.publisher, s.name, s.place_id, s.says, b.data_date, b.terms
FROM current c JOIN version v ON v.version_id = c.version_id JOIN batch b ON b.batch_id = c.batch_id JOIN source s ON s.source_id = c.source_id
WHERE c.source_id = ?1 AND c.key = ?2;

--: review_keys () -> many (source text, key text, org_id text, minted i64)
-- Every record, the organisation it belongs to, and whether that organisation's identifier was minted from it.
SELECT s.name, c.key, r.org_id, (SELECT count(*) FROM identity i WHERE i.org_id = r.org_id AND i.source = s.name AND i.key = c.key)
FROM current c JOIN source s ON s.source_id = c.source_id LEFT JOIN organisation_record r ON r.source_id = c.source_id AND r.key = c.key
ORDER BY s.name, c.key;

--: organisation_lists (council text) -> many (org_id text, is_register i64, source text, says i64, said i64, edition i64, ward text, status text, scale text)
-- For the completeness of the list: what knows each organisation of a council's area, one row for each record that its list still holds.
-- `said`: the date of the award for grants, of the edition otherwise. Lists that may only be matched, such as payees, are no lists of
-- organisations.
SELECT o.org_id, s.is_register, s.name, s.says, coalesce((SELECT max(g.award_date) FROM grant_award g WHERE g.org_id = o.org_id
	AND g.source_id = r.source_id AND g.key = r.key), b.data_date), b.data_date, o.ward, o.status, o.scale
FROM organisation o JOIN organisation_area a ON a.org_id = o.org_id AND a.council = ?1
JOIN organisation_record r ON r.org_id = o.org_id JOIN source s ON s.source_id = r.source_id
JOIN current c ON c.source_id = r.source_id AND c.key = r.key AND c.gone_date IS NULL
JOIN batch b ON b.batch_id = c.batch_id AND b.terms <> 'match only'
ORDER BY o.org_id;

--: organisation_ids_in (council text) -> many (org_id text)
-- Whoever has anything to do with a council's area: by its own record, or by being on a list of those who do something there (of says:
-- works, funded, meets, serves).
SELECT org_id FROM organisation_area WHERE council = ?1
UNION SELECT r.org_id FROM organisation_record r JOIN source s ON s.source_id = r.source_id JOIN place p ON p.place_id = s.place_id
WHERE p.council_code = ?1 AND (s.says & 30) <> 0
ORDER BY 1;

--: organisation_needs_in (council text) -> many (org_id text, code text)
-- What the open organisations that say they work or serve in a council's area help with.
SELECT c.org_id, c.code FROM organisation_area a JOIN organisation o ON o.org_id = a.org_id JOIN organisation_code c ON c.org_id = a.org_id
WHERE a.council = ?1 AND c.facet = 'need' AND o.status <> 'closed' ORDER BY c.org_id, c.code;

--: source_kind_count (kind text) -> one (count i64)
SELECT count(*) FROM source s WHERE s.kind = ?1 AND EXISTS (SELECT 1 FROM batch b WHERE b.source_id = s.source_id AND b.state = 'live');

--: organisation_batches (org_id text) -> many (publisher text, batch_id i64, data_date i64)
-- The editions that an organisation's records come from, each once; lists that may only be matched are not told.
SELECT DISTINCT s.publisher, c.batch_id, b.data_date
FROM organisation_record r JOIN current c ON c.source_id = r.source_id AND c.key = r.key JOIN source s ON s.source_id = c.source_id
JOIN batch b ON b.batch_id = c.batch_id AND b.terms <> 'match only'
WHERE r.org_id = ?1 ORDER BY b.data_date DESC, c.batch_id;

--: status_counts () -> one (batches i64, records i64, postcodes i64, areas i64, organisations i64, services i64, questions i64)
SELECT (SELECT count(*) FROM batch WHERE state = 'live'), (SELECT count(*) FROM current), (SELECT count(*) FROM postcode),
	(SELECT count(DISTINCT area_id) FROM area), (SELECT count(*) FROM organisation), (SELECT count(*) FROM service), (SELECT count(*) FROM question);
