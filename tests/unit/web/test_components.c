/* Our components write the HTML of GOV.UK Frontend's own fixtures (the package that the style sheet is built from). Both sides are compared
 * without white space between tags and around text, and with the attributes of a tag in order of name. */
#include "../../test.h"

#include <jansson.h>

#include "templates.h"

static json_t *fixture_of(const char *component, const char *name)
{
	char path[512];
	json_error_t error;
	json_t *one;
	size_t i;

	snprintf(path, sizeof path, "build/npm/node_modules/govuk-frontend/dist/govuk/components/%s/fixtures.json", component);
	json_t *file = json_load_file(path, 0, &error);
	if (!file)
		fail_msg("%s: %s: the style sheet's package is installed by the build", path, error.text);
	json_array_foreach(
	        json_object_get(file, "fixtures"), i, one) if (strcmp(json_string_value(json_object_get(one, "name")), name) == 0)
	{
		json_incref(one);
		json_decref(file);
		return one;
	}
	fail_msg("%s has no fixture \"%s\"", component, name);
	return NULL;
}

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* One tag, its attributes sorted. Returns behind it. */
static const char *tag(const char *p, struct eh_buf *out)
{
	char *attributes[64];
	size_t count = 0;

	while (*p && !strchr(" \n>", *p))
		eh_buf_add_char(out, *p++);
	while (*p && *p != '>') {
		while (*p == ' ' || *p == '\n')
			p++;
		const char *from = p;
		bool quoted = false;
		while (*p && (quoted || !strchr(" \n>", *p)))
			quoted ^= *p++ == '"';
		if (p > from)
			attributes[count++] = eh_strndup(from, (size_t)(p - from));
	}
	qsort(attributes, count, sizeof *attributes, by_text);
	for (size_t i = 0; i < count; i++) {
		eh_buf_printf(out, " %s", attributes[i]);
		eh_free(attributes[i]);
	}
	eh_buf_add_char(out, '>');
	return *p ? p + 1 : p;
}

static void normalise(const char *p, struct eh_buf *out)
{
	while (*p) {
		if (*p == '<') {
			while (out->n && strchr(" \n", out->p[out->n - 1]))
				out->n--;
			p = tag(p, out);
			while (*p == ' ' || *p == '\n')
				p++;
			continue;
		}
		bool space = *p == ' ' || *p == '\n';
		if (!space || (out->n && out->p[out->n - 1] != ' '))
			eh_buf_add_char(out, space ? ' ' : *p);
		p++;
	}
	while (out->n && strchr(" \n", out->p[out->n - 1]))
		out->n--;
	eh_buf_add_char(out, '\0');
}

static struct eh_page page;

/* What was written to `page` is the fixture's HTML. */
static void same_as(json_t *fixture)
{
	struct eh_buf want EH_CLEANUP_BUF = { 0 }, got EH_CLEANUP_BUF = { 0 };

	assert_int_equal(page.rc, EH_OK);
	eh_buf_add_char(&page.out, '\0');
	normalise(json_string_value(json_object_get(fixture, "html")), &want);
	normalise(page.out.p, &got);
	assert_string_equal(got.p, want.p);
	json_decref(fixture);
	eh_page_finish(&page);
	page = (struct eh_page){ 0 };
}

static struct eh_str text_at(json_t *object, const char *outer, const char *inner)
{
	json_t *found = json_object_get(object, outer);

	return eh_str_of(json_string_value(inner ? json_object_get(found, inner) : found));
}

static json_t *options_of(json_t *fixture) { return json_object_get(fixture, "options"); }

static void buttons(void **state)
{
	static const char *const NAMES[] = { "default", "link", "secondary", "warning", "prevent double click" };

	(void)state;
	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
		json_t *fixture = fixture_of("button", NAMES[i]), *o = options_of(fixture);
		const struct eh_ui_button button = { .text = text_at(o, "text", NULL),
			.href = text_at(o, "href", NULL),
			.name = json_string_value(json_object_get(o, "name")),
			.classes = json_string_value(json_object_get(o, "classes")),
			.once = json_is_true(json_object_get(o, "preventDoubleClick")) };
		eh_html_button(&page, &button);
		same_as(fixture);
	}
}

