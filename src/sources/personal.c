#include "personal.h"

/* A stretch of text that is personal; n 0 when there is none. */
struct found {
	size_t from, n;
	bool email;
};

static bool is_local_char(char c) { return eh_is_alnum(c) || (c && strchr("._%+-'", c)); }
static bool is_domain_char(char c) { return eh_is_alnum(c) || c == '.' || c == '-'; }

/* The e-mail address round an @ sign. */
static struct found email_at(struct eh_str text, size_t at)
{
	size_t from = at, to = at + 1;

	while (from && is_local_char(text.p[from - 1]))
		from--;
	while (to < text.n && is_domain_char(text.p[to]))
		to++;
	while (to > at + 1 && !eh_is_alnum(text.p[to - 1]))
		to--;
	struct eh_str domain = eh_str_sub(text, at + 1, to - at - 1);
	if (from == at || eh_str_find(domain, EH_STR(".")) <= 0)
		return (struct found){ 0 };
	return (struct found){ from, to - from, true };
}

/* Length of what may stand between two groups of digits: one or two of " ()-.", and not a dash with blanks round it. */
static size_t gap_at(struct eh_str text, size_t at)
{
	size_t n = 0;

	while (at + n < text.n && text.p[at + n] && strchr(" ()-.", text.p[at + n]))
		n++;
	return n <= 2 ? n : 0;
}

/* True for the middle of a word or of a number: "53.0123456789", "1,012". */
static bool inside_number(struct eh_str text, size_t at)
{
	if (!at)
		return false;
	return eh_is_alnum(text.p[at - 1]) || (at > 1 && strchr(".,-/", text.p[at - 1]) && eh_is_digit(text.p[at - 2]));
}

/* Whether a blank behind these digits ends a number: they are as many as a number has, and more of them, or another number, follow. */
static bool is_whole(size_t digits, struct eh_str text, size_t at, size_t gap)
{
	return strchr(" ()", text.p[at]) && (digits == 11 || (digits == 10 && text.p[at + gap] == '0'));
}

/* The telephone number that begins here, with its first 0 or its +44. */
static struct found phone_at(struct eh_str text, size_t from)
{
	static const char SECOND[] = "123578"; /* of numbers that people have */
	bool abroad = eh_str_starts(eh_str_sub(text, from, text.n), EH_STR("+44"));
	size_t at = from + (abroad ? 3 : 0), end = at, digits = 0;
	char second = '\0';

	if (inside_number(text, from))
		return (struct found){ 0 };
	while (at < text.n) {
		size_t gap = gap_at(text, at);
		if (at + gap >= text.n || !eh_is_digit(text.p[at + gap]) || (gap && is_whole(digits, text, at, gap)))
			break;
		at += gap;
		if (abroad && !digits && text.p[at] != '0')
			digits++; /* the 0 that +44 stands for */
		if (++digits == 2)
			second = text.p[at];
		end = ++at;
	}
	bool ends = end >= text.n || !(eh_is_alnum(text.p[end]) || text.p[end] == '/' || text.p[end] == ':');
	if (!ends || (digits != 10 && digits != 11) || !second || !strchr(SECOND, second))
		return (struct found){ 0 };
	if (from && text.p[from - 1] == '(' && memchr(text.p + from, ')', end - from))
		from--;
	return (struct found){ from, end - from, false };
}

static bool may_begin_phone(struct eh_str text, size_t at)
{
	return text.p[at] == '0' || (text.p[at] == '+' && at + 2 < text.n && text.p[at + 1] == '4');
}

static struct found next(struct eh_str text, size_t from)
{
	for (size_t at = from; at < text.n; at++) {
		struct found found = { 0 };
		if (text.p[at] == '@')
			found = email_at(text, at);
		else if (may_begin_phone(text, at))
			found = phone_at(text, at);
		if (found.n && found.from >= from)
			return found;
	}
	return (struct found){ 0 };
}

bool eh_personal_has(struct eh_str text) { return next(text, 0).n > 0; }

static enum eh_rc collect(struct eh_buf *out, struct eh_str item)
{
	return out ? eh_buf_printf(out, "%s%.*s", out->n ? "; " : "", EH_FMT(item)) : EH_OK;
}

static enum eh_rc mask_once(struct eh_str text, struct eh_buf *out, struct eh_buf *ret_emails, struct eh_buf *ret_phones)
{
	size_t from = 0;

	for (struct found found; (found = next(text, from)).n; from = found.from + found.n) {
		EH_TRY(eh_buf_add(out, eh_str_sub(text, from, found.from - from)));
		EH_TRY(eh_buf_add(out, found.email ? EH_STR(EH_PERSONAL_EMAIL_GONE) : EH_STR(EH_PERSONAL_PHONE_GONE)));
		EH_TRY(collect(found.email ? ret_emails : ret_phones, eh_str_sub(text, found.from, found.n)));
	}
	return eh_buf_add(out, eh_str_sub(text, from, text.n));
}

enum eh_rc eh_personal_mask(struct eh_str text, struct eh_buf *out, struct eh_buf *ret_emails, struct eh_buf *ret_phones)
{
	struct eh_buf before EH_CLEANUP_BUF = { 0 };
	size_t start = out->n;

