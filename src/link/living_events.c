#include <stdlib.h>

#include "living.h"

/* A row that was looked at whole: it is new, or links lead to it from new rows. */
struct member {
	size_t cluster; /* now: the smallest row of the table that is in it */
	uint64_t before, number;
	bool added;
};

static int by_cluster(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->cluster != y->cluster)
		return x->cluster < y->cluster ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

/* Old clusters and how many rows of each part they have now. */
struct part {
	uint64_t before;
	size_t group, rows;
	uint64_t first;
	bool keeps;
};

static int by_size(const void *a, const void *b)
{
	const struct part *x = a, *y = b;

	if (x->before != y->before)
		return x->before < y->before ? -1 : 1;
	if (x->rows != y->rows)
		return x->rows > y->rows ? -1 : 1;
	return (x->first > y->first) - (x->first < y->first);
}

struct naming {
	struct member *members;
	size_t count;
	EH_VEC(struct part) parts;
	EH_VEC(size_t) starts; /* of each group in members */
	uint64_t *names;       /* of each group */
	struct eh_living *living;
	struct ehl_added *out;
	size_t rows_cap, events_cap, pairs_cap;
};

static bool find_groups(struct naming *naming)
{
	for (size_t i = 0; i < naming->count; i++) {
		if (!i || naming->members[i].cluster != naming->members[i - 1].cluster)
			if (!eh_vec_push(&naming->starts, i))
				return false;
		const struct member *member = &naming->members[i];
		if (member->added)
			continue;
		size_t group = naming->starts.count - 1, at = naming->parts.count;
		while (at && naming->parts.items[at - 1].group == group && naming->parts.items[at - 1].before != member->before)
			at--;
		if (at && naming->parts.items[at - 1].group == group)
			naming->parts.items[at - 1].rows++;
		else if (!eh_vec_push(&naming->parts, (struct part){ member->before, group, 1, member->number, false }))
			return false;
	}
	return eh_vec_push(&naming->starts, naming->count);
}

/* Of an old cluster in several parts, the largest keeps the name; of several names in one group, the oldest is kept. */
static void choose_names(struct naming *naming)
{
	struct part *parts = naming->parts.items;

	if (naming->parts.count)
		qsort(parts, naming->parts.count, sizeof *parts, by_size);
	for (size_t i = 0; i < naming->parts.count; i++) {
		parts[i].keeps = !i || parts[i].before != parts[i - 1].before;
		uint64_t *name = &naming->names[parts[i].group];
		if (parts[i].keeps && (!*name || parts[i].before < *name - 1))
			*name = parts[i].before + 1;
	}
}

static bool name_taken(const struct naming *naming, uint64_t name)
{
	for (size_t i = 0; i < naming->parts.count; i++)
		if (naming->parts.items[i].before == name)
			return true;
	return false;
}

/* A group without a name takes the number of its first row that no cluster is called after. */
static uint64_t new_name(const struct naming *naming, size_t group)
{
	for (size_t i = naming->starts.items[group]; i < naming->starts.items[group + 1]; i++)
		if (!name_taken(naming, naming->members[i].number))
			return naming->members[i].number;
	return naming->members[naming->starts.items[group]].number;
}

static uint64_t cause_of(const struct naming *naming, size_t group)
{
	for (size_t i = naming->starts.items[group]; i < naming->starts.items[group + 1]; i++)
		if (naming->members[i].added)
			return naming->members[i].number;
	return naming->living->numbers.items[0];
}

static bool add_event(struct naming *naming, struct ehl_event event)
{
	struct ehl_added *out = naming->out;

	if (!eh_vec_grow(&out->events, out->event_count, &naming->events_cap, sizeof *out->events))
		return false;
	out->events[out->event_count++] = event;
	return true;
}