static void inputs(void **state)
{
	static const char *const NAMES[] = { "default", "with hint text", "with error message", "with error and hint",
		"with prefix", "with suffix", "with prefix and suffix and error", "with describedBy", "hint with describedBy",
		"error with describedBy", "with error, hint and describedBy", "with label as page heading", "with width-10 class",
		"with autocomplete attribute", "with spellcheck disabled", "inputmode", "value", "custom type" };

	(void)state;
	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
		json_t *fixture = fixture_of("input", NAMES[i]), *o = options_of(fixture);
		json_t *label = json_object_get(o, "label");
		const struct eh_ui_input input = { .label = text_at(o, "label", "text"),
			.label_classes = json_string_value(json_object_get(label, "classes")),
			.heading = json_is_true(json_object_get(label, "isPageHeading")),
			.hint = text_at(o, "hint", "text"),
			.error = text_at(o, "errorMessage", "text"),
			.value = text_at(o, "value", NULL),
			.prefix = text_at(o, "prefix", "text"),
			.suffix = text_at(o, "suffix", "text"),
			.name = json_string_value(json_object_get(o, "name")),
			.id = json_string_value(json_object_get(o, "id")),
			.type = json_string_value(json_object_get(o, "type")),
			.classes = json_string_value(json_object_get(o, "classes")),
			.inputmode = json_string_value(json_object_get(o, "inputmode")),
			.autocomplete = json_string_value(json_object_get(o, "autocomplete")),
			.described_by = json_string_value(json_object_get(o, "describedBy")),
			.no_spellcheck = json_is_false(json_object_get(o, "spellcheck")) };
		eh_html_input(&page, &input);
		same_as(fixture);
	}
}

/* The fixtures' names are those of their ids here, since one page may ask for two dates. */
static void dates(void **state)
{
	static const char *const NAMES[] = { "with error on day input", "with error on month input", "with error on year input" };

	(void)state;
	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
		json_t *fixture = fixture_of("date-input", NAMES[i]), *o = options_of(fixture);
		const struct eh_ui_date date = { .legend = eh_str_of(json_string_value(json_object_get(
			                                 json_object_get(json_object_get(o, "fieldset"), "legend"), "text"))),
			.hint = text_at(o, "hint", "text"),
			.error = text_at(o, "errorMessage", "text"),
			.id = json_string_value(json_object_get(o, "id")),
			.day_wrong = i == 0,
			.month_wrong = i == 1,
			.year_wrong = i == 2 };
		eh_html_date(&page, &date);
		same_as(fixture);
	}
}

static void textareas(void **state)
{
	static const char *const NAMES[] = { "default", "with hint", "with error message", "with default value",
		"with custom rows", "with hint and error message", "with autocomplete attribute" };

	(void)state;
	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
		json_t *fixture = fixture_of("textarea", NAMES[i]), *o = options_of(fixture);
		json_t *rows = json_object_get(o, "rows");
		const struct eh_ui_textarea area = { .label = text_at(o, "label", "text"),
			.label_classes = json_string_value(json_object_get(json_object_get(o, "label"), "classes")),
			.hint = text_at(o, "hint", "text"),
			.error = text_at(o, "errorMessage", "text"),
			.value = text_at(o, "value", NULL),
			.name = json_string_value(json_object_get(o, "name")),
			.id = json_string_value(json_object_get(o, "id")),
			.autocomplete = json_string_value(json_object_get(o, "autocomplete")),
			.rows = json_is_integer(rows)
			                ? (unsigned)json_integer_value(rows)
			                : (unsigned)strtoul(json_string_value(rows) ? json_string_value(rows) : "0", NULL, 10) };
		eh_html_textarea(&page, &area);
		same_as(fixture);
	}
}

static void counted_textareas(void **state)
{
	static const char *const NAMES[] = { "default", "with hint" };

	(void)state;
	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
		json_t *fixture = fixture_of("character-count", NAMES[i]), *o = options_of(fixture);
		const struct eh_ui_textarea area = { .label = text_at(o, "label", "text"),
			.hint = text_at(o, "hint", "text"),
			.name = json_string_value(json_object_get(o, "name")),
			.id = json_string_value(json_object_get(o, "id")),
			.most = (unsigned)json_integer_value(json_object_get(o, "maxlength")) };
		eh_html_textarea(&page, &area);
		same_as(fixture);
	}
}

