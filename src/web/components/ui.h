/* ui.h: GOV.UK Design System components as templates (the .html files beside this). Fill only what is wanted:
 *
 *     {% call input(.label = EH_STR("Your name"), .name = "name", .value = v->name.value, .error = v->name.error) %}
 *
 * Texts that are {NULL, 0} or NULL are left out. The HTML is that of GOV.UK Frontend's own fixtures, which the tests compare it with. */
#ifndef EH_WEB_COMPONENTS_UI_H
#define EH_WEB_COMPONENTS_UI_H

#include "http/form.h"
#include "web/put.h"

/* A button that sends its form, or with `href` a link that looks like one. `classes`: "govuk-button--secondary", "govuk-button--warning". */
struct eh_ui_button {
	struct eh_str text, href;
	const char *name, *value, *classes, *id;
	bool once; /* a second press within a second does nothing */
};

/* A field of one line. The id is `name` unless `id` is given; what describes it gets -hint and -error behind the id. */
struct eh_ui_input {
	struct eh_str label, hint, error, value, prefix, suffix;
	const char *name, *id, *type; /* "text" */
	const char *classes;          /* "govuk-input--width-10" */
	const char *label_classes;    /* "govuk-label--m" */
	const char *inputmode, *autocomplete, *described_by;
	bool heading;       /* the label is the page's heading */
	bool no_spellcheck; /* names, codes, addresses */
};

struct eh_ui_textarea {
	struct eh_str label, hint, error, value;
	const char *name, *id, *label_classes, *autocomplete;
	unsigned rows; /* 0: 5 */
	unsigned most; /* characters; counted under the field, also without script; 0: not */
	bool heading;
};

/* One of several. */
struct eh_ui_item {
	struct eh_str value, text, hint;
	bool chosen, disabled;
};

struct eh_ui_select {
	struct eh_str label, hint, error;
	const char *name, *id, *label_classes;
	const struct eh_ui_item *items;
	size_t count;
};

/* Radios and checkboxes: ids are `name`, `name`-2, … */
struct eh_ui_radios {
	struct eh_str legend, hint, error;
	const char *name, *legend_classes; /* "govuk-fieldset__legend--m" */
	const char *classes;               /* "govuk-radios--inline", "govuk-radios--small" */
	const struct eh_ui_item *items;
	size_t count;
	bool heading;
};
struct eh_ui_checkboxes {
	struct eh_str legend, hint, error;
	const char *name, *legend_classes, *classes;
	const struct eh_ui_item *items;
	size_t count;
	bool heading;
};

/* A date in three fields: `id`-day, `id`-month and `id`-year are their names and ids. */
struct eh_ui_date {
	struct eh_str legend, hint, error, day, month, year;
	const char *id, *legend_classes;
	bool day_wrong, month_wrong, year_wrong; /* which of them the error is about */
};

struct eh_ui_file {
	struct eh_str label, hint, error;
	const char *name, *label_classes, *accept;
};

/* All that is wrong with a form, each leading to its field; nothing when nothing is. Fields and answers as eh_form_read took them. */
struct eh_ui_errors {
	const struct eh_form_field *fields;
	const struct eh_form_answer *answers;
	size_t count;
	struct eh_str other; /* what is wrong with no one field */
};

/* Of `pages` pages the `page`th; addresses are `path` with page=N behind it (path holds "?" or ends in it). Nothing for one page. */
struct eh_ui_pages {
	struct eh_str path;
	unsigned page, pages;
};

/* The numbers that the pagination shows, 0 for a gap: the first, the last, the page and its neighbours. */
enum { EH_UI_MOST_STEPS = 7 };
struct eh_ui_steps {
	unsigned items[EH_UI_MOST_STEPS];
	size_t count;
};
struct eh_ui_steps eh_ui_steps(const struct eh_ui_pages *pages);
bool eh_ui_any(const struct eh_ui_errors *errors);

struct eh_ui_warning {
	struct eh_str text;
};
struct eh_ui_inset {
	struct eh_str text;
};
struct eh_ui_tag {
	struct eh_str text;
	const char *classes; /* "govuk-tag--green" */
};
struct eh_ui_back {
	struct eh_str href, text; /* "Back" */
};
struct eh_ui_crumb {
	struct eh_str text, href;
};
struct eh_ui_crumbs {
	const struct eh_ui_crumb *items;
	size_t count;
};

#endif
