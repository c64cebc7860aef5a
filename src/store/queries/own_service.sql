--: own_service_add (service_id text, org_id text, place_id text, said_as text, covers_source text, covers_key text, covers_name text, state text, name text, does text, needs text, people text, how text, address text, postcode text, hides_address i64, wards text, meetings text, note text, cost_pence i64, new_people text, capacity i64, telephone text, web text, person_id i64, said_at i64) -> none
INSERT INTO own_service (service_id, org_id, place_id, said_as, covers_source, covers_key, covers_name, state, name, does, needs, people, how,
	address, postcode, hides_address, wards, meetings, note, cost_pence, new_people, capacity, telephone, web, person_id, said_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26);

--: own_service_now (org_id text) -> many (service_id text, place_id text, said_as text, covers_source text, covers_key text, covers_name text, state text, name text, does text, needs text, people text, how text, address text, postcode text, hides_address i64, wards text, meetings text, note text, cost_pence i64, new_people text, capacity i64, telephone text, web text, said_at i64)
-- What counts now, of the organisation and of those merged into it: the newest wording of each service.
SELECT service_id, place_id, said_as, covers_source, covers_key, covers_name, state, name, does, needs, people, how, address, postcode,
	hides_address, wards, meetings, note, cost_pence, new_people, capacity, telephone, web, said_at
FROM own_service w WHERE (w.org_id = ?1 OR w.org_id IN (SELECT old_id FROM redirect WHERE org_id = ?1)) AND w.state <> 'taken back'
AND w.number = (SELECT max(n.number) FROM own_service n WHERE n.service_id = w.service_id
	AND (n.org_id = ?1 OR n.org_id IN (SELECT old_id FROM redirect WHERE org_id = ?1)))
ORDER BY w.service_id;

--: own_service_record (org_id text, source text, key text) -> many (service_id text)
-- The service that the list makes of a record.
SELECT s.service_id FROM service s JOIN source x ON x.source_id = s.source_id WHERE s.org_id = ?1 AND x.name = ?2 AND s.key = ?3 ORDER BY s.service_id;

--: own_service_rows (org_id text) -> many (service_id text, name text, source_id i64)
SELECT service_id, name, source_id FROM service WHERE org_id = ?1 ORDER BY service_id;

--: own_service_from (service_id text) -> one (org_id text, source text, key text, name text)
-- Which record the list made a service of; no source where it is the organisation's own alone.
SELECT s.org_id, x.name, s.key, s.name FROM service s LEFT JOIN source x ON x.source_id = s.source_id WHERE s.service_id = ?1;

--: own_service_put (service_id text, org_id text, name text, stated i64, located i64, whole_place i64, protected text, address text, postcode text, address_public i64, latitude f64, longitude f64, lsoa text, ward text, council text, times text, capacity f64, activities text, open i64, key text, last_confirmed i64) -> none
-- What a source told of it stays beside, in the record that the service keeps naming.
INSERT INTO service (service_id, org_id, name, from_service_source, located, whole_place, protected, address, postcode, address_public, latitude,
	longitude, lsoa, ward, council, times, capacity, activities, open, source_id, key, last_confirmed, confirmed_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, 0, ?20, ?21, 'people')
ON CONFLICT (service_id) DO UPDATE SET name = ?3, from_service_source = ?4, located = ?5, whole_place = ?6, protected = ?7, address = ?8,
	postcode = ?9, address_public = ?10, latitude = ?11, longitude = ?12, lsoa = ?13, ward = ?14, council = ?15, times = ?16, capacity = ?17,
	activities = ?18, open = ?19, last_confirmed = ?21, confirmed_by = 'people';

--: own_service_shut (service_id text, last_confirmed i64) -> none
UPDATE service SET open = 0, last_confirmed = ?2, confirmed_by = 'people' WHERE service_id = ?1;

--: own_service_drop (service_id text) -> none
DELETE FROM service WHERE service_id = ?1;

--: own_service_drop_codes (service_id text) -> none
DELETE FROM service_code WHERE service_id = ?1;

--: own_service_drop_telephone (service_id text) -> none
DELETE FROM service_telephone WHERE service_id = ?1;

--: own_service_drop_offer (service_id text) -> none
DELETE FROM service_offer WHERE service_id = ?1;

--: own_service_drop_wards (service_id text) -> none
DELETE FROM service_ward WHERE service_id = ?1;

--: own_service_drop_org_codes (org_id text) -> none
-- What the organisation is listed under for the sake of its own services.
DELETE FROM organisation_code WHERE org_id = ?1 AND why = 'a service, in its own words';

--: own_service_offer (service_id text, said_as text, said_at i64, cost_pence i64, new_people text, web text) -> none
INSERT INTO service_offer VALUES (?1, ?2, ?3, ?4, ?5, ?6);

--: own_service_ward (service_id text, ward text) -> none
INSERT INTO service_ward VALUES (?1, ?2) ON CONFLICT DO NOTHING;

--: own_service_confirm (org_id text, confirmed_on i64) -> none
-- "Still right" is said of all services that the list has of it.
UPDATE service SET last_confirmed = ?2, confirmed_by = 'people' WHERE org_id = ?1 AND last_confirmed <= ?2;

--: own_service_protect_organisation (org_id text, why text) -> none
UPDATE organisation SET protected = ?2, address = NULL, postcode = NULL, address_public = 0, latitude = NULL, longitude = NULL, lsoa = NULL,
	ward = NULL, council = NULL, unplaced = NULL WHERE org_id = ?1 AND protected IS NULL;

--: own_service_protect (org_id text, why text) -> none
UPDATE service SET protected = ?2, from_service_source = 0, located = 0, whole_place = 1, address = NULL, postcode = NULL, address_public = 0,
	latitude = NULL, longitude = NULL, lsoa = NULL, ward = NULL, council = NULL WHERE org_id = ?1 AND protected IS NULL;

--: own_service_place_council (place_id text) -> many (council_code text)
SELECT council_code FROM place WHERE place_id = ?1;

--: own_service_hide_same (org_id text, postcode text) -> none
-- An address that is hidden of a service is not the organisation's to be visited at either.
UPDATE organisation SET address = NULL, address_public = 0 WHERE org_id = ?1 AND postcode = ?2;

--: own_service_hide_web (org_id text) -> none
UPDATE service_offer SET web = NULL WHERE service_id IN (SELECT service_id FROM service WHERE org_id = ?1);
