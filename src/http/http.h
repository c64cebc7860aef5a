/* http.h: the door of `http`: routes in a table, requests taken apart, answers with their headers, and the server.
 *
 * A route is one row: method, pattern, who may, form, handler. The server finds the row, asks the site who is asking, refuses what the row
 * does not allow (wrong method, role, missing or wrong form token, too large, too often) and what the site does not admit, runs the handler
 * with an arena and a store of the request's own, and sends the answer with the headers that every answer carries. Handlers never see a
 * request that their row forbids. An address that only a slash at its end keeps from a page leads to that page for good.
 *
 * Values come from outside: text is valid UTF-8 without control characters but tab and line ends (anything else is refused with 400), at
 * most EH_HTTP_MOST_FIELDS of them. A name may come several times, as ticked boxes do; whoever asks for one value gets the first. */
#ifndef EH_HTTP_H
#define EH_HTTP_H

#include <stdio.h>

#include "base/base.h"
#include "store/db.h"

enum {
	EH_HTTP_MOST_CAPTURES = 4,
	EH_HTTP_MOST_FIELDS = 256,
	EH_HTTP_MOST_BODY = 256 << 10,  /* of a form; a route may allow more */
	EH_HTTP_MOST_UPLOAD = 64 << 20, /* of a file */
};

enum eh_method { EH_GET, EH_POST };

/* Who somebody is in the place, and for the organisation, that the address names. A person may be several at once. */
enum eh_part {
	EH_PART_VISITOR = 1,          /* everybody */
	EH_PART_SIGNED_IN = 2,        /* anybody who signed in */
	EH_PART_ORGANISATION = 4,     /* holds or helps to keep the entry that the address names */
	EH_PART_OFFICER = 8,          /* the council's partnership officer */
	EH_PART_INFRASTRUCTURE = 16,  /* the organisation that supports the sector */
	EH_PART_COUNCIL_STEWARD = 32, /* turns keys for the council */
	EH_PART_SECTOR_STEWARD = 64,  /* turns keys for the sector */
	EH_PART_ADMINISTRATOR = 128,  /* users, jobs, backups; turns no key */
};
enum {
	EH_PART_COUNT = 8,
	EH_PARTS_ANYONE = 255,
	EH_PARTS_KEEPERS = EH_PART_OFFICER | EH_PART_INFRASTRUCTURE,
	EH_PARTS_STEWARDS = EH_PART_COUNCIL_STEWARD | EH_PART_SECTOR_STEWARD,
	/* Beside the parts of a route: its address is its own proof, hard to guess, and what it does can be undone. Its form is taken without a
	 * token and from elsewhere, since mailboxes press it for their reader (RFC 8058). */
	EH_BY_ADDRESS = 256,
	/* Beside the parts: its form has boxes of which several may be ticked. Of every other a field that comes twice is refused: no page of ours
	 * sends that, and whoever checks one value must not act on the other. */
	EH_SEVERAL = 512,
};
/* "visitor", "signed in", "organisation", …: by bit number. */
extern const char *const eh_part_names[EH_PART_COUNT];

struct eh_field {
	struct eh_str name, value;
};

struct eh_upload {
	struct eh_str name, file, bytes; /* the field's name; the file's own, without folders; its contents */
};

struct eh_request;
struct eh_response;
struct eh_site;

struct eh_route {
	enum eh_method method;
	const char *pattern; /* "/{place}/organisations/{id}": a {…} takes one segment, in order */
	unsigned parts;      /* who may: any of these */
	size_t most_body;    /* 0: EH_HTTP_MOST_BODY */
	unsigned per_minute; /* requests a client may make of it in a minute; 0: no limit of its own */
	enum eh_rc (*handler)(struct eh_request *request, struct eh_response *response, struct eh_error *err);
	const char *help; /* one line: what it is for. The access matrix prints it */
};

/* A link of somebody signed in to where their work is. */
struct eh_visitor_link {
	const char *text;
	struct eh_str path;
};
enum { EH_VISITOR_LINKS = 2 };

