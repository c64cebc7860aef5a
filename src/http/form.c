#include "form.h"

#include "geo/postcode.h"

enum { DEFAULT_MOST = 200 };

static struct eh_str one_line(struct eh_arena *arena, struct eh_str s)
{
	struct eh_buf folded = { 0 };

	s = eh_str_trim(s);
	for (size_t i = 0; i < s.n; i++) {
		char c = eh_is_space(s.p[i]) ? ' ' : s.p[i];
		if (!(c == ' ' && folded.n && folded.p[folded.n - 1] == ' ') && eh_buf_add_char(&folded, c) < 0)
			break;
	}
	s = eh_arena_str(arena, eh_buf_str(&folded));
	eh_buf_finish(&folded);
	return s;
}

static struct eh_str lines(struct eh_arena *arena, struct eh_str s)
{
	char *out = eh_arena_alloc(arena, s.n + 1);
	size_t n = 0;

	if (!out)
		return (struct eh_str){ NULL, 0 };
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\r')
			out[n++] = s.p[i];
	out[n] = '\0';
	return eh_str_trim((struct eh_str){ out, n });
}

static bool read_line(struct eh_arena *arena, const struct eh_form_field *field, struct eh_str *value)
{
	(void)field;
	*value = one_line(arena, *value);
	return value->p != NULL;
}

static bool read_text(struct eh_arena *arena, const struct eh_form_field *field, struct eh_str *value)
{
	(void)field;
	*value = lines(arena, *value);
	return value->p != NULL;
}

/* A local part, one @, and a domain with a dot inside: what can be delivered to is found out by delivering. */
static bool read_email(struct eh_arena *arena, const struct eh_form_field *field, struct eh_str *value)
{
	(void)field;
	struct eh_str s = eh_str_trim(*value);
	ptrdiff_t at = eh_str_find(s, EH_STR("@"));

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || strchr("<>,;:\\\"()[]", s.p[i]))
			return false;
	struct eh_str domain = at > 0 ? eh_str_sub(s, (size_t)at + 1, s.n) : (struct eh_str){ NULL, 0 };
	ptrdiff_t dot = eh_str_find(domain, EH_STR("."));
	if (at > 64 || dot < 1 || eh_str_find(domain, EH_STR("@")) >= 0 || eh_str_find(domain, EH_STR("..")) >= 0 ||
	        eh_str_ends(domain, EH_STR(".")))
		return false;
	*value = eh_arena_str(arena, s);
	return value->p != NULL;
}

static bool read_postcode(struct eh_arena *arena, const struct eh_form_field *field, struct eh_str *value)
{
	struct eh_postcode code;

	(void)field;
	if (eh_postcode_parse(*value, &code) != EH_OK)
		return false;
	*value = eh_arena_str(arena, eh_str_of(code.text));
	return value->p != NULL;
}

static bool read_web(struct eh_arena *arena, const struct eh_form_field *field, struct eh_str *value)
{
	struct eh_str s = eh_str_trim(*value);
	bool http = s.n >= 7 && eh_str_eq_ascii_nocase(eh_str_sub(s, 0, 7), EH_STR("http://"));
	bool https = s.n >= 8 && eh_str_eq_ascii_nocase(eh_str_sub(s, 0, 8), EH_STR("https://"));
	struct eh_str host = eh_str_sub(s, https ? 8 : http ? 7 : 0, s.n);

	(void)field;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || strchr("<>\"'\\`{}", s.p[i]))
			return false;
	host = eh_str_sub(host, 0, host.n ? strcspn(eh_arena_str(arena, host).p, "/?#") : 0);
	if (!host.n || eh_str_find(host, EH_STR(".")) < 1 || (!http && !https && eh_str_find(s, EH_STR(":")) >= 0) ||
	        eh_str_find(host, EH_STR("@")) >= 0)
		return false;
	*value = http || https ? eh_arena_str(arena, s) : eh_arena_printf(arena, "https://%.*s", EH_FMT(s));
	return value->p != NULL;
}

static bool read_phone(struct eh_arena *arena, const struct eh_form_field *field, struct eh_str *value)
{
	size_t digits = 0;

	(void)field;
	*value = one_line(arena, *value);
	for (size_t i = 0; i < value->n; i++) {
		digits += eh_is_digit(value->p[i]);
		if (!eh_is_digit(value->p[i]) && !strchr(" ()+-", value->p[i]))
			return false;
	}
	return digits >= 3 && digits <= 15;
}

