#include "withhold.h"

#include <stdlib.h>

#include "io/json.h"
#include "queries.h"
#include "register/hiding.h"

enum {
	ADDRESS = 1 << EH_HIDDEN_ADDRESS,
	CONTACT = 1 << EH_HIDDEN_CONTACT,
	ENTRY = 1 << EH_HIDDEN_ENTRY,
	PROTECTED = 1 << EH_HIDDEN_COUNT, /* known as such since */
};

struct withholding {
	struct eh_db *db;
	struct eh_map hidden; /* of the bits above, by every identifier that the organisation ever had */
	size_t taken;
	struct eh_arena arena;
};

/* ---- What is hidden ---- */

static enum eh_rc load_hidden(struct withholding *w, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_hidden_known row;
	enum eh_rc rc = eh_q_hidden_known(w->db, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_hidden_known_next(&cursor, &row, err)) == EH_OK) {
		enum eh_hidden_what what = eh_hidden_parse(row.what);
		struct eh_str id = eh_arena_str(&w->arena, row.org_id);
		uint64_t *slot;
		if (!id.p || eh_map_put(&w->hidden, id, 0, &slot, NULL) < 0)
			rc = eh_fail_memory(err);
		else
			*slot |= what < EH_HIDDEN_COUNT ? 1u << what : PROTECTED;
	}
	return rc == EH_END ? EH_OK : rc;
}

static uint64_t hidden(const struct withholding *w, struct eh_str org_id)
{
	const uint64_t *bits = eh_map_get(&w->hidden, org_id);

	return bits ? *bits : 0;
}

/* ---- The table ---- */

/* The next cell of a line as it is written, with its quotes. False: the line is over. */
static bool next_cell(struct eh_str *line, struct eh_str *ret_cell)
{
	bool quoted = false;
	size_t n = 0;

	if (!line->p)
		return false;
	for (; n < line->n && (quoted || line->p[n] != ','); n++)
		quoted ^= line->p[n] == '"';
	*ret_cell = (struct eh_str){ line->p, n };
	*line = n < line->n ? (struct eh_str){ line->p + n + 1, line->n - n - 1 } : (struct eh_str){ NULL, 0 };
	return true;
}

/* The next line, whose cells may hold line feeds between quotes. */
static bool next_line(struct eh_str *text, struct eh_str *ret_line)
{
	bool quoted = false;
	size_t n = 0;

	if (!text->n)
		return false;
	for (; n < text->n && (quoted || text->p[n] != '\n'); n++)
		quoted ^= text->p[n] == '"';
	*ret_line = (struct eh_str){ text->p, n };
	n += n < text->n;
	*text = (struct eh_str){ text->p + n, text->n - n };
	return true;
}

static size_t column(struct eh_str header, const char *key)
{
	struct eh_str cell;

	for (size_t i = 0; next_cell(&header, &cell); i++)
		if (eh_str_eq(cell, eh_str_of(key)))
			return i;
	return SIZE_MAX;
}

static enum eh_rc write_line(struct eh_buf *out, struct eh_str line, size_t empty_a, size_t empty_b)
{
	struct eh_str cell;

	for (size_t i = 0; next_cell(&line, &cell); i++) {
		if (i)
			EH_TRY(eh_buf_add_char(out, ','));
		if (i != empty_a && i != empty_b)
			EH_TRY(eh_buf_add(out, cell));
	}
	return eh_buf_add_char(out, '\n');
}

static struct eh_str cell_at(struct eh_str line, size_t wanted)
{
	struct eh_str cell = { NULL, 0 };

	for (size_t i = 0; next_cell(&line, &cell); i++)
		if (i == wanted)
			return cell;
	return (struct eh_str){ NULL, 0 };
}

static enum eh_rc table(struct withholding *w, struct eh_str text, struct eh_buf *out, struct eh_error *err)
{
	struct eh_str header, line;
	enum eh_rc rc = EH_OK;

	if (!next_line(&text, &header))
		return EH_OK;
	size_t id = column(header, "id"), web = column(header, "web"), ward = column(header, "ward");
	rc = write_line(out, header, SIZE_MAX, SIZE_MAX);
	while (rc >= 0 && next_line(&text, &line)) {
		uint64_t bits = hidden(w, cell_at(line, id));
		bool no_web = bits & (CONTACT | PROTECTED) && cell_at(line, web).n,
		     no_ward = bits & PROTECTED && cell_at(line, ward).n;
		w->taken += bits & ENTRY || no_web || no_ward;
		if (!(bits & ENTRY))
			rc = write_line(out, line, no_web ? web : SIZE_MAX, no_ward ? ward : SIZE_MAX);
	}
	return rc < 0 ? eh_fail_memory(err) : EH_OK;
}

/* ---- The map data ---- */

static const char *const WHERE[] = { "address", "postcode", "geometry", NULL };
static const char *const WHERE_AND_WARD[] = { "address", "postcode", "geometry", "area_ward", NULL };

static bool is_one_of(struct eh_str key, const char *const *keys)
{
	for (; keys && *keys; keys++)
		if (eh_str_eq(key, eh_str_of(*keys)))
			return true;
	return false;
}