static bool tell_parts(struct naming *naming)
{
	for (size_t i = 0; i < naming->parts.count; i++) {
		const struct part *part = &naming->parts.items[i];
		uint64_t name = naming->names[part->group] - 1, cause = cause_of(naming, part->group);
		if (!part->keeps) {
			if (!add_event(naming, (struct ehl_event){ EHL_SPLIT, name, part->before, cause }))
				return false;
		} else if (part->before != name &&
		           !add_event(naming, (struct ehl_event){ EHL_MERGED, name, part->before, cause })) {
			return false;
		}
	}
	return true;
}

static bool tell_groups(struct naming *naming)
{
	struct ehl_added *out = naming->out;

	for (size_t group = 0; group + 1 < naming->starts.count; group++) {
		size_t from = naming->starts.items[group], to = naming->starts.items[group + 1], added = 0;
		if (!naming->names[group])
			naming->names[group] = new_name(naming, group) + 1;
		uint64_t name = naming->names[group] - 1;
		for (size_t i = from; i < to; i++) {
			const struct member *member = &naming->members[i];
			added += member->added;
			if (!member->added && member->before == name)
				continue;
			if (!eh_vec_grow(&out->rows, out->row_count, &naming->rows_cap, sizeof *out->rows))
				return false;
			out->rows[out->row_count].row = member->number;
			out->rows[out->row_count++].cluster = name;
		}
		enum ehl_event_kind kind = added == to - from ? EHL_BEGUN : EHL_GREW;
		if (added && !add_event(naming, (struct ehl_event){ kind, name, 0, cause_of(naming, group) }))
			return false;
	}
	return tell_parts(naming);
}

static bool add_pairs(struct naming *naming)
{
	const struct eh_living *living = naming->living;
	struct ehl_added *out = naming->out;

	for (size_t i = 0; i < living->match.edges.count; i++) {
		const struct eh_edge *edge = &living->match.edges.items[i];
		if (edge->decision == EHL_LEAVE || (edge->a >= living->added && edge->b >= living->added))
			continue;
		if (!eh_vec_grow(&out->pairs, out->pair_count, &naming->pairs_cap, sizeof *out->pairs))
			return false;
		out->pairs[out->pair_count].a = living->numbers.items[edge->a];
		out->pairs[out->pair_count].b = living->numbers.items[edge->b];
		out->pairs[out->pair_count].weight = (double)edge->weight;
		out->pairs[out->pair_count++].decision = (enum ehl_decision)edge->decision;
	}
	return true;
}

int eh_living_hand_over(struct eh_living *living, struct ehl_added *ret_added)
{
	struct ehl_added out = { .compared = living->compared, .looked_at = living->table->row_count - living->added };
	struct naming naming = { .living = living, .out = &out };
	bool good = (naming.members = eh_alloc_zero(living->table->row_count + 1, sizeof *naming.members)) != NULL;

	for (size_t i = 0; good && i < living->table->row_count; i++) {
		uint64_t number = living->numbers.items[i];
		bool added = i < living->added;
		if (living->done.items[i])
			naming.members[naming.count++] = (struct member){ living->match.out.cluster[i],
				added ? 0 : living->store->cluster(living->store->context, number), number, added };
	}
	if (good && naming.count)
		qsort(naming.members, naming.count, sizeof *naming.members, by_cluster);
	good = good && find_groups(&naming) && (naming.names = eh_alloc_zero(naming.starts.count + 1, sizeof *naming.names));
	if (good)
		choose_names(&naming);
	good = good && tell_groups(&naming) && add_pairs(&naming);
	eh_free(naming.members);
	eh_free(naming.names);
	eh_vec_finish(&naming.parts);
	eh_vec_finish(&naming.starts);
	if (!good) {
		ehl_added_finish(&out);
		return -1;
	}
	*ret_added = out;
	return 0;
}

void ehl_added_finish(struct ehl_added *added)
{
	eh_free(added->rows);
	eh_free(added->events);
	eh_free(added->pairs);
	*added = (struct ehl_added){ 0 };
}
