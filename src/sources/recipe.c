#include "recipe.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>

#include "record.h"

enum { MOST_SOURCES = 256, MOST_EDITIONS = 64 };

static const struct {
	const char *word;
	unsigned bit;
} SAYS[] = {
	{ "registered", EH_SAYS_REGISTERED },
	{ "works", EH_SAYS_WORKS },
	{ "funded", EH_SAYS_FUNDED },
	{ "meets", EH_SAYS_MEETS },
	{ "serves", EH_SAYS_SERVES },
};

enum { SAYS_COUNT = sizeof SAYS / sizeof *SAYS };

enum eh_rc eh_says_parse(struct eh_str words, unsigned *ret_says)
{
	struct eh_str rest = words, word;
	unsigned says = 0;

	while (eh_str_split(&rest, ' ', &word)) {
		size_t i = 0;
		if (!word.n)
			continue;
		while (i < SAYS_COUNT && !eh_str_eq(word, eh_str_of(SAYS[i].word)))
			i++;
		if (i == SAYS_COUNT)
			return EH_INVALID;
		says |= SAYS[i].bit;
	}
	*ret_says = says;
	return EH_OK;
}

void eh_says_format(unsigned says, char out[64])
{
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < SAYS_COUNT; i++)
		if (says & SAYS[i].bit)
			n += (size_t)snprintf(out + n, 64 - n, "%s%s", n ? " " : "", SAYS[i].word);
}

struct reading {
	struct eh_recipe *recipe;
	struct eh_recipe_source sources[MOST_SOURCES];
	size_t count;
	struct eh_recipe_edition editions[MOST_SOURCES][MOST_EDITIONS];
	struct eh_error *err;
	enum eh_rc rc;
};

static const char *keep(struct reading *reading, const char *text)
{
	const char *copy = eh_arena_str(&reading->recipe->arena, eh_str_of(text)).p;

	if (!copy)
		reading->rc = eh_fail_memory(reading->err);
	return copy;
}

/* Stores `value` under `key` when one of the named slots has that key. */
struct slot {
	const char *key;
	const char **value;
};

static bool fill(struct reading *reading, const struct slot *slots, size_t count, const char *key, const char *value)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(slots[i].key, key) != 0)
			continue;
		*slots[i].value = keep(reading, value);
		return true;
	}
	return false;
}

static enum eh_rc place_key(struct reading *reading, const char *key, const char *value)
{
	struct eh_recipe *recipe = reading->recipe;
	const struct slot slots[] = { { "id", &recipe->id }, { "name", &recipe->name }, { "council", &recipe->council },
		{ "neighbours", &recipe->neighbours } };

	if (strcmp(key, "synthetic") == 0) {
		recipe->synthetic = strcmp(value, "yes") == 0;
		return EH_OK;
	}
	if (!fill(reading, slots, sizeof slots / sizeof *slots, key, value))
		return eh_fail(reading->err, EH_INVALID,
		        "[place] has no key \"%s\"; it has id, name, council, neighbours, synthetic", key);
	return EH_OK;
}

static enum eh_rc add_edition(struct reading *reading, struct eh_recipe_source *source, const char *date, const char *path)
{
	struct eh_recipe_edition *editions = reading->editions[source - reading->sources];
	int32_t when;

	if (eh_date_parse(eh_str_of(date), &when) != EH_OK)
		return eh_fail(reading->err, EH_INVALID, "file.%s: write the date of the data as in file.2023-04-04", date);
	if (source->edition_count == MOST_EDITIONS)
		return eh_fail(reading->err, EH_TOO_LARGE, "source %s has over %d files", source->name, MOST_EDITIONS);
	size_t at = source->edition_count++;
	for (; at && editions[at - 1].date > when; at--)
		editions[at] = editions[at - 1];
	editions[at] = (struct eh_recipe_edition){ keep(reading, path), when };
	return EH_OK;
}

static enum eh_rc source_key(struct reading *reading, struct eh_recipe_source *source, const char *key, const char *value)
{
	const struct slot slots[] = {
		{ "kind", &source->kind },
		{ "publisher", &source->publisher },
		{ "licence", &source->licence },
		{ "attribution", &source->attribution },
		{ "rows", &source->rows },
		{ "edition", &source->edition },
		{ "terms", &source->terms },
		{ "owner", &source->owner },
		{ "mapping", &source->mapping },
		{ "sheet", &source->sheet },
		{ "member", &source->member },
		{ "table", &source->table },
		{ "url", &source->url },
	};
	const struct {
		const char *key;
		bool *flag;
	} flags[] = { { "optional", &source->optional }, { "register", &source->is_register },
		{ "drawing_only", &source->drawing_only } };

