#include "review_screen.h"

/* ---- Text in two columns. ---- */

enum { LABEL = 11, GAP = 3, NARROWEST = 16, BAR = 12 };

static bool is_control(char c) { return (unsigned char)c < 32 || c == 127; }

/* The next part of a text that fits `room` characters, cut at a blank where there is one; taken off its front. */
static struct eh_str take_line(struct eh_str *rest, size_t room)
{
	size_t end = 0, blank = 0, characters = 0;

	while (end < rest->n && characters < room) {
		if (rest->p[end] == ' ')
			blank = end;
		end++;
		while (end < rest->n && ((unsigned char)rest->p[end] & 0xc0) == 0x80)
			end++;
		characters++;
	}
	if (end < rest->n && rest->p[end] != ' ' && blank)
		end = blank;
	struct eh_str line = eh_str_sub(*rest, 0, end);
	*rest = eh_str_trim(eh_str_sub(*rest, end, rest->n));
	return line;
}

/* Control characters in published texts must not move the cursor. */
static enum eh_rc add_cell(struct eh_buf *out, struct eh_str text, size_t room)
{
	for (size_t i = 0; i < text.n; i++)
		EH_TRY(eh_buf_add_char(out, is_control(text.p[i]) ? ' ' : text.p[i]));
	for (size_t i = eh_utf8_length(text); i < room; i++)
		EH_TRY(eh_buf_add_char(out, ' '));
	return EH_OK;
}

static enum eh_rc end_line(struct eh_buf *out)
{
	while (out->n && out->p[out->n - 1] == ' ')
		out->n--;
	return eh_buf_add_char(out, '\n');
}

static enum eh_rc add_row(struct eh_buf *out, const char *label, struct eh_str left, struct eh_str right, size_t room)
{
	struct eh_str name = eh_str_of(label);

	if (!left.n && !right.n)
		return EH_OK;
	do {
		EH_TRY(add_cell(out, name, LABEL));
		EH_TRY(add_cell(out, take_line(&left, room), room + GAP));
		EH_TRY(add_cell(out, take_line(&right, room), 0));
		EH_TRY(end_line(out));
		name.n = 0;
	} while (left.n || right.n);
	return EH_OK;
}

static struct eh_str where_from(const struct eh_review_side *side, struct eh_arena *arena)
{
	char date[11];

	eh_date_format(side->date, date);
	return eh_arena_printf(arena, "%.*s, %.*s line %lld%s%s", EH_FMT(side->publisher), EH_FMT(side->file),
	        (long long)side->line, *date ? ", " : "", date);
}

static struct eh_str address_of(const struct eh_review_side *side, struct eh_arena *arena)
{
	return side->hidden ? eh_arena_printf(arena, "(%s)", side->hidden) : side->address;
}

static enum eh_rc add_sides(const struct eh_review_question *question, size_t room, struct eh_buf *out)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	const struct eh_review_side *a = &question->left, *b = &question->right;
	const struct {
		const char *label;
		struct eh_str left, right;
	} rows[] = { { "Name", a->name, b->name }, { "Also", a->other_names, b->other_names },
		{ "Numbers", a->numbers, b->numbers }, { "Address", address_of(a, &arena), address_of(b, &arena) },
		{ "Telephone", a->phone, b->phone }, { "Web", a->web, b->web },
		{ "Does", eh_utf8_cut(a->activities, 400), eh_utf8_cut(b->activities, 400) },
		{ "Source", where_from(a, &arena), where_from(b, &arena) }, { "On list as", a->org_id, b->org_id },
		{ "Record", a->id, b->id } };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		EH_TRY(add_row(out, rows[i].label, rows[i].left, rows[i].right, room));
	return EH_OK;
}

/* ---- The waterfall. ---- */

/* "+++++" or "---": a sign for two bits, half a bit or less none. */
static enum eh_rc add_reason(struct eh_buf *out, const struct ehl_reason *reason)
{
	double weight = reason->weight;
	double size = weight < 0 ? -weight : weight;
	int signs = (int)(size / 2 + 0.75);

	EH_TRY(eh_buf_printf(out, "  %+6.1f ", weight));
	for (int i = 0; i < BAR; i++)
		EH_TRY(eh_buf_add_char(out, i < signs ? (weight < 0 ? '-' : '+') : ' '));
	bool field = strcmp(reason->field, "prior") != 0;
	return eh_buf_printf(out, " %s%s%s\n", field ? reason->field : "", field ? ": " : "", reason->text);
}

static enum eh_rc add_waterfall(const struct eh_review_question *question, struct eh_buf *out)
{
	double total = 0;

	for (size_t i = 0; i < question->reason_count; i++) {
		EH_TRY(add_reason(out, &question->reasons[i]));
		total += question->reasons[i].weight;
	}
	EH_TRY(eh_buf_printf(out, "  %+6.1f ", total));
	EH_TRY(eh_buf_printf(out, "%*s together; each bit doubles the odds\n", BAR, ""));
	EH_TRY(eh_buf_printf(out, "  The list, with its own chances, takes them for one organisation with probability %.2f.\n",
	        question->probability));
	EH_TRY(eh_buf_add(out, EH_STR("  On it hangs: ")));
	EH_TRY(eh_review_stake_words(question, out));
	return eh_buf_add(out, EH_STR(".\n"));
}

enum eh_rc eh_review_show(const struct eh_review_question *question, size_t width, struct eh_buf *out)
{
	size_t room = width > LABEL + GAP + 2 * NARROWEST ? (width - LABEL - GAP) / 2 : NARROWEST;

	EH_TRY(add_sides(question, room, out));
	EH_TRY(eh_buf_add_char(out, '\n'));
	return add_waterfall(question, out);
}
