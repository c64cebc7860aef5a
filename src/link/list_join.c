/* list_join.c: what hangs together with the rows that changed is joined again, whole components at a time: nothing outside can have a say in
 * their clusters but by the names that organisations outside stand by. */
#include <stdlib.h>

#include "list_change.h"

/* ---- What is joined again ---- */

static int note_again(void *to, uint64_t row)
{
	struct eh_list_held *held = eh_list_hold(to, row);

	if (!held)
		return -1;
	held->again |= !held->gone;
	return 0;
}

bool eh_list_again(struct eh_list_change *change, uint64_t component)
{
	return change->list->members(change->list->context, component, note_again, change) == 0;
}

static bool again_with(struct eh_list_change *change, uint64_t row)
{
	struct eh_list_held *held = eh_list_hold(change, row);

	if (!held)
		return false;
	if (held->fresh) {
		held->again = true;
		return true;
	}
	return eh_list_again(change, held->row.component);
}

static bool mark_first(struct eh_list_change *change)
{
	const struct ehl_list_changes *in = change->in;
	size_t count = change->held.count;

	/* Rows that share an identifier stand in `held` by now. */
	for (size_t i = 0; i < count; i++) {
		const struct eh_list_held *held = &change->held.items[i];
		if ((held->fresh || held->gone || held->again) && !again_with(change, held->number))
			return false;
	}
	for (size_t i = 0; i < in->touched_count; i++)
		if (!again_with(change, in->touched[i]))
			return false;
	for (size_t i = 0; i < change->bonds.count; i++) {
		const struct ehl_bond *bond = &change->bonds.items[i];
		if (bond->kind != EHL_BOND_ASK && (!again_with(change, bond->a) || !again_with(change, bond->b)))
			return false;
	}
	for (size_t i = 0; i < change->voids.count; i++)
		if (!again_with(change, change->voids.items[i].a) || !again_with(change, change->voids.items[i].b))
			return false;
	return true;
}

/* ---- The rows at the table ---- */

struct joining {
	struct eh_list_change *change;
	uint64_t *numbers; /* of each record, in the order of the list */
	struct ehl_record *records;
	bool *still;
	size_t count;
	struct eh_numbers places;
	EH_VEC(struct ehl_bond) bonds;
	EH_VEC(struct ehl_constraint) constraints;
	struct eh_map names; /* a name → by how much fewer stand by it outside, as a signed number */
	struct eh_arena arena;
	struct ehl_table *table;
	struct ehl_match_options options;
	struct eh_records work;
	bool seated;
};

struct placed {
	struct ehl_text order;
	size_t held;
};

static int by_order(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	return eh_str_cmp(eh_link_str(x->order), eh_link_str(y->order));
}

static bool is_again(const struct eh_list_change *change, uint64_t row)
{
	uint32_t at = eh_numbers_find(&change->places, row);

	return at != UINT32_MAX && change->held.items[at].again;
}

struct asking {
	struct joining *joining;
	uint64_t cluster;
};

static int note_still(void *to, uint64_t row)
{
	const struct asking *asking = to;
	struct eh_list_held *held = eh_list_hold(asking->joining->change, row);

	if (!held)
		return -1;
	held->still |= !held->again && !held->gone && held->row.cluster == asking->cluster;
	return 0;
}

/* A bond that leads out of what is joined again is a question to a cluster that stays, all of whose members have a say in it. */
static bool add_bond(struct joining *joining, const struct ehl_bond *bond)
{
	struct eh_list_change *change = joining->change;
	uint64_t ends[2] = { bond->a, bond->b };

	for (size_t i = 0; i < 2; i++) {
		const struct eh_list_held *held = eh_list_hold(change, ends[i]);
		if (!held)
			return false;
		if (held->again || held->still)
			continue;
		struct asking asking = { joining, held->row.cluster };
		if (change->list->members(change->list->context, held->row.component, note_still, &asking) != 0)
			return false;
	}
	return eh_vec_push(&joining->bonds, *bond);
}

struct bonding {
	struct joining *joining;
	uint64_t row;
};

/* A kept bond between two rows that are joined again is met twice, and taken once. */
static int take_bond(void *to, const struct ehl_bond *bond)
{
	const struct bonding *bonding = to;
	struct eh_list_change *change = bonding->joining->change;
	uint64_t other = bond->a == bonding->row ? bond->b : bond->a;
	uint32_t at = eh_numbers_find(&change->places, other);

	if ((at != UINT32_MAX && change->held.items[at].gone) || eh_list_is_void(change, bond))
		return 0;
	if (bond->b == bonding->row && is_again(change, other))
		return 0;
	return add_bond(bonding->joining, bond) ? 0 : -1;
}