	EH_TRY(mask_once(text, out, ret_emails, ret_phones));
	/* What is taken out may leave a number standing that was none beside it ("0161 496 0000jo@oak.example"). */
	while (eh_personal_has(eh_str_sub(eh_buf_str(out), start, out->n))) {
		eh_buf_reset(&before);
		EH_TRY(eh_buf_add(&before, eh_str_sub(eh_buf_str(out), start, out->n)));
		out->n = start;
		EH_TRY(mask_once(eh_buf_str(&before), out, ret_emails, ret_phones));
	}
	return EH_OK;
}

/* Most texts hold nothing of the kind. */
static bool is_plain(struct eh_str text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] < 0x20 || text.p[i] == 0x7f || (unsigned char)text.p[i] == 0xe2)
			return false;
	return true;
}

static enum eh_rc clean_text(struct eh_str *text, struct eh_buf *emails, struct eh_buf *phones, struct eh_arena *arena)
{
	struct eh_buf masked EH_CLEANUP_BUF = { 0 };

	if (!is_plain(*text)) {
		struct eh_str plain = eh_arena_str(arena, *text);
		if (!plain.p)
			return EH_NO_MEMORY;
		plain.n = eh_utf8_plain((char *)(uintptr_t)plain.p, plain.n);
		*text = plain;
	}
	if (!text->n || !eh_personal_has(*text))
		return EH_OK;
	EH_TRY(eh_personal_mask(*text, &masked, emails, phones));
	struct eh_str kept = eh_arena_str(arena, eh_buf_str(&masked));
	if (!kept.p)
		return EH_NO_MEMORY;
	*text = kept;
	return EH_OK;
}

static enum eh_rc join(struct eh_str *text, const struct eh_buf *more, struct eh_arena *arena)
{
	if (!more->n)
		return EH_OK;
	struct eh_str joined = eh_arena_printf(arena, "%.*s%s%.*s", EH_FMT(*text), text->n ? "; " : "", EH_FMT(eh_buf_str(more)));
	if (!joined.p)
		return EH_NO_MEMORY;
	*text = joined;
	return EH_OK;
}

/* Replaces every `part` in a text, whatever its case. */
static enum eh_rc replace(struct eh_str *text, struct eh_str part, const char *with, struct eh_arena *arena)
{
	struct eh_buf out EH_CLEANUP_BUF = { 0 };
	struct eh_str rest = *text;
	ptrdiff_t at;

	if (eh_str_find_ascii_nocase(rest, part) < 0)
		return EH_OK;
	while ((at = eh_str_find_ascii_nocase(rest, part)) >= 0) {
		EH_TRY(eh_buf_add(&out, eh_str_sub(rest, 0, (size_t)at)));
		EH_TRY(eh_buf_add(&out, eh_str_of(with)));
		rest = eh_str_sub(rest, (size_t)at + part.n, rest.n);
	}
	EH_TRY(eh_buf_add(&out, rest));
	struct eh_str kept = eh_arena_str(arena, eh_buf_str(&out));
	if (!kept.p)
		return EH_NO_MEMORY;
	*text = kept;
	return EH_OK;
}

/* What a row keeps apart as a person's name or address, where the row's descriptions say it again. Single words are too common to look
 * for, and a group may bear its founder's name. */
static enum eh_rc clean_repeated(struct eh_record *record, struct eh_str list, const char *with, struct eh_arena *arena)
{
	struct eh_str *const TEXTS[] = { &record->activities, &record->beneficiaries, &record->times, &record->grant_title,
		&record->grant_description };
	struct eh_str part;

	while (list.n && eh_str_split(&list, ';', &part)) {
		part = eh_str_trim(part);
		if (part.n < 6 || eh_str_find(part, EH_STR(" ")) < 0)
			continue;
		for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
			EH_TRY(replace(TEXTS[i], part, with, arena));
	}
	return EH_OK;
}

enum eh_rc eh_personal_clean(struct eh_record *record, struct eh_arena *arena)
{
	struct eh_str *const SHOWN[] = { &record->name, &record->service_name, &record->parent_name, &record->address,
		&record->activities, &record->beneficiaries, &record->times, &record->removed_reason, &record->grant_title,
		&record->grant_description, &record->funder_name, &record->programme, &record->organisation_type,
		&record->postcode_as_written };
	struct eh_buf emails EH_CLEANUP_BUF = { 0 }, phones EH_CLEANUP_BUF = { 0 };

	for (size_t i = 0; i < sizeof SHOWN / sizeof *SHOWN; i++)
		EH_TRY(clean_text(SHOWN[i], &emails, &phones, arena));
	EH_TRY(clean_repeated(record, record->private_contact, "[name removed]", arena));
	EH_TRY(clean_repeated(record, record->private_address, "[address removed]", arena));
	for (size_t i = 0; i < record->name_count; i++)
		EH_TRY(clean_text(&record->names[i].name, &emails, &phones, arena));
	if (eh_str_find(record->web, EH_STR("@")) >= 0 && eh_personal_has(record->web)) {
		EH_TRY(collect(&emails, record->web));
		record->web = (struct eh_str){ NULL, 0 };
	}
	EH_TRY(join(&record->private_email, &emails, arena));
	return join(&record->private_phone, &phones, arena);
}
