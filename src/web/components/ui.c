#include "ui.h"

bool eh_ui_any(const struct eh_ui_errors *errors)
{
	for (size_t i = 0; i < errors->count; i++)
		if (errors->answers[i].error.p)
			return true;
	return errors->other.p != NULL;
}

struct eh_ui_steps eh_ui_steps(const struct eh_ui_pages *pages)
{
	unsigned from = pages->page > 2 ? pages->page - 1 : 1,
	         to = pages->page + 1 < pages->pages ? pages->page + 1 : pages->pages;
	struct eh_ui_steps steps = { .count = 0 };

	if (from > 1)
		steps.items[steps.count++] = 1;
	if (from > 2)
		steps.items[steps.count++] = 0;
	for (unsigned page = from; page <= to; page++)
		steps.items[steps.count++] = page;
	if (to + 1 < pages->pages)
		steps.items[steps.count++] = 0;
	if (to < pages->pages)
		steps.items[steps.count++] = pages->pages;
	return steps;
}