	if (strncmp(key, "file.", 5) == 0)
		return add_edition(reading, source, key + 5, value);
	if (strcmp(key, "says") == 0) {
		source->place = true;
		if (eh_says_parse(eh_str_of(value), &source->says) == EH_OK)
			return EH_OK;
		return eh_fail(
		        reading->err, EH_INVALID, "says = %s: the words are registered, works, funded, meets, serves", value);
	}
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
		if (strcmp(key, flags[i].key) == 0) {
			*flags[i].flag = strcmp(value, "yes") == 0;
			return EH_OK;
		}
	if (!fill(reading, slots, sizeof slots / sizeof *slots, key, value))
		return eh_fail(reading->err, EH_INVALID, "[source %s] has no key \"%s\"", source->name, key);
	return EH_OK;
}

static enum eh_rc section_key(struct reading *reading, const char *section, const char *key, const char *value)
{
	static const struct eh_recipe_source NONE;

	if (strcmp(section, "place") == 0)
		return place_key(reading, key, value);
	if (strncmp(section, "source ", 7) != 0)
		return eh_fail(reading->err, EH_INVALID, "[%s]: sections are [place] and [source NAME]", section);
	if (!reading->count || strcmp(reading->sources[reading->count - 1].name, section + 7) != 0) {
		if (reading->count == MOST_SOURCES)
			return eh_fail(reading->err, EH_TOO_LARGE, "over %d sources", MOST_SOURCES);
		reading->sources[reading->count] = NONE;
		reading->sources[reading->count].name = keep(reading, section + 7);
		EH_TRY(reading->rc);
		reading->count++;
	}
	return source_key(reading, &reading->sources[reading->count - 1], key, value);
}

static int on_key(void *context, const char *section, const char *key, const char *value)
{
	struct reading *reading = context;

	if (reading->rc < 0)
		return 0;
	enum eh_rc rc = section_key(reading, section, key, value);
	if (rc < 0)
		reading->rc = rc;
	return reading->rc >= 0;
}

static enum eh_rc check(const struct reading *reading)
{
	const struct eh_recipe *recipe = reading->recipe;

	if (!recipe->id || !recipe->name || !recipe->council)
		return eh_fail(reading->err, EH_INVALID, "[place] needs id, name and council");
	for (size_t i = 0; i < reading->count; i++) {
		const struct eh_recipe_source *source = &reading->sources[i];
		if (!source->kind)
			return eh_fail(reading->err, EH_INVALID, "[source %s] needs a kind", source->name);
		if (!source->edition_count)
			return eh_fail(reading->err, EH_INVALID, "[source %s] needs a file, as in file.2023-04-04 = name.csv",
			        source->name);
		for (size_t j = 0; j < i; j++)
			if (strcmp(reading->sources[j].name, source->name) == 0)
				return eh_fail(reading->err, EH_INVALID, "[source %s] stands twice", source->name);
	}
	return EH_OK;
}

/* Moves what was read into the recipe's arena. */
static enum eh_rc hand_over(struct reading *reading)
{
	struct eh_recipe *recipe = reading->recipe;

	recipe->sources = eh_arena_alloc_zero(&recipe->arena, reading->count, sizeof *recipe->sources);
	if (!recipe->sources)
		return eh_fail_memory(reading->err);
	recipe->source_count = reading->count;
	for (size_t i = 0; i < reading->count; i++) {
		struct eh_recipe_source *source = &recipe->sources[i];
		*source = reading->sources[i];
		source->editions = eh_arena_alloc(&recipe->arena, source->edition_count * sizeof *source->editions);
		if (!source->editions)
			return eh_fail_memory(reading->err);
		memcpy(source->editions, reading->editions[i], source->edition_count * sizeof *source->editions);
	}
	if (!recipe->neighbours)
		recipe->neighbours = "";
	return EH_OK;
}

enum eh_rc eh_recipe_read(const char *path, struct eh_recipe *ret_recipe, struct eh_error *err)
{
	struct eh_recipe recipe = { 0 };
	struct reading *reading = eh_alloc_zero(1, sizeof *reading);

	if (!reading)
		return eh_fail_memory(err);
	reading->recipe = &recipe;
	reading->err = err;
	int line = ini_parse(path, on_key, reading);
	if (line == -1)
		reading->rc = eh_fail_errno(err, "read the recipe", path);
	else if (line == -2)
		reading->rc = eh_fail_memory(err);
	else if (line > 0) {
		if (reading->rc >= 0)
			reading->rc = eh_fail(err, EH_INVALID, "this is neither a [section] nor \"key = value\"");
		eh_error_at(err, reading->rc, path, (uint64_t)line, 0);
	}
	enum eh_rc rc = reading->rc < 0 ? reading->rc : check(reading);
	if (rc >= 0)
		rc = hand_over(reading);
	eh_free(reading);
	if (rc < 0) {
		eh_recipe_finish(&recipe);
		return eh_error_at(err, rc, path, 0, 0);
	}
	*ret_recipe = recipe;
	return EH_OK;
}

void eh_recipe_finish(struct eh_recipe *recipe) { eh_arena_finish(&recipe->arena); }