/* Who is asking, as the site found out from the cookies. All text lives in the request's arena. */
struct eh_visitor {
	struct eh_str person; /* identifier; {NULL, 0}: nobody signed in */
	struct eh_str name;
	unsigned parts;      /* for the place and organisation of the address */
	struct eh_str token; /* what forms must bring back; {NULL, 0} without a session */
	struct eh_str session;
	struct eh_visitor_link work[EH_VISITOR_LINKS]; /* where their work is, first what waits for them */
	size_t work_count;
	bool strong;   /* this session has shown a second factor */
	bool half_way; /* signed in, but the authenticator code is still to come: counts as a visitor */
};

struct eh_request {
	enum eh_method method;
	struct eh_str path;       /* decoded */
	struct eh_str query_text; /* as sent, without '?' */
	const struct eh_route *route;
	struct eh_str captures[EH_HTTP_MOST_CAPTURES];
	size_t capture_count;
	struct eh_field *query, *form, *cookies;
	size_t query_count, form_count, cookie_count;
	struct eh_upload *uploads;
	size_t upload_count;
	struct eh_str user_agent, accept, accept_encoding, accept_language, if_none_match, origin, host;
	struct eh_str client; /* keyed hash of the client's address: for limits alone, never stored or logged as an address */
	char id[17];          /* of this request, for the log and for error pages */
	int64_t now;          /* UTC microseconds */
	struct eh_visitor visitor;
	struct eh_arena *arena; /* given back when the answer is sent */
	struct eh_db *db;       /* of this thread; begin and commit what you write */
	const struct eh_site *site;
	unsigned language; /* of the answer, by the site's own numbers; the server makes nothing of it */
	bool head;         /* HEAD: answered as GET, without its body */
};

/* An answer. `body` is sent as it stands; the rest becomes headers. */
struct eh_response {
	int status;       /* 200 */
	const char *type; /* "text/html; charset=utf-8" */
	struct eh_buf body;
	struct eh_str fixed;    /* sent instead of body: bytes that outlive the process' answers (built-in files) */
	struct eh_str encoding; /* of `fixed`: "gzip" */
	struct eh_str location;
	const char *allow;      /* with 405: the methods that there are */
	struct eh_str pictures; /* an origin that pictures of this page may come from besides ours; never from a request */
	const char *policy; /* Content-Security-Policy of its own, for documents that bring their style along; NULL: the usual */
	struct eh_str file_name;    /* Content-Disposition: attachment */
	struct eh_field cookies[4]; /* whole Set-Cookie values under their names */
	size_t cookie_count;
	int64_t max_age; /* seconds in shared caches; 0: private, no-store for those signed in and for forms, revalidated for others */
	bool immutable; /* named after its contents */
	bool form;      /* it holds a form's token: kept by nobody */
	unsigned retry_after;
	bool leave; /* tell the browser to forget what it holds of this site (Exit, sign-out) */
};

/* The value of a field, {NULL, 0} when it was not sent. Form fields, query fields, cookies. */
struct eh_str eh_request_form(const struct eh_request *request, const char *name);
struct eh_str eh_request_query(const struct eh_request *request, const char *name);
struct eh_str eh_request_cookie(const struct eh_request *request, const char *name);
/* True when the form or the query (`fields`, `count`) holds this name with this value: a ticked box. */
bool eh_fields_have(const struct eh_field *fields, size_t count, const char *name, struct eh_str value);
const struct eh_upload *eh_request_upload(const struct eh_request *request, const char *name);
/* The nth {…} of the pattern. */
static inline struct eh_str eh_request_capture(const struct eh_request *request, size_t n)
{
	return n < request->capture_count ? request->captures[n] : (struct eh_str){ NULL, 0 };
}
static inline bool eh_request_is(const struct eh_request *request, unsigned parts)
{
	return (request->visitor.parts & parts) != 0;
}

/* Sends the browser elsewhere on this site with 303. `path` begins with one "/"; anything else is a programming error and is asserted. */
enum eh_rc eh_response_redirect(struct eh_response *response, struct eh_str path);
/* A cookie of this site alone: HttpOnly, SameSite=Lax, Path=/; with https base addresses Secure and the prefix __Host-. seconds 0: until the
 * browser closes; below 0: forgotten now. */
enum eh_rc eh_response_cookie(struct eh_request *request, struct eh_response *response, const char *name, struct eh_str value,
        int64_t seconds, struct eh_error *err);

