/* helping.c: numbers to ring at once, for the pages that show them. */
#include "templates.h"

enum { MOST_HELPLINES = 4 };

enum eh_rc eh_view_helplines(struct eh_arena *arena, const struct eh_str *needs, size_t need_count, struct eh_str folded,
        struct eh_view_helplines *ret_helplines, struct eh_error *err)
{
	struct eh_view_helpline *items = eh_arena_alloc_zero(arena, MOST_HELPLINES, sizeof *items);
	struct eh_view_helplines help = { .items = items, .checked = EH_NO_DATE };

	if (!items)
		return eh_fail_memory(err);
	for (const struct eh_helpline *line = eh_helplines; line->name && help.count < MOST_HELPLINES; line++) {
		if (!eh_helpline_fits(line, needs, need_count, folded))
			continue;
		items[help.count++] = (struct eh_view_helpline){ line, eh_web_tel(arena, eh_str_of(line->number)) };
		help.discreet |= line->discreet;
	}
	EH_TRY(eh_date_parse(eh_str_of(eh_helplines_checked), &help.checked));
	EH_TRY(eh_arena_check(arena, EH_OK, err));
	*ret_helplines = help;
	return EH_OK;
}