/* "1,200" is a number too. */
static bool read_number(struct eh_arena *arena, const struct eh_form_field *field, struct eh_str *value)
{
	char digits[24];
	int64_t number;
	size_t n = 0;

	(void)field;
	for (size_t i = 0; i < value->n; i++)
		if (value->p[i] != ',' && n < sizeof digits)
			digits[n++] = value->p[i];
	if (n == sizeof digits || eh_str_to_i64((struct eh_str){ digits, n }, &number) != EH_OK || number < 0)
		return false;
	*value = eh_arena_printf(arena, "%lld", (long long)number);
	return value->p != NULL;
}

static bool read_choice(struct eh_arena *arena, const struct eh_form_field *field, struct eh_str *value)
{
	(void)arena;
	for (const char *const *choice = field->choices; *choice; choice++)
		if (eh_str_eq(*value, eh_str_of(*choice)))
			return true;
	return false;
}

static bool read_choices(struct eh_arena *arena, const struct eh_form_field *field, struct eh_str *value)
{
	struct eh_str rest = *value, part;

	while (rest.n && eh_str_split(&rest, ',', &part))
		if (!read_choice(arena, field, &part))
			return false;
	return true;
}

static bool read_flag(struct eh_arena *arena, const struct eh_form_field *field, struct eh_str *value)
{
	(void)arena, (void)field;
	return eh_str_eq(*value, EH_STR("yes"));
}

static const struct {
	bool (*read)(struct eh_arena *arena, const struct eh_form_field *field, struct eh_str *value);
	const char *wrong;
} KINDS[] = {
	[EH_FORM_LINE] = { read_line, "Check what you typed" },
	[EH_FORM_TEXT] = { read_text, "Check what you typed" },
	[EH_FORM_EMAIL] = { read_email, "Enter an email address in the correct format, like name@example.org" },
	[EH_FORM_POSTCODE] = { read_postcode, "Enter a full UK postcode, like LU1 2BQ" },
	[EH_FORM_WEB] = { read_web, "Enter a web address, like https://example.org" },
	[EH_FORM_PHONE] = { read_phone, "Enter a telephone number, like 01632 960 001" },
	[EH_FORM_NUMBER] = { read_number, "Enter a whole number, like 12" },
	[EH_FORM_CHOICE] = { read_choice, "Choose one of the answers" },
	[EH_FORM_CHOICES] = { read_choices, "Choose from the answers" },
	[EH_FORM_FLAG] = { read_flag, "Tick the box or leave it" },
};

bool eh_form_check(
        struct eh_arena *arena, const struct eh_form_field *field, struct eh_str value, struct eh_form_answer *ret_answer)
{
	size_t most = field->most ? field->most : DEFAULT_MOST;

	*ret_answer = (struct eh_form_answer){ .value = value.p ? value : EH_STR("") };
	if (!eh_str_trim(value).n) {
		ret_answer->value = EH_STR("");
		ret_answer->error = field->missing ? eh_str_of(field->missing) : (struct eh_str){ NULL, 0 };
	} else if (!KINDS[field->kind].read(arena, field, &ret_answer->value)) {
		ret_answer->value = value;
		ret_answer->error = eh_str_of(field->wrong ? field->wrong : KINDS[field->kind].wrong);
	} else if (eh_utf8_length(ret_answer->value) > most) {
		ret_answer->error = eh_arena_printf(arena, "Use %zu characters or fewer", most);
	}
	return !ret_answer->error.p;
}

/* The values of ticked boxes with one name, joined; for other kinds the one value. False when a name that may come once came again. */
static bool gather(const struct eh_request *request, const struct eh_form_field *field, struct eh_str *ret_value)
{
	struct eh_str name = eh_str_of(field->name), value = { NULL, 0 };

	for (size_t i = 0; i < request->form_count; i++) {
		if (!eh_str_eq(request->form[i].name, name))
			continue;
		if (value.p && field->kind != EH_FORM_CHOICES)
			return false;
		value = value.p ? eh_arena_printf(request->arena, "%.*s,%.*s", EH_FMT(value), EH_FMT(request->form[i].value))
		                : request->form[i].value;
	}
	*ret_value = value;
	return true;
}

bool eh_form_read(
        const struct eh_request *request, const struct eh_form_field *fields, size_t count, struct eh_form_answer *ret_answers)
{
	bool good = true;

	for (size_t i = 0; i < count; i++) {
		struct eh_str value = { NULL, 0 };
		if (gather(request, &fields[i], &value)) {
			good &= eh_form_check(request->arena, &fields[i], value, &ret_answers[i]);
			continue;
		}
		ret_answers[i] = (struct eh_form_answer){ EH_STR(""), EH_STR("This was sent twice. Answer it once") };
		good = false;
	}
	return good;
}
