#include "derive.h"

#include <math.h>

#include "confirmed.h"
#include "names.h"

enum { NAMELESS_RANK = 20, MATCH_ONLY_RANK = 50, GONE_RANK = 100 };

static bool official(const struct eh_record *record)
{
	static const char *const REGISTERS[] = { "GB-CHC", "GB-COH", "GB-SC", "GB-NIC", "GB-CASC", "GB-MPR" };

	for (size_t i = 0; i < record->id_count; i++)
		for (size_t j = 0; j < sizeof REGISTERS / sizeof *REGISTERS; j++)
			if (eh_str_eq(record->ids[i].scheme, eh_str_of(REGISTERS[j])))
				return true;
	return false;
}

static int rank_of(const struct eh_list_row *row, const struct eh_record *record)
{
	static const int RANKS[] = {
		[EH_RECORD_ORGANISATION] = 2, [EH_RECORD_SERVICE] = 4, [EH_RECORD_GRANT] = 6, [EH_RECORD_SUPPLIER] = 8
	};
	int rank = RANKS[record->what];

	/* A register's own row holds a registration date or a status; secondary tables of a register hold less and come behind. */
	if (record->what == EH_RECORD_ORGANISATION && official(record))
		rank = record->registered != EH_NO_DATE || record->status != EH_STATUS_UNKNOWN || record->removed_reason.n ? 0
		                                                                                                           : 1;
	if (!record->name.n)
		rank += NAMELESS_RANK;
	if (record->what != EH_RECORD_SUPPLIER && eh_list_row_terms(row, record) == EH_TERMS_MATCH_ONLY)
		rank += MATCH_ONLY_RANK;
	return row->gone_date == EH_NO_DATE ? rank : rank + GONE_RANK;
}

static bool before(const struct eh_member *a, const struct eh_member *b)
{
	if (a->rank != b->rank)
		return a->rank < b->rank;
	if (a->row->data_date != b->row->data_date)
		return a->row->data_date > b->row->data_date;
	if (a->record.award_date != b->record.award_date)
		return a->record.award_date > b->record.award_date;
	int order = eh_str_cmp(a->row->source, b->row->source);
	return order ? order < 0 : eh_str_cmp(a->row->key, b->row->key) < 0;
}

/* Insertion sort: clusters are small, and most come nearly in order. */
static void sort_members(struct eh_member *members, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct eh_member member = members[i];
		size_t at = i;
		for (; at && before(&member, &members[at - 1]); at--)
			members[at] = members[at - 1];
		members[at] = member;
	}
}

static bool has_small_letters(struct eh_str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] >= 'a' && name.p[i] <= 'z')
			return true;
	return false;
}

static enum eh_rc derive_name(struct eh_entry *entry, struct eh_arena *arena, struct eh_error *err)
{
	struct eh_str name = { NULL, 0 };

	for (size_t i = 0; i < entry->count && !name.n; i++)
		name = entry->members[i].record.name;
	for (size_t i = 0; i < entry->count && !has_small_letters(name); i++)
		if (has_small_letters(entry->members[i].record.name) && eh_name_same(name, entry->members[i].record.name))
			name = entry->members[i].record.name;
	entry->name = eh_name_display(arena, name);
	return entry->name.p ? EH_OK : eh_fail_memory(err);
}

/* When a record speaks for its organisation: EH_NO_DATE when it does not say that it is there. */
static int32_t heard_on(const struct eh_member *member)
{
	if (!eh_member_current(member) || eh_record_left_sports_register(&member->record))
		return EH_NO_DATE;
	return member->record.what == EH_RECORD_GRANT ? member->record.award_date : member->row->data_date;
}

static struct eh_str derive_status(const struct eh_entry *entry, int32_t newest)
{
	const struct eh_member *closed = NULL, *active = NULL;
	bool recent = false;

	for (size_t i = 0; i < entry->count; i++) {
		const struct eh_member *member = &entry->members[i];
		if (member->record.what == EH_RECORD_SUPPLIER || eh_member_match_only(member))
			continue;
		if (member->record.status == EH_STATUS_CLOSED && (!closed || member->row->data_date > closed->row->data_date))
			closed = member;
		if (!eh_member_current(member))
			continue;
		if (member->record.status == EH_STATUS_ACTIVE && (!active || member->row->data_date > active->row->data_date))
			active = member;
		int32_t said = heard_on(member);
		recent |= said != EH_NO_DATE && said >= newest - EH_RECENT_DAYS;
	}
	if (closed && (!active || active->row->data_date <= closed->row->data_date))
		return EH_STR("closed");
	return active || recent ? EH_STR("active") : EH_STR("unknown");
}

/* The address: first of a record that says the public may visit, then of the best record that has one. */
static void derive_address(struct eh_entry *entry)
{
	const struct eh_member *chosen = NULL;

	for (size_t i = 0; i < entry->count; i++) {
		const struct eh_member *member = &entry->members[i];
		const struct eh_record *record = &member->record;
		bool visit = (eh_member_says(member) & EH_SAYS_MEETS) || record->address_public;
		bool somewhere = record->postcode.n || !isnan(record->latitude);
		if (!somewhere || record->what == EH_RECORD_SUPPLIER || eh_member_match_only(member))
			continue;
		if (visit && !entry->address_public && eh_member_current(member)) {
			entry->address_public = true;
			chosen = member;
		} else if (!chosen) {
			chosen = member;
		}
	}
	if (!chosen)
		return;
	entry->postcode = chosen->record.postcode;
	entry->latitude = chosen->record.latitude;
	entry->longitude = chosen->record.longitude;
	if (entry->address_public)
		entry->address = chosen->record.address;
}

