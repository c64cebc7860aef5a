#include "linking.h"

#include "protect.h"
#include "queries.h"

bool eh_linking_one_each(struct eh_str scheme)
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
			eh_linking_one_each(record->ids[i].scheme) };
	out->register_entry = record->what == EH_RECORD_ORGANISATION &&
	                      (record->registered != EH_NO_DATE || record->status != EH_STATUS_UNKNOWN ||
	                              record->removed_reason.n);
	return true;
}

/* The date that says how recent a row is, as for its organisation's status. */
static int32_t said_of(const struct eh_list_row *row, const struct eh_record *record)
{
	if (record->what == EH_RECORD_SUPPLIER || row->gone_date != EH_NO_DATE ||
	        eh_list_row_terms(row, record) == EH_TERMS_MATCH_ONLY || eh_record_left_sports_register(record))
		return EH_NO_DATE;
	return record->what == EH_RECORD_GRANT ? record->award_date : row->data_date;
}

static bool grant_counts(const struct eh_list_row *row, const struct eh_record *record)
{
	return record->what == EH_RECORD_GRANT && row->gone_date == EH_NO_DATE &&
	       eh_list_row_terms(row, record) != EH_TERMS_MATCH_ONLY;
}

static uint64_t mix(uint64_t hash, uint64_t part) { return (hash ^ part) * 0x9fb21c651e98df25u ^ hash >> 29; }

static uint64_t stamp_of(const struct eh_list_row *row)
{
	const struct eh_str texts[] = { row->source, row->publisher, row->place_id, row->fields };
	const int64_t numbers[] = { row->says, row->data_date, row->first_date, row->gone_date, row->terms };
	uint64_t hash = 0x51ed270b0a1f39c1u;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		hash = mix(hash, eh_str_hash(texts[i]));
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		hash = mix(hash, (uint64_t)numbers[i]);
	return hash >> 1; /* never the store's NULL */
}

enum eh_rc eh_list_fill(const struct eh_list_row *row, struct eh_arena *arena, struct ehl_record *ret_record,
        struct eh_list_facts *ret_facts, struct eh_error *err)
{
	struct eh_record record;

	EH_TRY(eh_list_row_record(row, arena, &record, err));
	if (!eh_list_link_record(row, &record, arena, ret_record))
		return eh_fail_memory(err);
	*ret_facts = (struct eh_list_facts){ .stamp = stamp_of(row), .said = said_of(row, &record) };
	if (grant_counts(row, &record))
		ret_facts->grant_key = record.grant_id.n ? record.grant_id : row->key;
	return EH_OK;
}

/* Compact copies of what linkage needs: the text stays in the arena, the wide record does not. */
static enum eh_rc fill_all(const struct eh_list_rows *rows, struct eh_list_linkage *linkage, struct eh_error *err)
{
	for (size_t i = 0; i < rows->count; i++)
		EH_TRY(eh_list_fill(&rows->items[i], &linkage->arena, &linkage->records[i], &linkage->facts[i], err));
	return EH_OK;
}

static struct eh_str name_of(struct eh_arena *arena, struct eh_str source, struct eh_str key)
{
	return eh_arena_printf(arena, "%.*s\x1f%.*s", EH_FMT(source), EH_FMT(key));
}

static enum eh_rc index_rows(const struct eh_list_rows *rows, struct eh_arena *arena, struct eh_map *map, struct eh_error *err)
{
	for (size_t i = 0; i < rows->count; i++) {
		struct eh_str key = name_of(arena, rows->items[i].source, rows->items[i].key);
		if (!key.p || eh_map_put(map, key, i, NULL, NULL) < 0)
			return eh_fail_memory(err);
	}
	return EH_OK;
}

/* ---- People's decisions ---- */

struct word {
	struct eh_list_decision decision;
	bool settled;
};

struct words {
	EH_VEC(struct word) list;
	struct eh_map by_pair;
	struct eh_arena arena;
};

static bool take_word(struct words *words, const struct eh_q_decision_all *row)
{
	struct eh_arena *arena = &words->arena;
	struct word word = { { eh_arena_str(arena, row->left_source), eh_arena_str(arena, row->left_key),
		                     eh_arena_str(arena, row->right_source), eh_arena_str(arena, row->right_key),
		                     eh_str_eq(row->verdict, EH_STR("same")) },
		!eh_str_eq(row->verdict, EH_STR("unsure")) };
	struct eh_str left = name_of(arena, row->left_source, row->left_key),
	              right = name_of(arena, row->right_source, row->right_key);
	bool turned = left.p && right.p && eh_str_cmp(left, right) > 0; /* whichever of the two was named first */
	struct eh_str pair = eh_arena_printf(arena, "%.*s\x1e%.*s", EH_FMT(turned ? right : left), EH_FMT(turned ? left : right));
	uint64_t *slot;
	bool added;

	if (!left.p || !right.p || !pair.p || !word.decision.right_key.p || !word.decision.left_key.p ||
	        eh_map_put(&words->by_pair, pair, words->list.count, &slot, &added) < 0)
		return false;
	if (!added)
		words->list.items[*slot] = word;
	return !added || eh_vec_push(&words->list, word);
}

