/* collect.h: a reader run on a text, its records kept to be looked at. */
#ifndef EH_TEST_COLLECT_H
#define EH_TEST_COLLECT_H

#include "test.h"

#include <math.h>

#include "sources/source.h"

enum { COLLECT_MOST = 32 };

struct collected {
	struct eh_record records[COLLECT_MOST];
	struct eh_str verbatim[COLLECT_MOST], refusals[COLLECT_MOST], notes[COLLECT_MOST];
	size_t count, refused, noted;
	struct eh_arena arena;
};

/* Records come back as the store would keep them, private fields beside. */
static inline enum eh_rc collect_record(
        void *context, const struct eh_record *record, struct eh_str verbatim, uint64_t line, struct eh_error *err)
{
	struct collected *all = context;
	struct eh_buf json EH_CLEANUP_BUF = { 0 };

	(void)line;
	assert_true(eh_utf8_valid(verbatim, NULL));
	if (all->count == COLLECT_MOST)
		return EH_OK;
	assert_int_equal(eh_record_to_json(record, &json), EH_OK);
	struct eh_record *kept = &all->records[all->count];
	assert_int_equal(eh_record_from_json(eh_arena_str(&all->arena, eh_buf_str(&json)), &all->arena, kept, err), EH_OK);
	kept->private_email = eh_arena_str(&all->arena, record->private_email);
	kept->private_phone = eh_arena_str(&all->arena, record->private_phone);
	kept->private_address = eh_arena_str(&all->arena, record->private_address);
	kept->private_contact = eh_arena_str(&all->arena, record->private_contact);
	all->verbatim[all->count++] = eh_arena_str(&all->arena, verbatim);
	return EH_OK;
}

static inline enum eh_rc collect_refusal(
        void *context, uint64_t line, struct eh_str column, const char *reason, struct eh_error *err)
{
	struct collected *all = context;

	(void)err;
	if (all->refused < COLLECT_MOST)
		all->refusals[all->refused++] = eh_arena_printf(
		        &all->arena, "line %llu, %.*s: %s", (unsigned long long)line, EH_FMT(column), reason);
	return EH_OK;
}

static inline void collect_note(void *context, const char *text)
{
	struct collected *all = context;

	if (all->noted < COLLECT_MOST)
		all->notes[all->noted++] = eh_arena_str(&all->arena, eh_str_of(text));
}

/* Reads bytes (or, where they are {NULL, 0}, a file) with the reader of a kind; fails the test when the reader fails. */
static inline void collect(const char *kind, const char *path, struct eh_str bytes, struct collected *all)
{
	const struct eh_source_kind *reader = eh_source_kind_find(eh_str_of(kind));
	const struct eh_source_options options = { .path = path, .bytes = bytes };
	const struct eh_source_sink sink = { all, collect_record, collect_refusal, collect_note, NULL };
	struct eh_error err = { 0 };

	*all = (struct collected){ .count = 0 };
	assert_non_null(reader);
	assert_ok(reader->read(&options, &sink, &err), &err);
}

static inline void collect_finish(struct collected *all) { eh_arena_finish(&all->arena); }

/* The identifiers of a record as "GB-CHC-1129832 GB-COH-…". */
static inline const char *ids_of(const struct eh_record *record)
{
	static char text[512];
	size_t n = 0;

	*text = '\0';
	for (size_t i = 0; i < record->id_count; i++)
		n += (size_t)snprintf(text + n, sizeof text - n, "%s%.*s%s%.*s", i ? " " : "", EH_FMT(record->ids[i].scheme),
		        record->ids[i].scheme.n ? "-" : "", EH_FMT(record->ids[i].id));
	return text;
}

static inline int32_t day_of(const char *iso)
{
	int32_t date = EH_NO_DATE;

	assert_int_equal(eh_date_parse(eh_str_of(iso), &date), EH_OK);
	return date;
}

#endif
