/* form.h: forms as tables: what a form asks for, read into one value a field, with an error in words for each that will not do.
 *
 *     enum { NAME, EMAIL, FIELDS };
 *     static const struct eh_form_field ASKS[FIELDS] = {
 *         [NAME]  = { "name", EH_FORM_LINE, 200, .missing = "Enter your name" },
 *         [EMAIL] = { "email", EH_FORM_EMAIL, 254, .missing = "Enter an email address" },
 *     };
 *     struct eh_form_answer answers[FIELDS];
 *     if (eh_form_read(request, ASKS, FIELDS, answers)) …good
 *
 * The same table drives the template (name, value, error), the reading and the errors. */
#ifndef EH_HTTP_FORM_H
#define EH_HTTP_FORM_H

#include "http.h"

enum eh_form_kind {
	EH_FORM_LINE,     /* one line; ends trimmed */
	EH_FORM_TEXT,     /* several lines; CR LF becomes LF */
	EH_FORM_EMAIL,    /* something@something.something, no spaces or control characters */
	EH_FORM_POSTCODE, /* a UK postcode, made canonical */
	EH_FORM_WEB,      /* http:// or https:// address; "example.org" gets https:// */
	EH_FORM_PHONE,    /* digits, spaces, brackets, + and - */
	EH_FORM_NUMBER,   /* whole, zero or more */
	EH_FORM_CHOICE,   /* one of `choices` */
	EH_FORM_CHOICES,  /* any of `choices`; `value` joins them with "," */
	EH_FORM_FLAG,     /* a box: "yes" or "" */
};

struct eh_form_field {
	const char *name;
	enum eh_form_kind kind;
	size_t most;                /* characters (code points); 0: 200 */
	const char *missing;        /* what to say when nothing is given; NULL: it may be left empty */
	const char *wrong;          /* what to say when it will not do; NULL: a sentence by kind */
	const char *const *choices; /* ends with NULL */
};

struct eh_form_answer {
	struct eh_str value; /* as typed when wrong, canonical when right; never NULL */
	struct eh_str error; /* {NULL, 0}: fine */
};

/* Reads every field. True when all are fine. Fields of the request that the form does not ask for are ignored; one that came twice (and is
 * no EH_FORM_CHOICES) is wrong. */
bool eh_form_read(
        const struct eh_request *request, const struct eh_form_field *fields, size_t count, struct eh_form_answer *ret_answers);

/* The same for one value from anywhere (imports, JSON), given as text. `arena` keeps what is made. */
bool eh_form_check(
        struct eh_arena *arena, const struct eh_form_field *field, struct eh_str value, struct eh_form_answer *ret_answer);

#endif