/* The last word on a pair counts; one that is unsure takes an earlier one back. */
enum eh_rc eh_list_decisions(struct eh_db *db, eh_list_decision_fn *each, void *context, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct words words = { 0 };
	struct eh_q_decision_all row;
	enum eh_rc rc = eh_q_decision_all(db, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_decision_all_next(&cursor, &row, err)) == EH_OK)
		if (!take_word(&words, &row))
			rc = eh_fail_memory(err);
	rc = rc == EH_END ? EH_OK : rc;
	for (size_t i = 0; rc == EH_OK && i < words.list.count; i++)
		if (words.list.items[i].settled)
			rc = each(context, &words.list.items[i].decision, err);
	eh_vec_finish(&words.list);
	eh_map_finish(&words.by_pair);
	eh_arena_finish(&words.arena);
	return rc;
}

struct binding {
	const struct eh_list_rows *rows;
	struct eh_list_linkage *linkage;
	struct eh_map map;
	struct eh_arena arena;
};

/* Decisions about records that are gone wait. */
static enum eh_rc bind(void *context, const struct eh_list_decision *decision, struct eh_error *err)
{
	struct binding *binding = context;

	if (!binding->map.count)
		EH_TRY(index_rows(binding->rows, &binding->arena, &binding->map, err));
	struct eh_str left = name_of(&binding->arena, decision->left_source, decision->left_key),
	              right = name_of(&binding->arena, decision->right_source, decision->right_key);
	if (!left.p || !right.p)
		return eh_fail_memory(err);
	const uint64_t *a = eh_map_get(&binding->map, left), *b = eh_map_get(&binding->map, right);
	if (a && b &&
	        !eh_vec_push(&binding->linkage->constraints,
	                (struct ehl_constraint){ *a < *b ? *a : *b, *a < *b ? *b : *a, decision->same }))
		return eh_fail_memory(err);
	return EH_OK;
}

static enum eh_rc load_decisions(
        struct eh_db *db, const struct eh_list_rows *rows, struct eh_list_linkage *linkage, struct eh_error *err)
{
	struct binding binding = { .rows = rows, .linkage = linkage };
	enum eh_rc rc = eh_list_decisions(db, bind, &binding, err);

	eh_map_finish(&binding.map);
	eh_arena_finish(&binding.arena);
	return rc;
}

static bool cancelled(void *context)
{
	const struct eh_build_options *options = context;

	return options->progress && options->progress(options->progress_context, 0, 0) != EH_OK;
}

enum eh_rc eh_list_link_failed(int linked, struct eh_error *err)
{
	if (linked == -1)
		return eh_fail_memory(err);
	if (linked == -2)
		return eh_fail(err, EH_CANCELLED, "stopped; the list stays as it was");
	if (linked == -3)
		return eh_fail(err, EH_CONFLICT,
		        "people's decisions contradict one another: some say that two records are the same, others that they "
		        "differ");
	return linked ? eh_fail(err, EH_INVALID,
	                        "the list's model is of another version; train a new one: evenhand build --retrain")
	              : EH_OK;
}

enum eh_rc eh_list_link(struct eh_db *db, const struct eh_list_rows *rows, const struct eh_build_options *options,
        const struct ehl_model *model, bool keep, struct eh_list_linkage *ret_linkage, struct eh_error *err)
{
	struct eh_list_linkage *linkage = ret_linkage;
	struct eh_build_options copy = *options;
	const struct ehl_options link = {
		.threads = options->threads, .seed = 1, .model = model, .keep = keep, .cancelled = cancelled, .context = &copy
	};

	linkage->records = eh_alloc_zero(rows->count + 1, sizeof *linkage->records);
	linkage->facts = eh_alloc_zero(rows->count + 1, sizeof *linkage->facts);
	if (!linkage->records || !linkage->facts)
		return eh_fail_memory(err);
	EH_TRY(fill_all(rows, linkage, err));
	EH_TRY(load_decisions(db, rows, linkage, err));
	return eh_list_link_failed(ehl_link(linkage->records, rows->count, linkage->constraints.items, linkage->constraints.count,
	                                   &link, &linkage->result),
	        err);
}

void eh_list_linkage_finish(struct eh_list_linkage *linkage)
{
	eh_free(linkage->records);
	eh_free(linkage->facts);
	eh_vec_finish(&linkage->constraints);
	ehl_result_finish(&linkage->result);
	eh_arena_finish(&linkage->arena);
	*linkage = (struct eh_list_linkage){ 0 };
}