/* The items of a select, of radios or checkboxes; numbers as text in `room`. */
static size_t items_of(json_t *options, struct eh_ui_item *items, char room[][24])
{
	json_t *one;
	size_t i;

	json_array_foreach(json_object_get(options, "items"), i, one)
	{
		json_t *value = json_object_get(one, "value");
		snprintf(room[i], 24, "%lld", (long long)json_integer_value(value));
		items[i] = (struct eh_ui_item){ .value = eh_str_of(json_is_integer(value) ? room[i] : json_string_value(value)),
			.text = text_at(one, "text", NULL),
			.hint = text_at(one, "hint", "text"),
			.chosen = json_is_true(json_object_get(one, "selected")) || json_is_true(json_object_get(one, "checked")),
			.disabled = json_is_true(json_object_get(one, "disabled")) };
	}
	return i;
}

static void selects(void **state)
{
	static const char *const NAMES[] = { "default", "with hint text and error message", "hint", "error" };
	struct eh_ui_item items[16];
	char room[16][24];

	(void)state;
	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
		json_t *fixture = fixture_of("select", NAMES[i]), *o = options_of(fixture);
		const struct eh_ui_select select = { .label = text_at(o, "label", "text"),
			.hint = text_at(o, "hint", "text"),
			.error = text_at(o, "errorMessage", "text"),
			.name = json_string_value(json_object_get(o, "name")),
			.id = json_string_value(json_object_get(o, "id")),
			.count = items_of(o, items, room),
			.items = items };
		eh_html_select(&page, &select);
		same_as(fixture);
	}
}

static void choices(void **state)
{
	static const char *const NAMES[][2] = { { "radios", "inline" }, { "radios", "with hint and error message" },
		{ "radios", "with hint" }, { "checkboxes", "default" }, { "checkboxes", "with hint" },
		{ "checkboxes", "with error message and hint" } };
	struct eh_ui_item items[16];
	char room[16][24];

	(void)state;
	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
		json_t *fixture = fixture_of(NAMES[i][0], NAMES[i][1]), *o = options_of(fixture);
		json_t *legend = json_object_get(json_object_get(o, "fieldset"), "legend");
		const struct eh_ui_radios radios = { .legend = text_at(legend, "text", NULL),
			.legend_classes = json_string_value(json_object_get(legend, "classes")),
			.heading = json_is_true(json_object_get(legend, "isPageHeading")),
			.hint = text_at(o, "hint", "text"),
			.error = text_at(o, "errorMessage", "text"),
			.name = json_string_value(json_object_get(o, "name")),
			.classes = json_string_value(json_object_get(o, "classes")),
			.count = items_of(o, items, room),
			.items = items };
		const struct eh_ui_checkboxes boxes = { radios.legend, radios.hint, radios.error, radios.name,
			radios.legend_classes, radios.classes, radios.items, radios.count, radios.heading };
		if (strcmp(NAMES[i][0], "radios") == 0)
			eh_html_radios(&page, &radios);
		else
			eh_html_checkboxes(&page, &boxes);
		same_as(fixture);
	}
}

static void error_summaries_lead_to_their_fields(void **state)
{
	json_t *fixture = fixture_of("error-summary", "default");
	const struct eh_form_field fields[] = { { .name = "example-error-1" }, { .name = "fine" },
		{ .name = "example-error-2" } };
	const struct eh_form_answer answers[] = { { .error = EH_STR("The date your passport was issued must be in the past") },
		{ 0 }, { .error = EH_STR("Enter a postcode, like AA1 1AA") } };
	const struct eh_ui_errors errors = { fields, answers, 3, { NULL, 0 } };

	(void)state;
	eh_html_errors(&page, &errors);
	same_as(fixture);
	const struct eh_ui_errors none = { fields, answers + 1, 1, { NULL, 0 } };
	eh_html_errors(&page, &none);
	assert_int_equal(strspn(page.out.p ? page.out.p : "", " \n"), page.out.n);
	eh_page_finish(&page);
	page = (struct eh_page){ 0 };
}

