#include "html.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

enum eh_rc eh_html_text(struct eh_buf *out, struct eh_str s)
{
	static const struct {
		char c;
		const char *escape;
	} ESCAPES[] = { { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" }, { '\'', "&#39;" } };
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		for (size_t j = 0; j < sizeof ESCAPES / sizeof *ESCAPES; j++) {
			if (s.p[i] != ESCAPES[j].c)
				continue;
			EH_TRY(eh_buf_add(out, eh_str_sub(s, from, i - from)));
			EH_TRY(eh_buf_add(out, eh_str_of(ESCAPES[j].escape)));
			from = i + 1;
		}
	}
	return eh_buf_add(out, eh_str_sub(s, from, s.n));
}

static void note(struct eh_page *page, enum eh_rc rc)
{
	if (rc < 0 && page->rc >= 0)
		page->rc = rc;
}

void eh_page_fill(struct eh_page *page, const char *template, const struct eh_str *values, size_t count)
{
	struct eh_str rest = eh_str_of(template);
	size_t used = 0;
	ptrdiff_t at;

	while ((at = eh_str_find(rest, EH_STR("{}"))) >= 0) {
		assert(used < count);
		note(page, eh_buf_add(&page->out, eh_str_sub(rest, 0, (size_t)at)));
		note(page, eh_html_text(&page->out, values[used++]));
		rest = eh_str_sub(rest, (size_t)at + 2, rest.n);
	}
	assert(used == count);
	note(page, eh_buf_add(&page->out, rest));
}

void eh_page_markup(struct eh_page *page, const char *markup) { note(page, eh_buf_add(&page->out, eh_str_of(markup))); }

void eh_page_finish(struct eh_page *page)
{
	eh_buf_finish(&page->out);
	eh_arena_finish(&page->arena);
}

static struct eh_str kept(struct eh_page *page, const char *text)
{
	struct eh_str copy = eh_arena_str(&page->arena, eh_str_of(text));

	if (!copy.p)
		note(page, EH_NO_MEMORY);
	return copy;
}

struct eh_str eh_page_whole(struct eh_page *page, double number)
{
	char out[32];

	return isnan(number) ? EH_STR(EH_T("not known")) : kept(page, eh_thousands(llrint(number), out));
}

struct eh_str eh_page_decimal(struct eh_page *page, double number, int decimals)
{
	char out[64];

	if (isnan(number))
		return EH_STR(EH_T("not known"));
	snprintf(out, sizeof out, "%.*f", decimals, number);
	return kept(page, out);
}

struct eh_str eh_page_text(struct eh_page *page, const char *format, ...)
{
	char out[512];
	va_list args;

	va_start(args, format);
	vsnprintf(out, sizeof out, format, args);
	va_end(args);
	return kept(page, out);
}

struct eh_str eh_page_share(struct eh_page *page, double share)
{
	char out[64];

	if (isnan(share))
		return EH_STR(EH_T("not known"));
	snprintf(out, sizeof out, "%.0f%%", share * 100);
	return kept(page, out);
}
