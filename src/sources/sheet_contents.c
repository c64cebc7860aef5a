/* sheet_contents.c: what the cells of a column look like. */
#include "geo/postcode.h"
#include "identifier.h"
#include "sheet_private.h"

enum { SAMPLE_ROWS = 200 };

static bool is_email(struct eh_str s)
{
	ptrdiff_t at = eh_str_find(s, EH_STR("@"));

	return at > 0 && eh_str_find(eh_str_sub(s, (size_t)at, s.n), EH_STR(".")) > 1 && eh_str_find(s, EH_STR(" ")) < 0;
}

static bool is_web(struct eh_str s)
{
	return eh_str_find(s, EH_STR(" ")) < 0 && eh_str_find(s, EH_STR("@")) < 0 &&
	       (eh_str_starts(s, EH_STR("http")) || eh_str_starts(s, EH_STR("www.")) || eh_str_starts(s, EH_STR("WWW.")));
}

static bool is_phone(struct eh_str s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (eh_is_digit(s.p[i]))
			digits++;
		else if (!strchr(" +()-./", s.p[i]))
			return false;
	}
	return digits >= 10 && digits <= 13 && (*s.p == '0' || *s.p == '+' || *s.p == '(' || digits == 10);
}

static bool is_charity_number(struct eh_str s)
{
	int64_t number;

	if (eh_str_ends(s, EH_STR(".0")))
		s.n -= 2;
	return s.n >= 6 && s.n <= 7 && eh_str_to_i64(s, &number) == EH_OK &&
	       ((number >= 200000 && number < 330000) || (number >= 500000 && number < 530000) ||
	               (number >= 700000 && number < 703000) || (number >= 1000000 && number < 1300000));
}

static bool is_yes_no(struct eh_str s)
{
	static const char *const WORDS[] = { "yes", "no", "y", "n", "true", "false", "x" };

	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
		if (eh_str_eq_ascii_nocase(s, eh_str_of(WORDS[i])))
			return true;
	return false;
}

void eh_sheet_look(struct eh_sheet_contents *contents, struct eh_str cell)
{
	struct eh_postcode code;
	double number;
	int32_t date;
	bool numeric = eh_str_to_double(cell, &number) == EH_OK;
	size_t letters = 0;

	contents->filled++;
	contents->postcode += eh_postcode_parse(cell, &code) == EH_OK;
	contents->address += cell.n > 10 && eh_postcode_find(cell, &code, NULL, NULL) == EH_OK;
	contents->email += is_email(cell);
	contents->web += is_web(cell);
	contents->phone += is_phone(cell);
	contents->number += numeric;
	contents->charity += is_charity_number(cell);
	contents->date += !numeric && eh_date_parse(cell, &date) == EH_OK;
	contents->latitude += numeric && number > 49.8 && number < 61 && eh_str_find(cell, EH_STR(".")) > 0;
	contents->longitude += numeric && number > -8.7 && number < 1.9 && eh_str_find(cell, EH_STR(".")) > 0;
	contents->yes_no += is_yes_no(cell);
	for (size_t i = 0; i < cell.n; i++)
		letters += eh_is_alpha(cell.p[i]) || (unsigned char)cell.p[i] >= 0x80;
	contents->words += letters * 2 > cell.n && cell.n > 3;
}

static void to_shares(struct eh_sheet_contents *contents)
{
	double *const SHARES[] = { &contents->postcode, &contents->address, &contents->email, &contents->web, &contents->phone,
		&contents->number, &contents->charity, &contents->date, &contents->latitude, &contents->longitude,
		&contents->words, &contents->yes_no };

	for (size_t i = 0; contents->filled && i < sizeof SHARES / sizeof *SHARES; i++)
		*SHARES[i] /= (double)contents->filled;
}

struct eh_str eh_sheet_cell_at(const struct eh_sheet_sample *sample, size_t row, size_t column)
{
	return column < sample->counts[row] ? eh_str_trim(sample->rows[row][column]) : (struct eh_str){ NULL, 0 };
}

enum eh_rc eh_sheet_contents_of(const struct eh_sheet_sample *sample, size_t first, size_t column,
        struct eh_sheet_contents *ret_contents, struct eh_error *err)
{
	struct eh_map seen EH_CLEANUP_MAP = { 0 };

	*ret_contents = (struct eh_sheet_contents){ 0 };
	for (size_t row = first; row < sample->row_count && row < first + SAMPLE_ROWS; row++) {
		struct eh_str cell = eh_sheet_cell_at(sample, row, column);
		if (eh_identifier_absent(cell))
			continue;
		eh_sheet_look(ret_contents, cell);
		if (eh_map_put(&seen, cell, 1, NULL, NULL) < 0)
			return eh_fail_memory(err);
	}
	to_shares(ret_contents);
	if (ret_contents->filled)
		ret_contents->distinct = (double)seen.count / (double)ret_contents->filled;
	return EH_OK;
}

enum eh_rc eh_sheet_fold(struct eh_str heading, struct eh_arena *arena, struct eh_str *ret_folded, struct eh_error *err)
{
	struct eh_buf folded EH_CLEANUP_BUF = { 0 };

	if (eh_sheet_heading_fold(heading, &folded) < 0 || !(*ret_folded = eh_arena_str(arena, eh_buf_str(&folded))).p)
		return eh_fail_memory(err);
	return EH_OK;
}
