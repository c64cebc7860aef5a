#include "source_name.h"

static const char *const SINGLE[] = { "ccni", "casc", "companies-house" };

/* The first record of a file decides; the reader is stopped there. */
struct first {
	const char *ending;
	bool seen;
};

static enum eh_rc take(void *context, const struct eh_record *record, struct eh_str verbatim, uint64_t line, struct eh_error *err)
{
	struct first *first = context;

	(void)verbatim, (void)line, (void)err;
	first->seen = true;
	if (record->name.n)
		first->ending = record->removed != EH_NO_DATE ? "-removed" : "";
	else
		first->ending = record->name_count ? "-names" : record->code_count ? "-classification" : "-areas";
	return EH_CANCELLED;
}

static enum eh_rc pass_over(void *context, uint64_t line, struct eh_str column, const char *reason, struct eh_error *err)
{
	(void)context, (void)line, (void)column, (void)reason, (void)err;
	return EH_OK;
}

static const char *ending_of(const char *kind, const struct eh_source_options *options)
{
	struct first first = { .ending = "" };
	const struct eh_source_sink sink = { .context = &first, .record = take, .refuse = pass_over };
	const struct eh_source_kind *reader = eh_source_kind_find(eh_str_of(kind));
	struct eh_error ignored = { 0 };

	(void)reader->read(options, &sink, &ignored);
	/* The main charity table holds removed charities too, in any order: only the names of tables tell it apart. */
	return strcmp(kind, "oscr") != 0 && strcmp(first.ending, "-removed") == 0 ? "" : first.ending;
}

enum eh_rc eh_source_name(const char *kind, const struct eh_source_options *options, struct eh_arena *arena,
        const char **ret_name, struct eh_error *err)
{
	const char *slash = strrchr(options->path, '/'), *base = slash ? slash + 1 : options->path;
	struct eh_str name = { base, strcspn(base, ".") };

	for (size_t i = 0; i < sizeof SINGLE / sizeof *SINGLE; i++)
		if (strcmp(kind, SINGLE[i]) == 0)
			name = eh_str_of(kind);
	if (strcmp(kind, "charity-commission") == 0 || strcmp(kind, "oscr") == 0)
		name = eh_arena_printf(arena, "%s%s", kind, ending_of(kind, options));
	else
		name = eh_arena_str(arena, name.n ? name : eh_str_of(kind));
	if (!name.p)
		return eh_fail_memory(err);
	*ret_name = name.p;
	return EH_OK;
}
