#include "linking.h"

#include "protect.h"
#include "queries.h"

/* Registers that give each organisation one number, so that two different ones are two organisations. A sports club's identifier is made
 * of its name and postcode, so one club may have several. */
static bool one_each(struct eh_str scheme)
{
	return eh_str_eq(scheme, EH_STR("GB-CHC")) || eh_str_eq(scheme, EH_STR("GB-COH")) || eh_str_eq(scheme, EH_STR("GB-SC")) ||
	       eh_str_eq(scheme, EH_STR("GB-NIC")) || eh_str_eq(scheme, EH_STR("GB-MPR"));
}

static struct ehl_text text(struct eh_str s) { return (struct ehl_text){ s.p, s.n }; }

bool eh_list_link_record(
        const struct eh_list_row *row, const struct eh_record *record, struct eh_arena *arena, struct ehl_record *out)
{
	struct ehl_text *names = eh_arena_alloc(arena, (record->name_count + 1) * sizeof *names);
	struct ehl_id *ids = eh_arena_alloc(arena, (record->id_count + 1) * sizeof *ids);

	if (!names || !ids)
		return false;
	/* Where something protected is takes part in no calculation, its own linkage included: it is matched by name, number, telephone and web. */
	struct eh_str why = eh_protect_record(record, arena);
	if (eh_protect_unsure(why))
		return false;
	bool hidden = why.p != NULL;
	const struct eh_str none = { NULL, 0 };
	*out = (struct ehl_record){ .names = names,
		.ids = ids,
		.postcode = text(hidden ? none : record->postcode),
		.address = text(hidden ? none : record->address),
		.phone = text(record->phone),
		.web = text(record->web),
		.email_domain = text(record->email_domain),
		.place = text(row->place_id) };
	if (record->name.n)
		names[out->name_count++] = text(record->name);
	for (size_t i = 0; i < record->name_count; i++)
		if (record->names[i].kind != EH_NAME_VENUE)
			names[out->name_count++] = text(record->names[i].name);
	for (size_t i = 0; i < record->id_count; i++)
		ids[out->id_count++] = (struct ehl_id){ text(record->ids[i].scheme), text(record->ids[i].id),
			one_each(record->ids[i].scheme) };
	out->register_entry = record->what == EH_RECORD_ORGANISATION &&
	                      (record->registered != EH_NO_DATE || record->status != EH_STATUS_UNKNOWN);
	return true;
}

/* Compact copies of what linkage needs: the text stays in the arena, the wide record does not. */
static enum eh_rc fill_all(
        const struct eh_list_rows *rows, struct eh_arena *arena, struct ehl_record *records, struct eh_error *err)
{
	for (size_t i = 0; i < rows->count; i++) {
		struct eh_record record;
		EH_TRY(eh_list_row_record(&rows->items[i], arena, &record, err));
		if (!eh_list_link_record(&rows->items[i], &record, arena, &records[i]))
			return eh_fail_memory(err);
	}
	return EH_OK;
}

static enum eh_rc index_rows(const struct eh_list_rows *rows, struct eh_arena *arena, struct eh_map *map, struct eh_error *err)
{
	for (size_t i = 0; i < rows->count; i++) {
		struct eh_str key = eh_arena_printf(
		        arena, "%.*s\x1f%.*s", EH_FMT(rows->items[i].source), EH_FMT(rows->items[i].key));
		if (!key.p || eh_map_put(map, key, i, NULL, NULL) < 0)
			return eh_fail_memory(err);
	}
	return EH_OK;
}

struct constraints {
	EH_VEC(struct ehl_constraint) list;
};

/* People's decisions; the last word on a pair counts, and decisions about records that are gone wait. */
static enum eh_rc load_decisions(
        struct eh_db *db, const struct eh_list_rows *rows, struct constraints *constraints, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_map map EH_CLEANUP_MAP = { 0 };
	struct eh_q_decision_all row;
	enum eh_rc rc = eh_q_decision_all(db, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_decision_all_next(&cursor, &row, err)) == EH_OK) {
		if (!map.count)
			EH_TRY(index_rows(rows, &arena, &map, err));
		struct eh_str left = eh_arena_printf(&arena, "%.*s\x1f%.*s", EH_FMT(row.left_source), EH_FMT(row.left_key));
		struct eh_str right = eh_arena_printf(&arena, "%.*s\x1f%.*s", EH_FMT(row.right_source), EH_FMT(row.right_key));
		const uint64_t *a = eh_map_get(&map, left), *b = eh_map_get(&map, right);
		if (!a || !b)
			continue;
		/* Whichever of the two was named first. */
		struct ehl_constraint new = { *a < *b ? *a : *b, *a < *b ? *b : *a, eh_str_eq(row.verdict, EH_STR("same")) };
		bool settled = !eh_str_eq(row.verdict, EH_STR("unsure"));
		size_t at = 0;
		while (at < constraints->list.count &&
		        !(constraints->list.items[at].a == new.a && constraints->list.items[at].b == new.b))
			at++;
		if (at < constraints->list.count && settled)
			constraints->list.items[at] = new;
		else if (at < constraints->list.count)
			constraints->list.items[at] = constraints->list.items[--constraints->list.count];
		else if (settled && !eh_vec_push(&constraints->list, new))
			return eh_fail_memory(err);
	}
	return rc == EH_END ? EH_OK : rc;
}

static bool cancelled(void *context)
{
	const struct eh_build_options *options = context;

	return options->progress && options->progress(options->progress_context, 0, 0) != EH_OK;
}

enum eh_rc eh_list_link(struct eh_db *db, const struct eh_list_rows *rows, const struct eh_build_options *options,
        struct ehl_result *ret_result, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct constraints constraints = { 0 };
	struct ehl_record *records = eh_alloc_zero(rows->count, sizeof *records);
	struct eh_build_options copy = *options;
	const struct ehl_options link = { .threads = options->threads, .seed = 1, .cancelled = cancelled, .context = &copy };
	enum eh_rc rc = records ? fill_all(rows, &arena, records, err) : eh_fail_memory(err);

	if (rc == EH_OK)
		rc = load_decisions(db, rows, &constraints, err);
	int linked = rc == EH_OK
	                     ? ehl_link(records, rows->count, constraints.list.items, constraints.list.count, &link, ret_result)
	                     : 0;
	if (linked == -1)
		rc = eh_fail_memory(err);
	else if (linked == -2)
		rc = eh_fail(err, EH_CANCELLED, "stopped; the list stays as it was");
	else if (linked == -3)
		rc = eh_fail(err, EH_CONFLICT,
		        "people's decisions contradict one another: some say that two records are the same, others that they "
		        "differ");
	eh_vec_finish(&constraints.list);
	eh_free(records);
	return rc;
}