/* What a form on this page brings back as "token". Visitors who have no session get a cookie for it. "" when there is no memory. */
struct eh_str eh_form_token(struct eh_request *request, struct eh_response *response);

/* What the server asks of whoever puts up a site. */
struct eh_site {
	const struct eh_route *routes; /* ends with a NULL pattern */
	void *context;
	const char *store; /* path of the store; each thread opens it once */
	const char *
	        base_url; /* "https://list.example.org", without a slash at the end: links in e-mails, origin checks, secure cookies */
	/* Fills request->visitor from its cookies and captures. */
	enum eh_rc (*identify)(struct eh_request *request, struct eh_error *err);
	/* Of somebody whom the row lets in: whether what they name is there for them. EH_NOT_FOUND and its like are answered by the error page before
	 * the handler runs. NULL: everything is. */
	enum eh_rc (*admit)(struct eh_request *request, struct eh_error *err);
	/* Writes the page for a status that is not the handler's own: 400, 403, 404, 405, 413, 429, 500. `why` is a sentence or empty. */
	enum eh_rc (*error_page)(struct eh_request *request, struct eh_response *response, const char *why);
	FILE *log; /* one line a request: time, id, method, pattern, status, bytes, microseconds; never an address, query or person */
};

struct eh_server;

struct eh_server_options {
	const char *address;           /* "127.0.0.1" */
	uint16_t port;                 /* 0: any free one; eh_server_port tells */
	uint16_t metrics_port;         /* 0: none. /metrics is served there and nowhere else */
	unsigned threads;              /* 0: as many as processors */
	unsigned connections;          /* 0: 2048 */
	unsigned connections_a_client; /* 0: 256 */
	unsigned idle_seconds;         /* 0: 15: how long a connection may say nothing */
	int listen_socket;             /* from the service manager; 0: none */
};

/* Starts serving and returns at once. EH_IO: the port is taken, and the message says what to do. Stop with eh_server_stop, which lets
 * requests under way finish. */
enum eh_rc eh_server_start(
        const struct eh_site *site, const struct eh_server_options *options, struct eh_server **ret_server, struct eh_error *err);
uint16_t eh_server_port(const struct eh_server *server);
void eh_server_stop(struct eh_server *server);

/* Parts of the above that stand alone, for tests and fuzzers. */

/* The route of a method and path, of several that fit the one with the fewest captures, whose captures it fills. EH_NOT_FOUND;
 * EH_UNSUPPORTED: the path exists for another method. */
enum eh_rc eh_route_find(const struct eh_route *routes, enum eh_method method, struct eh_str path,
        const struct eh_route **ret_route, struct eh_str captures[EH_HTTP_MOST_CAPTURES], size_t *ret_count);
/* "a=1&b=2", with %XX and + decoded. EH_INVALID: bad escapes, not UTF-8, control characters; EH_TOO_LARGE: too many fields. */
enum eh_rc eh_fields_parse(
        struct eh_arena *arena, struct eh_str text, struct eh_field **ret_fields, size_t *ret_count, struct eh_error *err);
/* A Cookie header. What cannot be read is left out: other sites of the domain may have put it there. Of a name given twice the first counts. */
enum eh_rc eh_cookies_parse(
        struct eh_arena *arena, struct eh_str text, struct eh_field **ret_cookies, size_t *ret_count, struct eh_error *err);
/* A multipart/form-data body (RFC 7578). `type` is the Content-Type header. Text fields as eh_fields_parse; parts with a file name become
 * uploads, whose bytes point into `body`. */
enum eh_rc eh_multipart_parse(struct eh_arena *arena, struct eh_str type, struct eh_str body, struct eh_field **ret_fields,
        size_t *ret_count, struct eh_upload **ret_uploads, size_t *ret_upload_count, struct eh_error *err);
/* Decodes %XX ('+' too when `plus`); EH_INVALID as above. */
enum eh_rc eh_percent_decode(
        struct eh_arena *arena, struct eh_str text, bool plus, struct eh_str *ret_text, struct eh_error *err);
/* True when `origin` ("https://host:port") is the origin of `base_url`. */
bool eh_origin_matches(struct eh_str origin, const char *base_url);

#endif
