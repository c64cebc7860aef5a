/* web.h: the door of `web`: the pages as a site for `http` to serve. */
#ifndef EH_WEB_H
#define EH_WEB_H

#include "http/http.h"
#include "jobs/mailer.h"

struct eh_web;

struct eh_web_options {
	const char *store;    /* path */
	const char *base_url; /* as people reach it, without a slash at the end */
	bool demo;            /* an outbox page in place of e-mail; invented people may be signed in as with one press */
	struct eh_mailer
	        *mailer;     /* sends what signs people in; NULL: nobody can sign in by letter, unless it is a demonstration */
	const char *program; /* this program, whose `flatten` takes files apart; NULL: the one that runs */
	const char *backup_folder; /* where the worker puts backups; NULL: nowhere */
	const char *tiles;         /* file of street tiles, by place (tiles.h); NULL: none */
	const char *contacts;      /* file of contacts, by place (contacts.h); NULL: none */
	FILE *log;                 /* requests; NULL: none */
	size_t threads;            /* of the analysis; 0: all processors */
};

/* Makes the site. Free with eh_web_free after the server has stopped. */
enum eh_rc eh_web_new(const struct eh_web_options *options, struct eh_web **ret_web, struct eh_error *err);
void eh_web_free(struct eh_web *web);
/* What eh_server_start wants; valid as long as `web`. */
const struct eh_site *eh_web_site(const struct eh_web *web);
/* The names of places, joined by commas, for which no contact is set (safeguarding: none for worries); "" for none. In the arena. */
enum eh_rc eh_web_without_contact(struct eh_web *web, struct eh_db *db, bool safeguarding, struct eh_arena *arena,
        struct eh_str *ret_names, struct eh_error *err);
/* Works out every place's analysis, and reads the index for searching, ahead of the first visitor. */
enum eh_rc eh_web_warm(struct eh_web *web, struct eh_error *err);

/* Every route with who may use it, as a table in Markdown (docs/ACCESS.md). */
enum eh_rc eh_web_write_access(FILE *out);
extern const struct eh_route eh_web_routes[];

#endif
