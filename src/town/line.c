#include "parts.h"

void town_line_clear(struct town_line *line)
{
	line->n = 0;
	line->p[0] = '\0';
}

void town_line_char(struct town_line *line, char c)
{
	if (line->n + 1 < sizeof line->p) {
		line->p[line->n++] = c;
		line->p[line->n] = '\0';
	}
}

void town_line_add(struct town_line *line, const char *text)
{
	struct eh_str fits = eh_utf8_cut(eh_str_of(text), sizeof line->p - 1 - line->n);

	memcpy(line->p + line->n, fits.p, fits.n);
	line->n += fits.n;
	line->p[line->n] = '\0';
}

void town_line_number(struct town_line *line, int64_t value, int digits)
{
	char text[24];

	snprintf(text, sizeof text, "%0*lld", digits, (long long)value);
	town_line_add(line, text);
}

void town_line_decimal(struct town_line *line, int64_t value, int places)
{
	int64_t one = 1;

	for (int i = 0; i < places; i++)
		one *= 10;
	if (value < 0) {
		town_line_char(line, '-');
		value = -value;
	}
	town_line_number(line, value / one, 1);
	town_line_char(line, '.');
	town_line_number(line, value % one, places);
}

void town_line_upper(struct town_line *line)
{
	for (size_t i = 0; i < line->n; i++)
		line->p[i] = eh_upper(line->p[i]);
}

const char *town_pick(struct eh_random *random, const char *list, struct town_line *ret_word)
{
	uint64_t count = 1;
	struct eh_str rest = eh_str_of(list), part;

	for (const char *p = list; *p; p++)
		count += *p == '|';
	uint64_t chosen = eh_random_below(random, count);
	town_line_clear(ret_word);
	for (uint64_t i = 0; eh_str_split(&rest, '|', &part); i++)
		if (i == chosen)
			for (size_t k = 0; k < part.n; k++)
				town_line_char(ret_word, part.p[k]);
	return ret_word->p;
}

void town_random(struct eh_random *random, uint64_t seed, enum town_purpose purpose, uint64_t thing)
{
	eh_random_init(random, seed, thing * 8 + (uint64_t)purpose);
}

void town_code(struct town_line *out, const char *prefix, uint32_t number)
{
	town_line_add(out, prefix);
	town_line_number(out, number, 6);
}
