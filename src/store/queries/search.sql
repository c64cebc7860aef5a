--: list_clear_organisation_telephones () -> none
DELETE FROM organisation_telephone;

--: list_clear_service_telephones () -> none
DELETE FROM service_telephone;

--: organisation_telephone_add (org_id text, telephone text) -> none
INSERT INTO organisation_telephone VALUES (?1, ?2) ON CONFLICT DO NOTHING;

--: organisation_telephone_of (org_id text) -> one (telephone text)
SELECT telephone FROM organisation_telephone WHERE org_id = ?1;

--: service_telephone_add (service_id text, telephone text) -> none
INSERT INTO service_telephone VALUES (?1, ?2) ON CONFLICT DO NOTHING;

--: search_organisations (first text, last text) -> many (org_id text, name text, status text, scale text, protected text, address text, postcode text, address_public i64, latitude f64, longitude f64, lsoa text, ward text, council text, activities text, web text, telephone text, last_confirmed i64, confirmed_by text, income_pence i64)
-- Organisations that may be listed, of a range of identifiers.
SELECT o.org_id, o.name, o.status, o.scale, o.protected, o.address, o.postcode, o.address_public, o.latitude, o.longitude, o.lsoa, o.ward,
	o.council, o.activities, o.web, t.telephone, o.last_confirmed, o.confirmed_by, o.income_pence
FROM organisation o LEFT JOIN organisation_telephone t ON t.org_id = o.org_id
WHERE o.org_id BETWEEN ?1 AND ?2 AND o.visibility <> 'match only' ORDER BY o.org_id;

--: search_names (first text, last text) -> many (org_id text, name text, kind text)
SELECT org_id, name, kind FROM organisation_name WHERE org_id BETWEEN ?1 AND ?2 ORDER BY org_id, name;

--: search_identifiers (first text, last text) -> many (org_id text, scheme text, id text)
SELECT org_id, scheme, id FROM organisation_identifier WHERE org_id BETWEEN ?1 AND ?2 ORDER BY org_id, scheme, id;

--: search_codes (first text, last text) -> many (org_id text, facet text, code text)
SELECT org_id, facet, code FROM organisation_code WHERE org_id BETWEEN ?1 AND ?2 ORDER BY org_id, facet, code;

--: search_areas (first text, last text) -> many (org_id text, council text)
-- Councils whose list names an organisation.
SELECT org_id, council FROM organisation_area WHERE org_id BETWEEN ?1 AND ?2 ORDER BY org_id, council;

--: search_services (first text, last text) -> many (org_id text, service_id text, name text, whole_place i64, protected text, address text, postcode text, address_public i64, latitude f64, longitude f64, lsoa text, ward text, council text, times text, activities text, open i64, telephone text, last_confirmed i64, confirmed_by text)
-- Services that a source states.
SELECT s.org_id, s.service_id, s.name, s.whole_place, s.protected, s.address, s.postcode, s.address_public, s.latitude, s.longitude, s.lsoa,
	s.ward, s.council, s.times, s.activities, s.open, t.telephone, s.last_confirmed, s.confirmed_by
FROM service s LEFT JOIN service_telephone t ON t.service_id = s.service_id
WHERE s.org_id BETWEEN ?1 AND ?2 AND s.from_service_source <> 0 ORDER BY s.org_id, s.service_id;

--: search_service_codes (first text, last text) -> many (org_id text, service_id text, facet text, code text)
SELECT s.org_id, s.service_id, c.facet, c.code FROM service s JOIN service_code c ON c.service_id = s.service_id
WHERE s.org_id BETWEEN ?1 AND ?2 AND s.from_service_source <> 0 ORDER BY s.org_id, s.service_id, c.facet, c.code;

--: search_area (code text) -> one (name text, neighbourhood text, latitude f64, longitude f64)
-- An area's name, that of the neighbourhood it lies in, and its middle.
SELECT a.name, (SELECT coalesce(m.friendly_name, m.name) FROM area m WHERE m.area_id = a.msoa ORDER BY m.batch_id DESC LIMIT 1),
	a.latitude, a.longitude
FROM area_code c JOIN area a ON a.area_id = c.area_id JOIN batch b ON b.batch_id = a.batch_id
WHERE c.code = ?1 AND a.name <> '' AND b.state = 'live' ORDER BY a.latitude IS NULL, b.data_date DESC, b.batch_id DESC LIMIT 1;

--: search_entry_digests (first text, last text) -> many (entry_id i64, kind text, id text, digest i64)
SELECT entry_id, kind, id, digest FROM search_entry WHERE org_id BETWEEN ?1 AND ?2 ORDER BY entry_id;

--: search_entry_put (entry_id i64, kind text, id text, org_id text, digest i64, name text, org_name text, sort_name text, status text, scale text, protected i64, whole_place i64, same i64, address text, postcode text, latitude f64, longitude f64, exact i64, ward text, council text, councils text, needs text, people text, activities text, web text, telephone text, times text, hours text, last_confirmed i64, chief text, confirmed_by text) -> none
-- With NULL for its number a new one.
INSERT INTO search_entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24,
	?25, ?26, ?27, ?28, ?29, ?30, ?31);

