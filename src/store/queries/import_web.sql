--: import_source_of_others (name text, place_id text) -> one (publisher text)
-- A source of that name which a list brought to this place must not take the place of: a register, a reference table, or another place's.
SELECT publisher FROM source WHERE name = ?1 AND (kind <> 'spreadsheet' OR is_register <> 0 OR place_id IS NULL OR place_id <> ?2);
