--: area_code_put (code text) -> one (area_id i64)
-- The number of a code, given to it when it is new.
INSERT INTO area_code (code) VALUES (?1) ON CONFLICT (code) DO UPDATE SET code = ?1 RETURNING area_id;

--: area_code_all () -> many (area_id i64, code text)
SELECT area_id, code FROM area_code ORDER BY area_id;

--: area_code_delete_unused () -> none
-- Codes that no reference table speaks of any more.
DELETE FROM area_code WHERE area_id NOT IN (SELECT area_id FROM area UNION SELECT council FROM area WHERE council IS NOT NULL
	UNION SELECT ward FROM area WHERE ward IS NOT NULL UNION SELECT msoa FROM area WHERE msoa IS NOT NULL
	UNION SELECT from_area FROM area_change UNION SELECT to_area FROM area_change UNION SELECT area_id FROM measure_value
	UNION SELECT lsoa FROM postcode UNION SELECT ward FROM postcode UNION SELECT council FROM postcode);

--: postcode_add (code i64, batch_id i64, latitude i64, longitude i64, live i64, lsoa i64, ward i64, council i64) -> none
INSERT INTO postcode VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING;

--: postcode_get (code i64) -> one (latitude i64, longitude i64, live i64, lsoa i64, ward i64, council i64)
-- As the newest list that knows it has it.
SELECT p.latitude, p.longitude, p.live, p.lsoa, p.ward, p.council FROM postcode p JOIN batch b ON b.batch_id = p.batch_id
WHERE p.code = ?1 AND b.state = 'live' ORDER BY b.data_date DESC, b.batch_id DESC LIMIT 1;

--: postcode_live_in_box (south i64, north i64, west i64, east i64) -> many (code i64, batch_id i64, latitude i64, longitude i64, lsoa i64, ward i64, council i64)
-- Live postcodes of a box, in order of code; a code may come once for each list that has it.
SELECT code, batch_id, latitude, longitude, lsoa, ward, council FROM postcode
WHERE latitude BETWEEN ?1 AND ?2 AND longitude BETWEEN ?3 AND ?4 AND live = 1;

--: postcode_live_count_by_lsoa () -> many (lsoa i64, count i64)
SELECT lsoa, count(*) FROM postcode WHERE live = 1 GROUP BY lsoa;

--: postcode_middle_by_lsoa () -> many (lsoa i64, latitude f64, longitude f64)
-- Middle of the live postcodes of each small area, in degrees.
SELECT lsoa, avg(latitude) / 1e6, avg(longitude) / 1e6 FROM postcode WHERE live = 1 AND lsoa <> 0 GROUP BY lsoa ORDER BY lsoa;

--: postcode_count () -> one (count i64)
SELECT count(*) FROM postcode;

--: area_add (area_id i64, batch_id i64, kind text, vintage i64, name text, friendly_name text, council i64, ward i64, msoa i64, latitude f64, longitude f64, shape blob) -> none
INSERT INTO area VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12);

--: area_all () -> many (area_id i64, code text, kind text, vintage i64, name text, friendly_name text, council i64, ward i64, msoa i64, latitude f64, longitude f64, data_date i64)
-- Every area without its shape; where several lists know one, oldest first, so that the newest has the last word.
SELECT a.area_id, c.code, a.kind, a.vintage, a.name, a.friendly_name, a.council, a.ward, a.msoa, a.latitude, a.longitude, b.data_date
FROM area a JOIN area_code c ON c.area_id = a.area_id JOIN batch b ON b.batch_id = a.batch_id WHERE b.state = 'live'
ORDER BY a.area_id, b.data_date, b.batch_id;

--: area_shapes (kind text, council i64) -> many (area_id i64, council i64, shape blob, drawing_only i64)
-- Boundaries of a kind, of one council's area or with NULL of all; where several lists know an area, the ones for drawing only first,
-- then oldest first, so that the last is the best.
SELECT a.area_id, a.council, a.shape, s.drawing_only
FROM area a JOIN batch b ON b.batch_id = a.batch_id JOIN source s ON s.source_id = b.source_id
WHERE a.kind = ?1 AND (?2 IS NULL OR a.council = ?2) AND a.shape IS NOT NULL AND b.state = 'live'
ORDER BY a.area_id, s.drawing_only DESC, b.data_date, b.batch_id;

--: area_change_add (batch_id i64, from_area i64, to_area i64, change text) -> none
INSERT INTO area_change VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING;

--: area_change_all () -> many (from_area i64, to_area i64, change text)
-- Each change once, however many editions of the look-up say so.
SELECT from_area, to_area, min(change) FROM area_change GROUP BY from_area, to_area ORDER BY from_area, to_area;

--: area_change_only () -> many (area_id i64, vintage i64)
-- Small areas that only the older of the two censuses has, or only the newer.
SELECT DISTINCT from_area, 2011 FROM area_change WHERE from_area NOT IN (SELECT to_area FROM area_change)
UNION SELECT DISTINCT to_area, 2021 FROM area_change WHERE to_area NOT IN (SELECT from_area FROM area_change);

--: measure_vintage_set (batch_id i64, vintage i64) -> none
UPDATE measure SET vintage = ?2 WHERE batch_id = ?1;

--: measure_add (batch_id i64, name text, kind text, worse text, vintage i64) -> none
INSERT INTO measure (batch_id, name, kind, worse, vintage) VALUES (?1, ?2, ?3, ?4, ?5);

--: measure_value_add (measure_id i64, area_id i64, value f64) -> none
INSERT INTO measure_value VALUES (?1, ?2, ?3);

--: measure_list () -> many (measure_id i64, name text, kind text, worse text, vintage i64, source text, publisher text, data_date i64)
-- Newest first within a name.
SELECT m.measure_id, m.name, m.kind, m.worse, m.vintage, s.name, s.publisher, b.data_date
FROM measure m JOIN batch b ON b.batch_id = m.batch_id JOIN source s ON s.source_id = b.source_id WHERE b.state = 'live'
ORDER BY m.name, b.data_date DESC, m.vintage DESC, b.batch_id DESC, m.measure_id;

--: measure_values (measure_id i64) -> many (area_id i64, value f64)
SELECT area_id, value FROM measure_value WHERE measure_id = ?1 ORDER BY area_id;

--: postcode_remove_batch (batch_id i64) -> none
DELETE FROM postcode WHERE batch_id = ?1;

--: area_remove_batch (batch_id i64) -> none
DELETE FROM area WHERE batch_id = ?1;

--: area_change_remove_batch (batch_id i64) -> none
DELETE FROM area_change WHERE batch_id = ?1;

--: measure_value_remove_batch (batch_id i64) -> none
DELETE FROM measure_value WHERE measure_id IN (SELECT measure_id FROM measure WHERE batch_id = ?1);

--: measure_remove_batch (batch_id i64) -> none
DELETE FROM measure WHERE batch_id = ?1;

--: postcode_of_council (council text) -> one (code i64)
-- The first one in use there, as an example.
SELECT code FROM postcode WHERE live = 1 AND council = (SELECT area_id FROM area_code WHERE code = ?1) ORDER BY code LIMIT 1;
