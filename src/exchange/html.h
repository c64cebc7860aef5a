/* html.h: pages written with their values escaped. A template is text with {} where a value goes; every value is escaped for text and
 * for quoted attributes, which are the only places where {} may stand. */
#ifndef EH_EXCHANGE_HTML_H
#define EH_EXCHANGE_HTML_H

#include "base/base.h"

/* A page being written. The first failure sticks, so that a writer need look only at the end. */
struct eh_page {
	struct eh_buf out;
	struct eh_arena arena; /* of numbers made into text */
	enum eh_rc rc;
	unsigned char language; /* a number of messages.h; 0 is English */
};

void eh_page_finish(struct eh_page *page);
#define EH_CLEANUP_PAGE __attribute__((cleanup(eh_page_finish)))

/* Appends a template with `count` values. A number of {} other than `count` is a programming error and is asserted. */
void eh_page_fill(struct eh_page *page, const char *template, const struct eh_str *values, size_t count);
#define EH_PAGE(page, template, ...)                                                                                             \
	eh_page_fill((page), (template), (const struct eh_str[]){ __VA_ARGS__ },                                                 \
	        sizeof((const struct eh_str[]){ __VA_ARGS__ }) / sizeof(struct eh_str))
/* Appends markup as it stands: never a value. */
void eh_page_markup(struct eh_page *page, const char *markup);

/* Numbers as people read them, in the page's arena: "12,345", "62%", "0.84"; NAN is "not known". */
struct eh_str eh_page_whole(struct eh_page *page, double number);
struct eh_str eh_page_share(struct eh_page *page, double share);
struct eh_str eh_page_decimal(struct eh_page *page, double number, int decimals);
/* A printf-style text in the page's arena. */
struct eh_str eh_page_text(struct eh_page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Appends text with &, <, >, " and ' escaped. */
enum eh_rc eh_html_text(struct eh_buf *out, struct eh_str s);

#endif