/* Digits of a number as one dials it here. */
static size_t dialled(struct eh_str telephone, char ret_digits[16])
{
	size_t n = 0;
	bool abroad = eh_str_starts(telephone, EH_STR("+44")) || eh_str_starts(telephone, EH_STR("0044"));

	if (abroad)
		ret_digits[n++] = '0';
	for (size_t i = abroad ? (*telephone.p == '+' ? 3 : 4) : 0; i < telephone.n && n < 15; i++)
		if (eh_is_digit(telephone.p[i]) && !(abroad && n == 1 && telephone.p[i] == '0'))
			ret_digits[n++] = telephone.p[i];
	ret_digits[n] = '\0';
	return n;
}

struct eh_str eh_public_telephone(const struct eh_record *record, unsigned says, bool protected)
{
	static const char *const ORGANISATIONS[] = { "03", "080", "084", "087" };
	struct eh_str telephone = eh_str_trim(record->phone), none = { NULL, 0 };
	char digits[16];

	if ((record->what != EH_RECORD_SERVICE && record->what != EH_RECORD_ORGANISATION) || telephone.n > 60 ||
	        dialled(telephone, digits) < 3)
		return none;
	if (!protected && (record->what == EH_RECORD_SERVICE || says & (EH_SAYS_MEETS | EH_SAYS_SERVES)))
		return telephone;
	for (size_t i = 0; i < sizeof ORGANISATIONS / sizeof *ORGANISATIONS; i++)
		if (eh_str_starts(eh_str_of(digits), eh_str_of(ORGANISATIONS[i])))
			return telephone;
	return none;
}

struct eh_str eh_entry_telephone(const struct eh_entry *entry, bool protected)
{
	struct eh_str telephone = { NULL, 0 };

	for (size_t i = 0; i < entry->count && !telephone.n; i++) {
		const struct eh_member *member = &entry->members[i];
		if (eh_member_current(member) && !eh_member_match_only(member))
			telephone = eh_public_telephone(&member->record, eh_member_says(member), protected);
	}
	return telephone;
}

static void take_first(struct eh_str *slot, struct eh_str value)
{
	if (!slot->n && value.n)
		*slot = value;
}

static void take_earlier(int32_t *slot, int32_t value)
{
	if (value != EH_NO_DATE && (*slot == EH_NO_DATE || value < *slot))
		*slot = value;
}

/* Nothing speaks for it any more: the date of what did best. */
static void fall_back(struct eh_entry *entry)
{
	const struct eh_member *best = &entry->members[0];
	bool grant = best->record.what == EH_RECORD_GRANT;

	entry->last_confirmed = grant && best->record.award_date != EH_NO_DATE ? best->record.award_date : best->row->data_date;
	entry->confirmed_by = grant ? EH_CONFIRMED_GRANT : EH_CONFIRMED_LIST;
}

static void derive_facts(struct eh_entry *entry)
{
	entry->only_suppliers = true;
	for (size_t i = 0; i < entry->count; i++) {
		const struct eh_member *member = &entry->members[i];
		const struct eh_record *record = &member->record;
		enum eh_terms terms = eh_list_row_terms(member->row, record);
		if (record->what == EH_RECORD_SUPPLIER)
			continue;
		entry->only_suppliers = false;
		entry->terms = terms > entry->terms ? terms : entry->terms;
		take_earlier(&entry->first_seen, member->row->first_date);
		int32_t heard = heard_on(member);
		bool newer = heard != EH_NO_DATE && heard >= entry->last_confirmed, list = record->what != EH_RECORD_GRANT;
		if (newer && (heard > entry->last_confirmed || list)) { /* of one day the list */
			entry->last_confirmed = heard;
			entry->confirmed_by = list ? EH_CONFIRMED_LIST : EH_CONFIRMED_GRANT;
		}
		if (terms == EH_TERMS_MATCH_ONLY)
			continue;
		take_first(&entry->web, record->web);
		take_earlier(&entry->registered, record->registered);
		if (entry->income_pence == INT64_MIN)
			entry->income_pence = record->income_pence;
		if (entry->removed == EH_NO_DATE && record->status == EH_STATUS_CLOSED)
			entry->removed = record->removed;
		take_first(&entry->activities, record->activities);
	}
	if (entry->last_confirmed == EH_NO_DATE)
		fall_back(entry);
	if (entry->first_seen == EH_NO_DATE)
		entry->first_seen = entry->members[0].row->first_date;
}

enum eh_rc eh_entry_derive(const struct eh_list_rows *rows, const size_t *members, size_t count, struct eh_arena *arena,
        struct eh_entry *ret_entry, struct eh_error *err)
{
	struct eh_entry entry = { .latitude = (double)NAN,
		.longitude = (double)NAN,
		.income_pence = INT64_MIN,
		.registered = EH_NO_DATE,
		.removed = EH_NO_DATE,
		.first_seen = EH_NO_DATE,
		.last_confirmed = EH_NO_DATE,
		.confirmed_by = EH_CONFIRMED_LIST,
		.count = count };

	entry.members = eh_arena_alloc(arena, count * sizeof *entry.members);
	if (!entry.members)
		return eh_fail_memory(err);
	for (size_t i = 0; i < count; i++) {
		struct eh_member *member = &entry.members[i];
		member->row = &rows->items[members[i]];
		eh_record_init(&member->record);
		EH_TRY(eh_list_row_record(member->row, arena, &member->record, err));
		member->rank = rank_of(member->row, &member->record);
	}
	sort_members(entry.members, count);
	EH_TRY(derive_name(&entry, arena, err));
	derive_facts(&entry);
	derive_address(&entry);
	entry.status = derive_status(&entry, rows->newest);
	*ret_entry = entry;
	return EH_OK;
}
