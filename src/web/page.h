/* page.h: what every page shares: its frame, the place it belongs to, and how it is sent.
 *
 *     struct eh_view view;
 *     EH_TRY(eh_view_begin(request, response, EH_STR("Find help"), &view, err));
 *     struct eh_page page EH_CLEANUP_PAGE = { 0 };
 *     eh_html_search(&page, &view, …);
 *     return eh_view_send(&page, response, err);
 */
#ifndef EH_WEB_PAGE_H
#define EH_WEB_PAGE_H

#include "asset.h"
#include "contacts.h"
#include "govern/govern.h"
#include "identify.h"
#include "outbox.h"
#include "put.h"
#include "register/search.h"
#include "snapshot.h"
#include "tiles.h"
#include "web.h"

struct eh_web {
	struct eh_web_options options;
	struct eh_site site;
	struct eh_tiles_file *tiles;       /* NULL: no place has any */
	struct eh_contacts_file *contacts; /* NULL: none are set */
	const char *reports;               /* folder of drafts and published reports */
	struct eh_arena arena;
	struct eh_snapshots *snapshots;
	struct eh_search *search;
	struct eh_secret secret;
	struct eh_outbox *outbox; /* of a demonstration; NULL otherwise */
};
static inline struct eh_web *eh_request_web(const struct eh_request *request) { return request->site->context; }

/* An item of the navigation. */
struct eh_view_link {
	const char *text, *path; /* path below the place: "/gaps" */
	bool current;
};

struct eh_view {
	struct eh_str title;
	/* The place; all {NULL, 0} on pages of no place. */
	struct eh_str place, place_name, council;
	bool synthetic;
	const struct eh_visitor *visitor;
	struct eh_str path;  /* of this page, to come back to after signing in */
	struct eh_str token; /* for the forms of this page; "" unless eh_view_forms was called */
	struct eh_str done;  /* what has just been done, in a sentence: the page says it at its top */
	const struct eh_view_link *links;
	size_t link_count;
	bool come_back; /* after signing in, rather than on to one's work: not of the first page of all and of a place */
	bool sensitive; /* shows GOV.UK's "Exit this page" */
	bool failed;    /* a form came back with errors: the title says so */
	bool demo;
	unsigned language; /* of messages.h */
	const char *lang;  /* its code, for the page to say */
	int64_t now;
	const struct eh_tiles *tiles; /* under the maps of this page; NULL: none */
	char css[96], js[96], icon[96], map_css[96], map_js[96];
};

/* Fills a view for the place that the first capture of the route names ("" for pages of no place). EH_NOT_FOUND: no such place. All text
 * lives in the request's arena. */
enum eh_rc eh_view_begin(struct eh_request *request, struct eh_response *response, struct eh_str title, struct eh_view *ret_view,
        struct eh_error *err);
/* For pages that hold a form: fills view->token. */
void eh_view_forms(struct eh_request *request, struct eh_response *response, struct eh_view *view);
/* For pages that show a map: street tiles under it, where the place has a source of them. */
void eh_view_map(struct eh_request *request, struct eh_response *response, struct eh_view *view);
/* Moves what was written into the response. */
enum eh_rc eh_view_send(struct eh_page *page, struct eh_response *response, struct eh_error *err);

/* Words of a table in C in the language of the answer, once eh_view_begin has chosen it; they end with a NUL. */
struct eh_str eh_request_say(const struct eh_request *request, const char *words);
struct eh_map_key eh_request_say_key(const struct eh_request *request, const struct eh_map_key *key);

/* The snapshot of the view's place; release with eh_snapshot_release(eh_request_web(request)->snapshots, …). */
enum eh_rc eh_view_snapshot(
        struct eh_request *request, const struct eh_view *view, struct eh_snapshot **ret_snapshot, struct eh_error *err);

/* After a POST: back to `path` (printf-style, values must be safe path segments), where the page says `code`'s sentence (see NOTICES in
 * page.c). */
enum eh_rc eh_view_done(struct eh_request *request, struct eh_response *response, const char *code, const char *format, ...)
        __attribute__((format(printf, 4, 5)));

#endif