static bool gather_bonds(struct joining *joining)
{
	struct eh_list_change *change = joining->change;

	for (size_t i = 0; i < change->held.count; i++) {
		const struct eh_list_held *held = &change->held.items[i];
		struct bonding bonding = { joining, held->number };
		if (held->again && !held->fresh &&
		        change->list->bonds(change->list->context, held->number, take_bond, &bonding) != 0)
			return false;
	}
	for (size_t i = 0; i < change->bonds.count; i++)
		if (!add_bond(joining, &change->bonds.items[i]))
			return false;
	return true;
}

static bool seat(struct joining *joining)
{
	struct eh_list_change *change = joining->change;
	size_t most = change->held.count + 1;
	struct placed *placed = eh_alloc(most * sizeof *placed);

	joining->numbers = eh_alloc(most * sizeof *joining->numbers);
	joining->records = eh_alloc(most * sizeof *joining->records);
	joining->still = eh_alloc(most * sizeof *joining->still);
	bool good = placed && joining->numbers && joining->records && joining->still;
	for (size_t i = 0; good && i < change->held.count; i++)
		if (change->held.items[i].again || change->held.items[i].still)
			placed[joining->count++] = (struct placed){ change->held.items[i].row.order, i };
	if (good && joining->count)
		qsort(placed, joining->count, sizeof *placed, by_order);
	for (size_t i = 0; good && i < joining->count; i++) {
		const struct eh_list_held *held = &change->held.items[placed[i].held];
		joining->numbers[i] = held->number;
		joining->records[i] = held->row.record;
		joining->still[i] = held->still && !held->again;
		good = eh_numbers_add(&joining->places, held->number, (uint32_t)i);
	}
	eh_free(placed);
	return good;
}

static bool seat_constraints(struct joining *joining)
{
	const struct ehl_list_changes *in = joining->change->in;

	for (size_t i = 0; i < in->constraint_count; i++) {
		const struct ehl_list_constraint *from = &in->constraints[i];
		uint32_t a = eh_numbers_find(&joining->places, from->a), b = eh_numbers_find(&joining->places, from->b);
		if (a != UINT32_MAX && b != UINT32_MAX &&
		        !eh_vec_push(&joining->constraints, (struct ehl_constraint){ a, b, from->same }))
			return false;
	}
	return true;
}

struct tied {
	struct eh_edge edge;
	uint64_t tie;
};

static int by_weight(const void *a, const void *b)
{
	const struct tied *x = a, *y = b;

	if (x->edge.weight != y->edge.weight)
		return x->edge.weight > y->edge.weight ? -1 : 1;
	if (x->tie != y->tie)
		return x->tie < y->tie ? -1 : 1;
	if (x->edge.a != y->edge.a)
		return x->edge.a < y->edge.a ? -1 : 1;
	return (x->edge.b > y->edge.b) - (x->edge.b < y->edge.b);
}

static bool seat_bonds(struct joining *joining)
{
	struct eh_edges *edges = &joining->work.match.edges;
	size_t count = joining->bonds.count;
	struct tied *tied = eh_alloc((count + 1) * sizeof *tied);

	edges->items = eh_alloc((count + 1) * sizeof *edges->items);
	edges->count = count;
	for (size_t i = 0; tied && i < count; i++) {
		const struct ehl_bond *bond = &joining->bonds.items[i];
		uint32_t a = eh_numbers_find(&joining->places, bond->a), b = eh_numbers_find(&joining->places, bond->b);
		tied[i].tie = bond->tie;
		tied[i].edge = (struct eh_edge){
			.a = a < b ? a : b, .b = a < b ? b : a, .weight = bond->weight, .decision = (unsigned char)bond->kind
		};
	}
	if (tied && count)
		qsort(tied, count, sizeof *tied, by_weight);
	for (size_t i = 0; tied && edges->items && i < count; i++)
		edges->items[i] = tied[i].edge;
	eh_free(tied);
	return tied && edges->items;
}

