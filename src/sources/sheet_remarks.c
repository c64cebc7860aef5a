/* sheet_remarks.c: what stands among the rows of a table and is none of them. */
#include "sheet_record.h"

/* What a row looks like before it is read: how many cells say something different, and the first of them. */
struct look {
	struct eh_str first;
	size_t filled, different;
};

static struct look look_at(const struct eh_row *row)
{
	struct look look = { .filled = 0 };

	for (size_t i = 0; i < row->count; i++) {
		struct eh_str cell = eh_str_trim(row->cells[i]);
		if (!cell.n)
			continue;
		if (!look.filled++)
			look.first = cell;
		look.different += look.filled == 1 || !eh_str_eq(cell, look.first);
	}
	return look;
}

/* Headings said once more, as people do after a page break. */
static bool repeats_headings(const struct eh_sheet_guess *guess, const struct eh_row *row)
{
	size_t same = 0;

	for (size_t i = 0; i < guess->count && i < row->count; i++) {
		struct eh_str cell = eh_str_trim(row->cells[i]);
		if (!cell.n)
			continue;
		if (!eh_str_eq_ascii_nocase(cell, eh_str_trim(guess->columns[i].heading)))
			return false;
		same++;
	}
	return same > 1;
}

/* A sentence under a table rather than a name in it. */
static bool reads_as_note(struct eh_str text)
{
	static const char *const MARKS[] = { "*", "\xc2\xa9", "\xe2\x80\xa0", "(c)", "nb", "data ", "correct at", "this list",
		"this table", "for more", "for further", "prepared by", "produced by", "compiled", "printed" };

	for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++)
		if (eh_str_find_ascii_nocase(text, eh_str_of(MARKS[i])) == 0)
			return true;
	return text.n > 80 || (text.n > 40 && text.p[text.n - 1] == '.') || text.p[text.n - 1] == ':';
}

bool eh_sheet_is_remark(const struct eh_sheet_guess *guess, const struct eh_row *row, const struct eh_record *record)
{
	static const char *const SUMS[] = { "total", "totals", "total:", "totals:", "subtotal", "sub-total", "grand total" };
	static const char *const NOTES[] = { "total", "subtotal", "sub-total", "grand total",
		"source:", "note:", "notes:", "n.b.", "last updated", "please " };
	struct look look = look_at(row);

	if (!look.filled || repeats_headings(guess, row))
		return true;
	for (size_t i = 0; i < sizeof SUMS / sizeof *SUMS; i++)
		if (eh_str_eq_ascii_nocase(look.first, eh_str_of(SUMS[i])))
			return true;
	for (size_t i = 0; look.different <= 2 && !record->postcode.n && i < sizeof NOTES / sizeof *NOTES; i++)
		if (eh_str_find_ascii_nocase(look.first, eh_str_of(NOTES[i])) == 0)
			return true;
	if (look.different != 1 || guess->count <= 2)
		return false;
	/* One text: in another column than the names', merged over several, or a sentence. */
	return !eh_str_eq(look.first, record->name) || look.filled > 1 || reads_as_note(look.first);
}

bool eh_sheet_holds_one_text(const struct eh_row *row) { return look_at(row).filled == 1; }