/* A value as it was, but for members of these names, which are null. */
static void write_value(struct eh_json_writer *json, const struct eh_json_value *value, const char *const *nulled)
{
	switch (value->kind) {
	case EH_JSON_OBJECT:
		eh_json_write_object(json);
		for (size_t i = 0; i < value->count; i++) {
			eh_json_write_key(json, value->members[i].key.p);
			if (is_one_of(value->members[i].key, nulled))
				eh_json_write_null(json);
			else
				write_value(json, &value->members[i].value, nulled);
		}
		eh_json_write_object_end(json);
		break;
	case EH_JSON_ARRAY:
		eh_json_write_array(json);
		for (size_t i = 0; i < value->count; i++)
			write_value(json, &value->items[i], nulled);
		eh_json_write_array_end(json);
		break;
	case EH_JSON_NUMBER:
		eh_json_write_double(json, strtod(value->text.p, NULL));
		break;
	case EH_JSON_STRING:
		eh_json_write_str(json, value->text);
		break;
	case EH_JSON_TRUE:
	case EH_JSON_FALSE:
		eh_json_write_bool(json, value->kind == EH_JSON_TRUE);
		break;
	default:
		eh_json_write_null(json);
	}
}

/* Whether the list shows an address of the organisation now: it may be the place of a service that keeps it back since. */
static enum eh_rc shows_address(struct withholding *w, struct eh_str org_id, bool *ret_shows, struct eh_error *err)
{
	struct eh_q_address_shown row;

	EH_TRY(eh_q_address_shown(w->db, org_id, &w->arena, &row, err));
	*ret_shows = row.shown != 0;
	return EH_OK;
}

static enum eh_rc write_feature(
        struct withholding *w, struct eh_json_writer *json, const struct eh_json_value *feature, struct eh_error *err)
{
	const struct eh_json_value *properties = eh_json_get(feature, "properties");
	struct eh_str id = eh_json_get_str(properties, "id");
	uint64_t bits = hidden(w, id);
	bool tells = eh_json_get_str(properties, "address").n || eh_json_get_str(properties, "postcode").n, shows = false;

	if (bits & ENTRY) {
		w->taken++;
		return EH_OK;
	}
	if (tells && !(bits & (ADDRESS | PROTECTED)))
		EH_TRY(shows_address(w, id, &shows, err));
	bool no_ward = bits & PROTECTED && eh_json_get_str(properties, "area_ward").n;
	w->taken += (tells && !shows) || no_ward;
	write_value(json, feature, no_ward ? WHERE_AND_WARD : tells && !shows ? WHERE : NULL);
	return EH_OK;
}

static enum eh_rc features(struct withholding *w, struct eh_str text, struct eh_buf *out, struct eh_error *err)
{
	struct eh_json_value collection;
	struct eh_json_writer json;

	EH_TRY(eh_json_parse(text, &w->arena, &collection, err));
	eh_json_write_init(&json, out, false);
	eh_json_write_object(&json);
	for (size_t i = 0; i < collection.count; i++) {
		const struct eh_json_value *value = &collection.members[i].value;
		eh_json_write_key(&json, collection.members[i].key.p);
		if (!eh_str_eq(collection.members[i].key, EH_STR("features"))) {
			write_value(&json, value, NULL);
			continue;
		}
		eh_json_write_array(&json);
		for (size_t k = 0; k < value->count; k++)
			EH_TRY(write_feature(w, &json, &value->items[k], err));
		eh_json_write_array_end(&json);
	}
	eh_json_write_object_end(&json);
	return eh_json_write_end(&json) < 0 ? eh_fail_memory(err) : EH_OK;
}

static const struct {
	const char *name;
	enum eh_rc (*take_out)(struct withholding *w, struct eh_str text, struct eh_buf *out, struct eh_error *err);
} FILES[] = {
	{ "tables/organisations.csv", table },
	{ "organisations.geojson", features },
};
enum { FILE_COUNT = sizeof FILES / sizeof *FILES };

static size_t file_of(struct eh_str name)
{
	size_t i = 0;

	while (i < FILE_COUNT && !eh_str_eq(name, eh_str_of(FILES[i].name)))
		i++;
	return i;
}

enum eh_rc eh_withhold(struct eh_db *db, struct eh_str name, struct eh_buf *text, size_t *ret_taken, struct eh_error *err)
{
	struct withholding w = { .db = db };
	struct eh_buf out = { 0 };
	size_t file = file_of(name);

	*ret_taken = 0;
	if (file == FILE_COUNT)
		return EH_OK;
	enum eh_rc rc = load_hidden(&w, err);
	rc = rc < 0 ? rc : FILES[file].take_out(&w, eh_buf_str(text), &out, err);
	if (rc >= 0 && w.taken) {
		*ret_taken = w.taken;
		eh_buf_finish(text);
		*text = out;
		out = (struct eh_buf){ 0 };
	}
	eh_buf_finish(&out);
	eh_map_finish(&w.hidden);
	eh_arena_finish(&w.arena);
	return rc < 0 ? rc : EH_OK;
}
