/* records_identifiers.c: equal identifiers of a known scheme are one organisation, unless name and place say branch; different ones of one
 * register never are; and what people decided binds. */
#include <stdlib.h>

#include "records.h"

/* A conflict: both hold an identifier of a scheme that gives each organisation one, and the two differ. */
static bool ids_conflict(const struct ehl_record *a, const struct ehl_record *b)
{
	bool conflict = false;

	for (size_t i = 0; i < a->id_count; i++)
		for (size_t j = 0; j < b->id_count; j++) {
			if (!a->ids[i].one_each || !a->ids[i].scheme.n ||
			        !eh_str_eq(eh_link_str(a->ids[i].scheme), eh_link_str(b->ids[j].scheme)))
				continue;
			if (eh_str_eq(eh_link_str(a->ids[i].id), eh_link_str(b->ids[j].id)))
				return false; /* one in common settles it: the others are out of date */
			conflict = true;
		}
	return conflict;
}

bool eh_records_apart(const struct eh_records *work, uint32_t a, uint32_t b)
{
	for (size_t i = 0; i < work->constraint_count; i++) {
		const struct ehl_constraint *c = &work->constraints[i];
		uint32_t x = work->head[c->a], y = work->head[c->b];
		if (!c->same && ((x == a && y == b) || (x == b && y == a)))
			return true;
	}
	return false;
}

/* Whether anything forbids joining two clusters, given by their heads. */
bool eh_records_forbidden(const struct eh_records *work, uint32_t a, uint32_t b)
{
	if (eh_records_apart(work, a, b))
		return true;
	uint32_t i = a;
	do {
		uint32_t j = b;
		do {
			if (ids_conflict(&work->records[i], &work->records[j]))
				return true;
			j = work->next[j];
		} while (j != b);
		i = work->next[i];
	} while (i != a);
	return false;
}

void eh_records_join(struct eh_records *work, uint32_t a, uint32_t b)
{
	uint32_t small = a < b ? a : b, large = a < b ? b : a, i = large;

	do {
		work->head[i] = small;
		i = work->next[i];
	} while (i != large);
	uint32_t swap = work->next[small];
	work->next[small] = work->next[large];
	work->next[large] = swap;
	work->size[small] += work->size[large];
}

static bool add_branch(struct eh_records *work, size_t record, size_t of)
{
	work->branch[record] = true;
	return eh_vec_push(&work->branches, (struct ehl_branch){ record, of });
}

/* Bits of words of its own that a branch's name has. */
static const double OWN_WORDS = 7;

/* Name and place say branch: both say where they are, it lies in another district than the register's entry, and its name shares words
 * with the entry's and has words of its own. A row that says not where it is (most grants do not) is taken at its number's word. */
static bool reads_as_branch(const struct eh_records *work, size_t record, size_t holder)
{
	const struct eh_fields *fields = &work->match.fields;
	const struct eh_field *name = &fields->items[0];
	enum { ELSEWHERE = 5 }; /* the level of postcodes from which they are in different districts */
	struct eh_gamma gamma;
	struct eh_word_score words;
	struct eh_words_view a, b;
	bool elsewhere = false;

	if (!work->records[holder].register_entry || work->records[record].register_entry)
		return false;
	eh_gamma_compare(fields, record, holder, &gamma);
	for (size_t i = 0; i < fields->count; i++) {
		unsigned level = eh_gamma_level(gamma.pattern, i);
		enum eh_kind kind = fields->items[i].kind;
		if (kind == EH_KIND_POSTCODE && level < ELSEWHERE)
			return false;
		elsewhere |= kind == EH_KIND_POSTCODE;
		if ((kind == EH_KIND_CODE || kind == EH_KIND_HOST) && level == 1)
			return false;
	}
	if (!elsewhere || eh_gamma_level(gamma.pattern, 0) <= 1 || !name->value[record] || !name->value[holder])
		return false;
	eh_words_next(name->words.items + name->value[record], &a);
	eh_words_next(name->words.items + name->value[holder], &b);
	eh_words_compare(&name->vocab, &a, &b, &words);
	return words.shared > 0 && words.only_a + words.number_only_a > OWN_WORDS;
}

struct id_entry {
	uint64_t hash;
	uint32_t record;
	unsigned char rank; /* register entries first */
};

static int by_id(const void *a, const void *b)
{
	const struct id_entry *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return (x->record > y->record) - (x->record < y->record);
}

static bool join_group(struct eh_records *work, const struct id_entry *entries, size_t count)
{
	size_t holder = entries[0].record;

	for (size_t i = 1; i < count; i++) {
		size_t record = entries[i].record;
		uint32_t a = work->head[holder], b = work->head[record];
		if (a == b || work->branch[record])
			continue;
		if (reads_as_branch(work, record, holder)) {
			if (!add_branch(work, record, holder))
				return false;
			continue;
		}
		if (!eh_records_forbidden(work, a, b)) {
			eh_records_join(work, a, b);
			work->links++;
		}
	}
	return true;
}

bool eh_records_link_identifiers(struct eh_records *work)
{
	EH_VEC(struct id_entry) entries = { 0 };
	bool good = true;

	for (size_t i = 0; good && i < work->count; i++)
		for (size_t j = 0; good && j < work->records[i].id_count; j++) {
			const struct ehl_id *id = &work->records[i].ids[j];
			if (!id->scheme.n || (work->still && work->still[i]))
				continue;
			uint64_t hash = eh_str_hash(eh_link_str(id->scheme)) * 31 + eh_str_hash(eh_link_str(id->id));
			good = eh_vec_push(&entries, (struct id_entry){ hash, (uint32_t)i, !work->records[i].register_entry });
		}
	if (entries.count)
		qsort(entries.items, entries.count, sizeof *entries.items, by_id);
	for (size_t i = 0; good && i < entries.count;) {
		size_t end = i + 1;
		while (end < entries.count && entries.items[end].hash == entries.items[i].hash)
			end++;
		good = join_group(work, entries.items + i, end - i);
		i = end;
	}
	eh_vec_finish(&entries);
	return good;
}

int eh_records_apply_decisions(struct eh_records *work)
{
	for (size_t i = 0; i < work->constraint_count; i++) {
		const struct ehl_constraint *c = &work->constraints[i];
		if (c->a >= work->count || c->b >= work->count)
			return -3;
		if (c->same && work->head[c->a] != work->head[c->b]) {
			if (eh_records_apart(work, work->head[c->a], work->head[c->b]))
				return -3;
			eh_records_join(work, work->head[c->a], work->head[c->b]);
		}
	}
	return 0;
}
