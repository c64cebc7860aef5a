#include "contacts.h"

#include <stddef.h>

#include "place_file.h"

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

static bool fits(enum shape shape, struct eh_str text)
{
	if (shape == EMAIL)
		return eh_str_find(text, EH_STR("@")) > 0 && eh_str_find(text, EH_STR(" ")) < 0;
	if (shape == ADDRESS)
		return eh_str_starts(text, EH_STR("https://")) || eh_str_starts(text, EH_STR("http://"));
	return text.n > 0;
}

static enum eh_rc take(
        struct eh_contacts_file *file, struct eh_contacts *contacts, const char *key, const char *value, struct eh_error *err)
{
	struct eh_str text = eh_arena_str(&file->arena, eh_str_of(value));

	if (!text.p)
		return eh_fail_memory(err);
	for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++) {
		if (strcmp(key, KEYS[i].key) != 0)
			continue;
		if (!fits(KEYS[i].shape, text))
			return eh_fail(err, EH_INVALID, "%s = %s, not \"%s\"", key,
			        KEYS[i].shape == EMAIL     ? "an email address"
			        : KEYS[i].shape == ADDRESS ? "an address that begins with https://"
			                                   : "something to read",
			        value);
		*(struct eh_str *)((char *)contacts + KEYS[i].offset) = text;
		return EH_OK;
	}
	return eh_fail(err, EH_INVALID,
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

static enum eh_rc setting(void *context, struct eh_str place, const char *key, const char *value, struct eh_error *err)
{
	struct eh_contacts_file *file = context;
	struct eh_contacts *contacts = find(file, place);

	if (!contacts && file->count == MOST_PLACES)
		return eh_fail(err, EH_TOO_LARGE, "over %d places", MOST_PLACES);
	if (!contacts) {
		contacts = &file->places[file->count++];
		contacts->place = eh_arena_str(&file->arena, place);
	}
	return take(file, contacts, key, value, err);
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
	struct eh_contacts_file *file = eh_alloc_zero(1, sizeof *file);
	enum eh_rc rc = file ? eh_place_file_read(path, setting, file, err) : eh_fail_memory(err);

	if (rc >= 0)
		rc = check(file, err);
	if (rc < 0) {
		eh_contacts_free(file);
		return rc;
	}
	*ret_file = file;
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