/* Clusters that stay are clusters from the start. */
static bool join_still(struct joining *joining)
{
	struct eh_numbers firsts = { 0 };
	bool good = true;

	for (size_t i = 0; good && i < joining->count; i++) {
		if (!joining->still[i])
			continue;
		uint64_t cluster = eh_list_hold(joining->change, joining->numbers[i])->row.cluster;
		uint32_t first = eh_numbers_find(&firsts, cluster);
		if (first == UINT32_MAX)
			good = eh_numbers_add(&firsts, cluster, (uint32_t)i);
		else
			eh_records_join(&joining->work, first, (uint32_t)i);
	}
	eh_numbers_finish(&firsts);
	return good;
}

/* ---- Names that organisations stand by ---- */

static struct eh_str bytes_of(const uint64_t *name) { return (struct eh_str){ (const char *)name, sizeof *name }; }

static bool count_name(struct joining *joining, uint64_t name, int64_t by)
{
	uint64_t *slot;
	struct eh_str key = eh_arena_str(&joining->arena, bytes_of(&name));

	if (!key.p || eh_map_put(&joining->names, key, 0, &slot, NULL) < 0)
		return false;
	*slot = (uint64_t)((int64_t)*slot + by);
	return true;
}

enum { RIVALS = 2 };

static long outside(void *context, uint64_t name)
{
	struct joining *joining = context;
	const uint64_t *mine = eh_map_get(&joining->names, bytes_of(&name));
	int64_t fewer = mine ? (int64_t)*mine : 0;
	long count = joining->change->list->standing(joining->change->list->context, name, (size_t)(fewer + RIVALS));

	return count < 0 ? -1 : (long)(count - fewer);
}

/* How many of the rows that are joined again, or go, stood by each name until now. */
static bool count_stood(struct joining *joining)
{
	const struct eh_list_change *change = joining->change;

	for (size_t i = 0; i < change->held.count; i++) {
		const struct eh_list_held *held = &change->held.items[i];
		for (size_t j = 0; (held->again || held->gone) && !held->fresh && j < held->row.standing_count; j++)
			if (!count_name(joining, held->row.standing[j], 1))
				return false;
	}
	return true;
}

/* A name that one more organisation stands by, or one fewer, may make ties of links, or links of ties: whoever has it is joined again. */
static bool note_rivals(struct joining *joining, uint64_t name, bool *ret_more)
{
	struct eh_list_change *change = joining->change;
	const uint64_t *stood = eh_map_get(&joining->names, bytes_of(&name)),
	               *stand = eh_map_get(&joining->work.rivals, bytes_of(&name));
	int64_t before = stood ? (int64_t)*stood : 0, now = stand ? (int64_t)*stand : 0;

	if (before == now)
		return true;
	long others = outside(joining, name);
	if (others < 0)
		return false;
	if ((others + before < RIVALS) == (others + now < RIVALS))
		return true;
	if (!eh_list_find_all(change, name))
		return false;
	for (size_t i = 0; i < change->found.count; i++) {
		const struct eh_list_held *held = eh_list_hold(change, change->found.items[i]);
		if (!held)
			return false;
		if (held->again || held->gone)
			continue;
		*ret_more = true;
		/* `found` is overwritten by nothing below: members are read by component. */
		if (!eh_list_again(change, held->row.component))
			return false;
	}
	return true;
}

static bool find_rivals(struct joining *joining, bool *ret_more)
{
	const struct eh_map *maps[] = { &joining->names, &joining->work.rivals };

	for (size_t i = 0; i < 2; i++)
		for (size_t j = 0; j < maps[i]->cap; j++) {
			uint64_t name;
			if (!maps[i]->slots[j].key.p)
				continue;
			memcpy(&name, maps[i]->slots[j].key.p, sizeof name);
			if (!note_rivals(joining, name, ret_more))
				return false;
		}
	return true;
}

/* ---- The join ---- */

static int sit_down(struct joining *joining)
{
	struct eh_list_change *change = joining->change;
	struct eh_match *match = &joining->work.match;

	if (!gather_bonds(joining) || !seat(joining) || !seat_constraints(joining) || !count_stood(joining) ||
	        !(joining->table = eh_records_table(joining->records, joining->count)))
		return -1;
	joining->options = (struct ehl_match_options){ .threads = change->options->threads, .model = change->model };
	joining->work = (struct eh_records){ .records = joining->records,
		.count = joining->count,
		.options = change->options,
		.constraints = joining->constraints.items,
		.constraint_count = joining->constraints.count,
		.still = joining->still,
		.outside = outside,
		.outside_context = joining };
	*match = (struct eh_match){ .table = joining->table,
		.options = &joining->options,
		.keep_equal = true,
		.organisations = true,
		.least_kept = EH_LEAST_KEPT_RECORDS,
		.model = (struct ehl_model *)change->model };
	joining->seated = true;
	int rc = eh_fields_prepare(joining->table, eh_record_columns, change->model, change->options->threads, &match->fields);
	if (rc)
		return rc;
	eh_scorer_init(change->model, &match->fields, &match->scorer);
	return seat_bonds(joining) && eh_records_start_clusters(&joining->work) && join_still(joining) ? 0 : -1;
}

