#include "contacts.h"

#include <ini.h>
#include <stddef.h>
#include <stdio.h>

enum { MOST_PLACES = 512 };

struct eh_contacts_file {
	struct eh_arena arena;
	struct eh_contacts places[MOST_PLACES];
	size_t count;
};

enum shape { TEXT, EMAIL, ADDRESS };

static const struct {
	const char *key;
	size_t offset;
	enum shape shape;
} KEYS[] = {
	{ "name", offsetof(struct eh_contacts, list.name), TEXT },
	{ "email", offsetof(struct eh_contacts, list.email), EMAIL },
	{ "telephone", offsetof(struct eh_contacts, list.telephone), TEXT },
	{ "web", offsetof(struct eh_contacts, list.web), ADDRESS },
	{ "safeguarding", offsetof(struct eh_contacts, safeguarding.name), TEXT },
	{ "safeguarding_email", offsetof(struct eh_contacts, safeguarding.email), EMAIL },
	{ "safeguarding_telephone", offsetof(struct eh_contacts, safeguarding.telephone), TEXT },
	{ "safeguarding_web", offsetof(struct eh_contacts, safeguarding.web), ADDRESS },
};

struct reading {
	struct eh_contacts_file *file;
	struct eh_error *err;
	enum eh_rc rc;
};

static bool fits(enum shape shape, struct eh_str text)
{
	if (shape == EMAIL)
		return eh_str_find(text, EH_STR("@")) > 0 && eh_str_find(text, EH_STR(" ")) < 0;
	if (shape == ADDRESS)
		return eh_str_starts(text, EH_STR("https://")) || eh_str_starts(text, EH_STR("http://"));
	return text.n > 0;
}

static enum eh_rc take(struct reading *reading, struct eh_contacts *contacts, const char *key, const char *value)
{
	struct eh_str text = eh_arena_str(&reading->file->arena, eh_str_of(value));

	if (!text.p)
		return eh_fail_memory(reading->err);
	for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++) {
		if (strcmp(key, KEYS[i].key) != 0)
			continue;
		if (!fits(KEYS[i].shape, text))
			return eh_fail(reading->err, EH_INVALID, "%s = %s, not \"%s\"", key,
			        KEYS[i].shape == EMAIL     ? "an email address"
			        : KEYS[i].shape == ADDRESS ? "an address that begins with https://"
			                                   : "something to read",
			        value);
		*(struct eh_str *)((char *)contacts + KEYS[i].offset) = text;
		return EH_OK;
	}
	return eh_fail(reading->err, EH_INVALID,
	        "[%.*s] has no key \"%s\"; it has name, email, telephone, web, safeguarding, safeguarding_email, "
	        "safeguarding_telephone, safeguarding_web",
	        EH_FMT(contacts->place), key);
}

static struct eh_contacts *find(struct eh_contacts_file *file, struct eh_str place)
{
	for (size_t i = 0; file && i < file->count; i++)
		if (eh_str_eq(file->places[i].place, place))
			return &file->places[i];
	return NULL;
}

static int on_key(void *context, const char *section, const char *key, const char *value)
{
	struct reading *reading = context;
	struct eh_contacts_file *file = reading->file;
	struct eh_contacts *contacts = find(file, eh_str_of(section));

	if (reading->rc < 0)
		return 0; /* the reader goes on after a fault; the first is told */
	if (!contacts && file->count == MOST_PLACES) {
		reading->rc = eh_fail(reading->err, EH_TOO_LARGE, "over %d places", MOST_PLACES);
		return 0;
	}
	if (!contacts) {
		contacts = &file->places[file->count++];
		contacts->place = eh_arena_str(&file->arena, eh_str_of(section));
	}
	reading->rc = take(reading, contacts, key, value);
	return reading->rc >= 0;
}

static bool is_whole(const struct eh_contact *contact)
{
	bool way = contact->email.n || contact->telephone.n || contact->web.n;

	return (contact->name.n > 0) == way;
}

static enum eh_rc check(struct eh_contacts_file *file, struct eh_error *err)
{
	for (size_t i = 0; i < file->count; i++)
		if (!is_whole(&file->places[i].list) || !is_whole(&file->places[i].safeguarding))
			return eh_fail(err, EH_INVALID,
			        "[%.*s] needs, for each of name and safeguarding, who it is and an email, a telephone or a web "
			        "address",
			        EH_FMT(file->places[i].place));
	return eh_arena_check(&file->arena, EH_OK, err);
}

enum eh_rc eh_contacts_read(const char *path, struct eh_contacts_file **ret_file, struct eh_error *err)
{
	struct reading reading = { .file = eh_alloc_zero(1, sizeof *reading.file), .err = err, .rc = EH_OK };
	FILE *in = fopen(path, "re");
	int line = 0;

	if (!in || !reading.file) {
		enum eh_rc rc = in ? eh_fail_memory(err) : eh_fail_errno(err, "read", path);
		if (in)
			fclose(in);
		eh_contacts_free(reading.file);
		return rc;
	}
	line = ini_parse_file(in, on_key, &reading);
	fclose(in);
	if (line > 0 && reading.rc >= 0)
		reading.rc = eh_fail(err, EH_INVALID, "this is neither a [place] nor \"key = value\"");
	if (reading.rc < 0)
		reading.rc = eh_error_at(err, reading.rc, path, (uint64_t)(line > 0 ? line : 0), 0);
	else
		reading.rc = check(reading.file, err);
	if (reading.rc < 0) {
		eh_contacts_free(reading.file);
		return reading.rc;
	}
	*ret_file = reading.file;
	return EH_OK;
}

void eh_contacts_free(struct eh_contacts_file *file)
{
	if (!file)
		return;
	eh_arena_finish(&file->arena);
	eh_free(file);
}

const struct eh_contacts *eh_contacts_of(const struct eh_contacts_file *file, struct eh_str place)
{
	return find((struct eh_contacts_file *)(uintptr_t)file, place);
}