static void small_parts(void **state)
{
	(void)state;
	eh_html_inset(&page,
	        &(const struct eh_ui_inset){ EH_STR("It can take up to 8 weeks to register a lasting power of attorney if there "
	                                            "are no mistakes in the application.") });
	same_as(fixture_of("inset-text", "default"));
	eh_html_tag(&page, &(const struct eh_ui_tag){ EH_STR("Alpha"), NULL });
	same_as(fixture_of("tag", "default"));
	eh_html_back(&page, &(const struct eh_ui_back){ EH_STR("#"), { NULL, 0 } });
	same_as(fixture_of("back-link", "default"));
	static const struct eh_ui_crumb CRUMBS[] = { { EH_STR("Section"), EH_STR("/section") },
		{ EH_STR("Sub-section"), EH_STR("/section/sub-section") } };
	eh_html_crumbs(&page, &(const struct eh_ui_crumbs){ CRUMBS, 2 });
	assert_non_null(memmem(page.out.p, page.out.n, "href=\"/section/sub-section\"", 26));
	eh_page_finish(&page);
	page = (struct eh_page){ 0 };
}

/* Our own addresses stand in place of the fixture's; the rest of the structure is compared. */
static void pagination_shows_ends_and_neighbours(void **state)
{
	const struct {
		unsigned page, pages;
		unsigned want[EH_UI_MOST_STEPS + 1];
		size_t count;
	} CASES[] = {
		{ 1, 3, { 1, 2, 3 }, 3 },
		{ 1, 2, { 1, 2 }, 2 },
		{ 2, 3, { 1, 2, 3 }, 3 },
		{ 10, 40, { 1, 0, 9, 10, 11, 0, 40 }, 7 },
		{ 40, 40, { 1, 0, 39, 40 }, 4 },
		{ 2, 9, { 1, 2, 3, 0, 9 }, 5 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct eh_ui_steps steps = eh_ui_steps(
		        &(const struct eh_ui_pages){ .page = CASES[i].page, .pages = CASES[i].pages });
		assert_int_equal(steps.count, CASES[i].count);
		for (size_t j = 0; j < steps.count; j++)
			assert_int_equal(steps.items[j], CASES[i].want[j]);
	}
	eh_html_pages(&page, &(const struct eh_ui_pages){ EH_STR("/x?"), 2, 3 });
	assert_non_null(memmem(page.out.p, page.out.n, "href=\"/x?page=1\" rel=\"prev\"", 27));
	assert_non_null(memmem(page.out.p, page.out.n, "aria-current=\"page\">2<", 22));
	eh_page_finish(&page);
	page = (struct eh_page){ 0 };
	eh_html_pages(&page, &(const struct eh_ui_pages){ EH_STR("/x?"), 1, 1 });
	assert_int_equal(strspn(page.out.p ? page.out.p : "", " \n"), page.out.n);
	eh_page_finish(&page);
	page = (struct eh_page){ 0 };
}

static void values_are_escaped_where_they_stand(void **state)
{
	(void)state;
	eh_html_input(
	        &page, &(const struct eh_ui_input){
	                       .label = EH_STR("<b>&\"'"), .name = "a\"b", .value = EH_STR("\"><script>alert(1)</script>") });
	eh_html_back(&page, &(const struct eh_ui_back){ EH_STR("javascript:alert(1)"), EH_STR("x") });
	eh_html_back(&page, &(const struct eh_ui_back){ EH_STR("//evil.example"), EH_STR("x") });
	eh_html_back(&page, &(const struct eh_ui_back){ EH_STR("/fine?a=1&b=2"), EH_STR("x") });
	struct eh_str out = eh_buf_str(&page.out);
	assert_int_equal(eh_str_find(out, EH_STR("<script")), -1);
	assert_int_equal(eh_str_find(out, EH_STR("javascript")), -1);
	assert_int_equal(eh_str_find(out, EH_STR("evil")), -1);
	assert_true(eh_str_find(out, EH_STR("&lt;b&gt;&amp;&quot;&#39;")) > 0);
	assert_true(eh_str_find(out, EH_STR("href=\"/fine?a=1&amp;b=2\"")) > 0);
	eh_page_finish(&page);
	page = (struct eh_page){ 0 };
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(buttons),
		cmocka_unit_test(inputs),
		cmocka_unit_test(dates),
		cmocka_unit_test(textareas),
		cmocka_unit_test(counted_textareas),
		cmocka_unit_test(selects),
		cmocka_unit_test(choices),
		cmocka_unit_test(error_summaries_lead_to_their_fields),
		cmocka_unit_test(small_parts),
		cmocka_unit_test(pagination_shows_ends_and_neighbours),
		cmocka_unit_test(values_are_escaped_where_they_stand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
