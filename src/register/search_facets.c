/* search_facets.c: from counts to the values of each filter, in plain words. */
#include <stdlib.h>

#include "search_filtering.h"
#include "taxonomy.h"

static int by_count(const void *a, const void *b)
{
	const struct eh_search_count *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	int order = eh_str_cmp(x->label, y->label);
	return order ? order : eh_str_cmp(x->code, y->code);
}

/* What a value of a filter is called, and whether it is chosen. */
struct value {
	struct eh_str code, label;
	bool chosen;
};

/* Values that nothing has are left out unless chosen. */
static enum eh_rc make_facet(const size_t *counts, size_t count,
        struct value (*value)(const struct eh_search_filtering *f, size_t i), bool sorted, const struct eh_search_filtering *f,
        struct eh_arena *arena, struct eh_search_facet *ret_facet, struct eh_error *err)
{
	size_t kept = 0, most = 0;

	for (size_t i = 0; i < count; i++)
		most += counts[i] || value(f, i).chosen;
	struct eh_search_count *items = eh_arena_alloc_zero(arena, most + 1, sizeof *items);
	if (!items)
		return eh_fail_memory(err);
	for (size_t i = 0; i < count; i++) {
		struct value what = value(f, i);
		if ((counts[i] || what.chosen) && what.code.n)
			items[kept++] = (struct eh_search_count){ what.code, what.label, counts[i], what.chosen };
	}
	if (sorted)
		qsort(items, kept, sizeof *items, by_count);
	*ret_facet = (struct eh_search_facet){ items, kept };
	return EH_OK;
}

static struct value need_value(const struct eh_search_filtering *f, size_t i)
{
	return (struct value){ eh_str_of(eh_needs[i].code), eh_str_of(eh_needs[i].label), f->needs >> i & 1 };
}

static struct value people_value(const struct eh_search_filtering *f, size_t i)
{
	return (struct value){ eh_str_of(eh_people[i].code), eh_str_of(eh_people[i].label), f->people >> i & 1 };
}

static struct value kind_value(const struct eh_search_filtering *f, size_t i)
{
	static const char *const LABELS[] = { EH_T("Organisations"), EH_T("Services") };

	return (struct value){ eh_str_of(eh_search_kinds[i]), eh_str_of(LABELS[i]), f->query->kinds >> i & 1 };
}

static struct value status_value(const struct eh_search_filtering *f, size_t i)
{
	static const char *const LABELS[] = { EH_T("Active"), EH_T("Not known to be active"), EH_T("Closed") };

	return (struct value){ eh_str_of(eh_search_statuses[i]), eh_str_of(LABELS[i]), f->query->statuses >> i & 1 };
}

static struct value scale_value(const struct eh_search_filtering *f, size_t i)
{
	static const char *const LABELS[] = { EH_T("Local"), EH_T("Regional"), EH_T("National"), EH_T("From farther off"),
		EH_T("Not known") };

	return (struct value){ eh_str_of(eh_search_scales[i]), eh_str_of(LABELS[i]), f->scales >> i & 1 };
}

static struct value size_value(const struct eh_search_filtering *f, size_t i)
{
	static const char *const LABELS[] = { EH_T("Under £10,000"), EH_T("£10,000 to £100,000"), EH_T("£100,000 to £1 million"),
		EH_T("£1 million or more"), EH_T("Not known") };

	return (struct value){ eh_str_of(eh_search_sizes[i]), eh_str_of(LABELS[i]), f->sizes >> i & 1 };
}

/* Of a council's list only its own wards: the others are where its organisations have their offices. */
static struct value ward_value(const struct eh_search_filtering *f, size_t i)
{
	const struct eh_search_area *area = &f->memory->areas[i];
	bool elsewhere = f->query->council.n && area->council != f->council && !f->wards[i];

	return elsewhere ? (struct value){ 0 } : (struct value){ area->code, area->name, f->wards[i] };
}

enum eh_rc eh_search_make_facets(
        const struct eh_search_filtering *f, struct eh_arena *arena, struct eh_search_results *ret, struct eh_error *err)
{
	const struct eh_search_counts *c = &f->counts;

	EH_TRY(make_facet(c->needs, eh_need_count, need_value, true, f, arena, &ret->needs, err));
	EH_TRY(make_facet(c->people, eh_people_count, people_value, true, f, arena, &ret->people, err));
	EH_TRY(make_facet(c->wards, f->memory->area_count, ward_value, true, f, arena, &ret->wards, err));
	EH_TRY(make_facet(c->kinds, EH_SEARCH_KINDS, kind_value, false, f, arena, &ret->kinds, err));
	EH_TRY(make_facet(c->statuses, EH_SEARCH_STATUSES, status_value, false, f, arena, &ret->statuses, err));
	EH_TRY(make_facet(c->scales, EH_SEARCH_SCALES, scale_value, false, f, arena, &ret->scales, err));
	EH_TRY(make_facet(c->sizes, EH_SEARCH_SIZES, size_value, false, f, arena, &ret->sizes, err));
	ret->open_now = c->open;
	ret->telephone = c->telephone;
	ret->confirmed_within_year = c->year;
	return EH_OK;
}