--: search_entry_remove (entry_id i64) -> none
DELETE FROM search_entry WHERE entry_id = ?1;

--: search_entry_all () -> many (entry_id i64, kind text, sort_name text, status text, scale text, protected i64, whole_place i64, same i64, latitude f64, longitude f64, exact i64, ward text, council text, councils text, needs text, people text, telephone i64, hours text, last_confirmed i64, chief text, office i64, income_pence i64)
-- What every query compares, in the order of names. office: no source places a service of this organisation. income_pence: of its organisation.
SELECT entry_id, kind, sort_name, status, scale, protected, whole_place, same, latitude, longitude, exact, ward, council, councils, needs, people,
	telephone IS NOT NULL, hours, last_confirmed, chief, kind = 'organisation' AND NOT EXISTS (SELECT 1 FROM service s
		WHERE s.org_id = search_entry.org_id AND s.from_service_source <> 0 AND s.latitude IS NOT NULL),
	(SELECT o.income_pence FROM organisation o WHERE o.org_id = search_entry.org_id)
FROM search_entry ORDER BY sort_name, name, kind, id;

--: search_entry_get (entry_id i64) -> one (kind text, id text, org_id text, name text, org_name text, status text, scale text, protected i64, whole_place i64, address text, postcode text, latitude f64, longitude f64, exact i64, ward text, council text, needs text, people text, activities text, web text, telephone text, times text, last_confirmed i64, confirmed_by text)
SELECT kind, id, org_id, name, org_name, status, scale, protected, whole_place, address, postcode, latitude, longitude, exact, ward, council,
	needs, people, activities, web, telephone, times, last_confirmed, confirmed_by
FROM search_entry WHERE entry_id = ?1;

--: search_key_add (key text, kind text, entry_id i64, shown text) -> none
INSERT INTO search_key VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING;

--: search_key_remove (entry_id i64) -> none
DELETE FROM search_key WHERE entry_id = ?1;

--: search_key_find (key text) -> many (entry_id i64, kind text, shown text)
SELECT entry_id, kind, shown FROM search_key WHERE key = ?1 ORDER BY entry_id, kind;

--: search_text_add (entry_id i64, name text, code text, does text, place text) -> none
INSERT INTO search_text (rowid, name, code, does, place) VALUES (?1, ?2, ?3, ?4, ?5);

--: search_text_remove (entry_id i64) -> none
DELETE FROM search_text WHERE rowid = ?1;

--: search_text_tidy () -> none
-- One segment instead of many, and nothing left of entries that are gone.
INSERT INTO search_text (search_text) VALUES ('optimize');

--: search_text_find (words text) -> many (entry_id i64)
-- `words` in the language of the index (register/search_postings.c writes it).
SELECT rowid FROM search_text WHERE search_text MATCH ?1 ORDER BY rowid;

--: search_vocabulary_all () -> many (word text, entries i64, written i64)
-- A word of several columns counts once for each.
SELECT term, sum(doc), sum(CASE WHEN col = 'code' THEN 0 ELSE doc END) FROM search_vocabulary GROUP BY term;

--: search_vocabulary_get (word text) -> one (entries i64, written i64)
-- Nothing for a text that is no one word of the index.
SELECT sum(doc), sum(CASE WHEN col = 'code' THEN 0 ELSE doc END) FROM search_vocabulary WHERE term = ?1 GROUP BY term;

--: search_word_clear () -> none
DELETE FROM search_word;

--: search_word_put (word text, stem text, entries i64, written i64) -> none
INSERT INTO search_word VALUES (?1, ?2, ?3, ?4) ON CONFLICT (word) DO UPDATE SET entries = ?3, written = ?4;

--: search_word_all () -> many (word text, stem text, entries i64, written i64)
SELECT word, stem, entries, written FROM search_word ORDER BY word;

--: search_state_get () -> one (version i64)
SELECT version FROM search_state WHERE number = 1;

--: search_state_next () -> none
INSERT INTO search_state VALUES (1, 1) ON CONFLICT (number) DO UPDATE SET version = version + 1;

--: search_near (low i64, high i64) -> one (latitude f64, longitude f64, postcodes i64)
-- The middle of the live postcodes of a range.
SELECT avg(latitude) / 1e6, avg(longitude) / 1e6, count(*) FROM postcode WHERE code BETWEEN ?1 AND ?2 AND live = 1;

--: search_near_council (low i64, high i64) -> one (council text)
-- The council that most postcodes of a range lie in.
SELECT c.code FROM postcode p JOIN area_code c ON c.area_id = p.council WHERE p.code BETWEEN ?1 AND ?2
GROUP BY c.code ORDER BY count(*) DESC, c.code LIMIT 1;

--: search_area_names () -> many (name text)
-- What wards, neighbourhoods and councils are called.
SELECT name FROM area WHERE kind IN ('ward', 'msoa', 'lad') UNION SELECT friendly_name FROM area WHERE friendly_name IS NOT NULL;