/* As far as identifiers and decisions go: then it shows who stands by which name, and whether more is to be joined again. */
static int begin(struct joining *joining, bool *ret_more)
{
	int rc = sit_down(joining);

	rc = rc ? rc : eh_records_apply_decisions(&joining->work);
	if (rc == 0 && (!eh_records_link_identifiers(&joining->work) || !eh_records_count_rivals(&joining->work)))
		rc = -1;
	return rc ? rc : find_rivals(joining, ret_more) ? 0 : -1;
}

static void get_up(struct joining *joining)
{
	if (joining->seated) {
		joining->work.match.model = NULL; /* the caller's */
		eh_records_finish(&joining->work);
	}
	ehl_table_free(joining->table);
	eh_free(joining->numbers);
	eh_free(joining->records);
	eh_free(joining->still);
	eh_vec_finish(&joining->bonds);
	eh_vec_finish(&joining->constraints);
	eh_numbers_finish(&joining->places);
	eh_map_finish(&joining->names);
	eh_arena_finish(&joining->arena);
	*joining = (struct joining){ .change = joining->change };
}

/* ---- What comes out ---- */

static bool hand_over_rows(const struct joining *joining, struct ehl_list_result *result)
{
	const struct eh_records *work = &joining->work;
	size_t *component = eh_records_components(work);

	result->rows = eh_alloc((joining->count + 1) * sizeof *result->rows);
	result->standing = eh_alloc((work->standing.count + 1) * sizeof *result->standing);
	for (size_t i = 0; result->rows && component && i < joining->count; i++)
		if (!joining->still[i])
			result->rows[result->row_count++] = (struct ehl_list_place){ joining->numbers[i],
				joining->numbers[work->head[i]], joining->numbers[component[i]] };
	for (size_t i = 0; result->standing && i < work->standing.count; i++)
		result->standing[result->standing_count++] = (struct ehl_standing){ work->standing.items[i].name,
			joining->numbers[work->standing.items[i].row] };
	eh_free(component);
	return component && result->rows && result->standing;
}

static bool hand_over(const struct joining *joining, struct ehl_list_result *result)
{
	const struct eh_records *work = &joining->work;

	if (!hand_over_rows(joining, result))
		return false;
	result->questions = eh_alloc((work->questions.count + 1) * sizeof *result->questions);
	result->branches = eh_alloc((work->branches.count + 1) * sizeof *result->branches);
	if (!result->questions || !result->branches)
		return false;
	for (size_t i = 0; i < work->questions.count; i++) {
		const struct ehl_pair *pair = &work->questions.items[i];
		if (joining->still[pair->a] && joining->still[pair->b])
			continue;
		result->questions[result->question_count].a = joining->numbers[pair->a];
		result->questions[result->question_count].b = joining->numbers[pair->b];
		result->questions[result->question_count].weight = pair->weight;
		result->questions[result->question_count++].probability = pair->probability;
	}
	for (size_t i = 0; i < work->branches.count; i++) {
		result->branches[result->branch_count].row = joining->numbers[work->branches.items[i].record];
		result->branches[result->branch_count++].of = joining->numbers[work->branches.items[i].of];
	}
	return true;
}

int eh_list_join(struct eh_list_change *change, struct ehl_list_result *ret_result)
{
	struct joining joining = { .change = change };
	bool more = true;
	int rc = mark_first(change) ? 0 : -1;

	while (rc == 0 && more) {
		get_up(&joining);
		for (size_t i = 0; i < change->held.count; i++)
			change->held.items[i].still = false;
		more = false;
		rc = begin(&joining, &more);
	}
	if (rc == 0 && (!eh_records_link_edges(&joining.work) || !hand_over(&joining, ret_result)))
		rc = -1;
	get_up(&joining);
	return rc;
}
