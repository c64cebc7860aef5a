/* gen_templates: turns the .html files of src/web into C functions that write them.
 *
 *     gen_templates OUT.h OUT.c HEADER... -- TEMPLATES... -- CATALOGUES...
 *     gen_templates --pot TEMPLATES...         the messages of the templates, as a catalogue to translate
 *
 * A file holds one or more templates:
 *
 *     {% template organisation(const struct view_organisation *o) %}
 *     <h1>{{ o->name }}</h1>                      a value, escaped
 *     <a href="/{{ o->place }}/list">…</a>        in href, src and action: percent-encoded, or at the start checked to be a safe address
 *     {{ o->income | money }}                     through eh_put_money
 *     {% if o->closed %}…{% elif … %}…{% else %}…{% end %}
 *     {% for name in o->names, o->name_count %}{{ *name }}{% end %}        `name` points at each item; name_i counts from 0
 *     {% include page_top(&o->page) %}            another template
 *     {% call button(.text = EH_STR("Save")) %}   another template whose parameter is a struct, filled in place
 *     {% raw o->map %}                            markup made by our own code; every use stands in tools/raw.allowed
 *     {% language v->language %}                  what follows is in this language, a number of messages.h
 *     {# never sent #}
 *
 * becomes `void eh_html_organisation(struct eh_page *page, const struct view_organisation *o)`. Expressions are C and checked by the C
 * compiler. Values may stand in text, in quoted attributes and in addresses: anywhere else (in a tag, a script, a style, a comment, an
 * attribute without quotes, an attribute that runs script) the build fails. Runs of white space with a line end become one line end. Words are
 * messages that catalogues translate (stretch.h); a value that is one itself, such as a label of a table in C, is written with | say. */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_TEXT = 1 << 20, MOST_DEPTH = 32, MOST_NAME = 64 };

/* Where in HTML the writer stands. */
enum where { TEXT, TAG, TAG_NAME, ATTRIBUTE_NAME, BEFORE_VALUE, QUOTED, UNQUOTED, COMMENT, RAWTEXT };

struct state {
	enum where where;
	char quote;
	char tag[MOST_NAME], attribute[MOST_NAME];
	bool value_begun; /* something of the attribute's value has been written */
};

static struct {
	const char *file, *text, *at;
	struct state state;
	struct {
		char kind; /* 'i'f or 'f'or */
		struct state begin;
		struct state end; /* of the branches so far */
		bool branched;
		unsigned line;
	} open[MOST_DEPTH];
	size_t depth;
	bool in_template;
	FILE *header, *source;
	unsigned indent;
} g;

static unsigned line_of(const char *at)
{
	unsigned line = 1;

	for (const char *p = g.text; p < at; p++)
		line += *p == '\n';
	return line;
}

static void die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

static void die(const char *format, ...)
{
	va_list args;

	fprintf(stderr, "%s:%u: ", g.file, line_of(g.at));
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}

static void indent(void)
{
	for (unsigned i = 0; i < g.indent; i++)
		fputc('\t', g.source);
}

static bool is(const char *name, const char *const *set)
{
	for (; *set; set++)
		if (strcmp(name, *set) == 0)
			return true;
	return false;
}

#include "stretch.h"

/* Ends the stretch before a statement. */
static void flush(void) { write_stretch(); }

static void grow(char name[MOST_NAME], char c)
{
	size_t n = strlen(name);

	if (n + 1 == MOST_NAME)
		die("a name of over %d letters", MOST_NAME - 1);
	name[n] = (char)tolower((unsigned char)c);
	name[n + 1] = '\0';
}

static void end_tag(struct state *s)
{
	static const char *const RAW[] = { "script", "style", NULL };

	s->where = is(s->tag, RAW) ? RAWTEXT : TEXT;
}

/* One character of literal HTML. */
static void step(struct state *s, const char *p)
{
	char c = *p;

	switch (s->where) {
	case TEXT:
		if (c == '<' && strncmp(p, "<!--", 4) == 0) {
			s->where = COMMENT;
		} else if (c == '<') {
			s->where = TAG_NAME;
			s->tag[0] = '\0';
		}
		break;
	case COMMENT:
		if (c == '>' && p - g.text >= 2 && p[-1] == '-' && p[-2] == '-')
			s->where = TEXT;
		break;
	case RAWTEXT:
		if (c == '<' && p[1] == '/' && strncmp(p + 2, s->tag, strlen(s->tag)) == 0) {
			s->where = TAG_NAME;
			s->tag[0] = '\0';
		}
		break;
	case TAG_NAME:
		if (c == '>')
			end_tag(s);
		else if (isspace((unsigned char)c))
			s->where = TAG;
		else
			grow(s->tag, c);
		break;
	case TAG:
		if (c == '>') {
			end_tag(s);
		} else if (!isspace((unsigned char)c) && c != '/') {
			s->where = ATTRIBUTE_NAME;
			s->attribute[0] = '\0';
			grow(s->attribute, c);
		}
		break;
	case ATTRIBUTE_NAME:
		if (c == '=')
			s->where = BEFORE_VALUE;
		else if (c == '>')
			end_tag(s);
		else if (isspace((unsigned char)c))
			s->where = TAG;
		else
			grow(s->attribute, c);
		break;
	case BEFORE_VALUE:
		s->value_begun = false;
		s->where = c == '"' || c == '\'' ? QUOTED : UNQUOTED;
		s->quote = c;
		break;
	case QUOTED:
		if (c == s->quote)
			s->where = TAG;
		else
			s->value_begun = true;
		break;
	case UNQUOTED:
		if (c == '>')
			end_tag(s);
		else if (isspace((unsigned char)c))
			s->where = TAG;
		break;
	}
}

static bool same_place(const struct state *a, const struct state *b)
{
	return a->where == b->where && (a->where == TEXT || strcmp(a->tag, b->tag) == 0) &&
	       (a->where != QUOTED || (a->quote == b->quote && strcmp(a->attribute, b->attribute) == 0));
}

static void trim(char *text)
{
	size_t n = strlen(text), from = strspn(text, " \t\n");

	while (n > from && isspace((unsigned char)text[n - 1]))
		n--;
	memmove(text, text + from, n - from);
	text[n - from] = '\0';
}

/* Attributes whose words somebody reads or hears; data-say-… holds words that the script shows. */
static bool is_translated(const struct state *s)
{
	static const char *const TRANSLATED[] = { "aria-label", "title", "alt", "placeholder", NULL };

	return s->where == QUOTED && (is(s->attribute, TRANSLATED) || strncmp(s->attribute, "data-say-", 9) == 0);
}

/* Only text may stand here. */
static bool is_alone(const struct state *s)
{
	static const char *const ALONE[] = { "title", "option", "textarea", "text", NULL };

	return s->where == TEXT && is(s->tag, ALONE);
}

/* {{ expression }} or {{ expression | filter }} */
static void value(char *expression)
{
	static const char *const ADDRESSES[] = { "href", "src", "action", "formaction", NULL };
	char *bar = strrchr(expression, '|'), *filter = NULL, code[MOST_CODE], say_plain[] = "say_plain";
	struct state *s = &g.state;

	if (bar && bar > expression && bar[-1] != '|' && bar[1] != '|') {
		*bar = '\0';
		filter = bar + 1;
		trim(filter);
		trim(expression);
	}
	if (s->where != TEXT && s->where != QUOTED)
		die("{{ %s }}: a value may stand in text or in a quoted attribute alone", expression);
	if (s->where == QUOTED && (strncmp(s->attribute, "on", 2) == 0 || strcmp(s->attribute, "style") == 0 ||
	                                  strcmp(s->attribute, "srcdoc") == 0))
		die("{{ %s }}: no value may stand in the attribute %s", expression, s->attribute);
	if (filter && strcmp(filter, "say") == 0 && (s->where == QUOTED || is_alone(s)))
		filter = say_plain;
	int n = filter ? snprintf(code, sizeof code, "eh_put_%s(page, %s);", filter, expression)
	        : s->where == QUOTED && is(s->attribute, ADDRESSES)
	                ? snprintf(code, sizeof code, "%s(page, %s);", s->value_begun ? "eh_put_component" : "eh_put_address",
	                          expression)
	                : snprintf(code, sizeof code, "eh_put(page, %s);", expression);
	if (n >= (int)sizeof code)
		die("an expression of over %zu characters", sizeof code);
	add_value(s->where == TEXT   ? VALUE
	          : is_translated(s) ? ATTRIBUTE_VALUE
	                             : MARKUP,
	        code, expression, filter && strcmp(filter, "plural") == 0, is_alone(s));
	s->value_begun = true;
}

static void open_block(char kind)
{
	if (g.depth == MOST_DEPTH)
		die("blocks are nested over %d deep", MOST_DEPTH);
	if (g.state.where == TAG_NAME) /* "<li{% if": the name is whole */
		g.state.where = TAG;
	g.open[g.depth].kind = kind;
	g.open[g.depth].begin = g.state;
	g.open[g.depth].branched = false;
	g.open[g.depth].line = line_of(g.at);
	g.depth++;
	g.indent++;
}

/* All branches must leave HTML in the same place. */
static void close_branch(void)
{
	if (!g.depth)
		die("nothing is open here");
	if (g.state.where == ATTRIBUTE_NAME) /* " checked" and its like: whole */
		g.state.where = TAG;
	if (g.open[g.depth - 1].branched && !same_place(&g.open[g.depth - 1].end, &g.state))
		die("the branches of the block opened in line %u end in different places of the HTML", g.open[g.depth - 1].line);
	g.open[g.depth - 1].end = g.state;
	g.open[g.depth - 1].branched = true;
	g.state = g.open[g.depth - 1].begin;
	flush();
	g.indent--;
	indent();
}

static void template(char *rest)
{
	char *bracket = strchr(rest, '('), *end = strrchr(rest, ')');

	if (g.depth)
		die("the block opened in line %u is not ended", g.open[g.depth - 1].line);
	if (!bracket || !end)
		die("template NAME(PARAMETERS) is wanted");
	flush();
	if (g.in_template)
		fprintf(g.source, "}\n\n");
	*bracket = *end = '\0';
	fprintf(g.header, "void eh_html_%s(struct eh_page *page%s%s);\n", rest, bracket[1] ? ", " : "", bracket + 1);
	fprintf(g.source, "void eh_html_%s(struct eh_page *page%s%s)\n{\n", rest, bracket[1] ? ", " : "", bracket + 1);
	g.in_template = true;
	g.indent = 1;
	g.state = (struct state){ .where = TEXT };
}

static void if_block(char *rest)
{
	flush();
	indent();
	fprintf(g.source, "if (%s) {\n", rest);
	open_block('i');
}

static void elif_block(char *rest)
{
	close_branch();
	fprintf(g.source, "} else if (%s) {\n", rest);
	g.indent++;
}

static void else_block(char *rest)
{
	if (*rest)
		die("else stands alone");
	close_branch();
	fprintf(g.source, "} else {\n");
	g.indent++;
	g.open[g.depth - 1].kind = 'e';
}

static void for_block(char *rest)
{
	char *in = strstr(rest, " in "), *comma = strrchr(rest, ',');

	if (!in || !comma || comma < in)
		die("for NAME in ITEMS, COUNT is wanted");
	*in = *comma = '\0';
	trim(comma + 1);
	flush();
	indent();
	fprintf(g.source, "for (size_t %s_i = 0; %s_i < (%s); %s_i++) {\n", rest, rest, comma + 1, rest);
	open_block('f');
	indent();
	fprintf(g.source, "const __auto_type %s = &(%s)[%s_i];\n", rest, in + 4, rest);
	indent();
	fprintf(g.source, "(void)%s;\n", rest);
}

static void end_block(char *rest)
{
	(void)rest;
	char kind = g.depth ? g.open[g.depth - 1].kind : 0;
	struct state begin = g.depth ? g.open[g.depth - 1].begin : g.state;

	close_branch();
	fprintf(g.source, "}\n");
	/* An if without else, and a loop, must end where they began. */
	if (kind != 'e' && !same_place(&begin, &g.open[g.depth - 1].end))
		die("the block opened in line %u does not end where it began in the HTML", g.open[g.depth - 1].line);
	g.state = g.open[g.depth - 1].end;
	g.depth--;
}

static void include(char *rest)
{
	char *bracket = strchr(rest, '(');

	if (!bracket)
		die("include NAME(ARGUMENTS) is wanted");
	if (g.state.where != TEXT)
		die("a template can be included in text alone");
	flush();
	indent();
	*bracket = '\0';
	fprintf(g.source, "eh_html_%s(page%s%s;\n", rest, bracket[1] == ')' ? "" : ", ", bracket + 1);
}

static void call(char *rest)
{
	char *bracket = strchr(rest, '('), *end = strrchr(rest, ')');

	if (!bracket || !end)
		die("call NAME(.FIELD = VALUE, …) is wanted");
	if (g.state.where != TEXT)
		die("a component can stand in text alone");
	flush();
	indent();
	*bracket = *end = '\0';
	fprintf(g.source, "eh_html_%s(page, &(const struct eh_ui_%s){ %s });\n", rest, rest, bracket + 1);
}

static void raw(char *rest)
{
	if (g.state.where != TEXT)
		die("raw markup can stand in text alone");
	flush();
	indent();
	fprintf(g.source, "eh_put_markup(page, %s);\n", rest);
}

static void language(char *rest)
{
	flush();
	indent();
	fprintf(g.source, "page->language = (unsigned char)(%s);\n", rest);
}

static const struct {
	const char *word;
	void (*write)(char *rest);
} STATEMENTS[] = {
	{ "template", template },
	{ "if", if_block },
	{ "elif", elif_block },
	{ "else", else_block },
	{ "for", for_block },
	{ "end", end_block },
	{ "include", include },
	{ "call", call },
	{ "raw", raw },
	{ "language", language },
};

static void statement(char *text)
{
	size_t n = strcspn(text, " \t\n");

	for (size_t i = 0; i < sizeof STATEMENTS / sizeof *STATEMENTS; i++)
		if (strlen(STATEMENTS[i].word) == n && strncmp(STATEMENTS[i].word, text, n) == 0) {
			char *rest = text + n;
			trim(rest);
			if (!g.in_template && i)
				die("the first statement of a file is template");
			STATEMENTS[i].write(rest);
			return;
		}
	die("no such statement: %.*s", (int)n, text);
}

/* The inside of a mark, up to its end; g.at moves behind it. */
static char *inside(const char *end)
{
	static char text[1 << 14];
	const char *from = g.at + 2, *to = strstr(from, end);

	if (!to)
		die("%.2s has no %s", g.at, end);
	size_t n = (size_t)(to - from);
	if (n >= sizeof text)
		die("over %zu characters", sizeof text);
	memcpy(text, from, n);
	text[n] = '\0';
	trim(text);
	g.at = to + 2;
	return text;
}

/* One character of HTML. */
static void keep(const char *p, char c)
{
	bool text = g.state.where == TEXT, opens = text && *p == '<', alone = is_alone(&g.state);
	bool words = text && !opens, attribute = is_translated(&g.state) && *p != g.state.quote;

	step(&g.state, p);
	add_literal(c, words ? WORDS : attribute ? ATTRIBUTE : MARKUP, opens, alone);
	if (!words && !attribute && (g.state.where == TEXT || g.state.where == RAWTEXT)) {
		struct atom *atom = &st.atoms[st.count - 1];
		atom->ends = true;
		bool comment = strncmp(st.text + atom->from, "<!", 2) == 0;
		snprintf(atom->tag, sizeof atom->tag, "%s", comment ? "!" : g.state.tag);
	}
}

static void literal(void)
{
	const char *p = g.at;

	if (isspace((unsigned char)*p)) {
		bool newline = false;
		size_t n = strspn(p, " \t\n\r\f\v");
		for (size_t i = 0; i < n; i++)
			newline |= p[i] == '\n';
		/* The first stands for all: none of the others means more to HTML. */
		if (g.in_template)
			keep(p, newline ? '\n' : ' ');
		g.at = p + n;
		return;
	}
	if (!g.in_template)
		die("HTML before the first template");
	keep(p, *p);
	g.at++;
}

static void compile(const char *path)
{
	static char text[MOST_TEXT];
	FILE *in = fopen(path, "r");

	g.file = path;
	g.at = g.text = text;
	size_t n = in ? fread(text, 1, sizeof text - 1, in) : 0;
	if (!n || n == sizeof text - 1)
		die("cannot be read, or longer than 1 MiB");
	text[n] = '\0';
	fclose(in);
	g.in_template = false;
	while (*g.at) {
		if (strncmp(g.at, "{#", 2) == 0)
			inside("#}");
		else if (strncmp(g.at, "{{", 2) == 0)
			value(inside("}}"));
		else if (strncmp(g.at, "{%", 2) == 0)
			statement(inside("%}"));
		else
			literal();
	}
	if (g.depth)
		die("the block opened in line %u is not ended", g.open[g.depth - 1].line);
	if (g.state.where != TEXT)
		die("the template ends inside a tag, comment or attribute");
	flush();
	if (g.in_template)
		fprintf(g.source, "}\n\n");
}

/* Which of its forms a message takes. */
static void write_plurals(void)
{
	for (size_t i = 0; i < po_count; i++)
		fprintf(g.source,
		        "__attribute__((unused)) static inline unsigned plural_%s(unsigned long n) { return (unsigned)(%s); }\n",
		        po_languages[i].name, po_languages[i].pseudo ? "n != 1" : po_languages[i].plural);
	fputc('\n', g.source);
}

static int collect(int argc, char **argv)
{
	st.pot = stdout;
	g.header = g.source = fopen("/dev/null", "w");
	if (!g.source)
		return 1;
	po_write_header(stdout);
	for (int i = 2; i < argc; i++)
		compile(argv[i]);
	return 0;
}

int main(int argc, char **argv)
{
	int i = 3, templates, end;

	if (argc > 2 && strcmp(argv[1], "--pot") == 0)
		return collect(argc, argv);
	g.header = argc > 3 ? fopen(argv[1], "w") : NULL;
	g.source = argc > 3 ? fopen(argv[2], "w") : NULL;
	if (!g.header || !g.source) {
		fprintf(stderr, "usage: gen_templates OUT.h OUT.c HEADER... -- TEMPLATES... -- CATALOGUES...\n");
		return 2;
	}
	fprintf(g.header, "/* Made from the .html files of src/web by tools/gen_templates: change those. */\n"
	                  "#ifndef EH_GENERATED_TEMPLATES_H\n#define EH_GENERATED_TEMPLATES_H\n\n#include \"web/put.h\"\n");
	for (; i < argc && strcmp(argv[i], "--") != 0; i++)
		fprintf(g.header, "#include \"%s\"\n", argv[i]);
	fprintf(g.header, "\n");
	fprintf(g.source,
	        "/* Made from the .html files of src/web by tools/gen_templates: change those. */\n#include \"templates.h\"\n\n"
	        "#include \"messages.h\"\n\n");
	templates = i + 1;
	for (end = templates; end < argc && strcmp(argv[end], "--") != 0; end++)
		;
	for (i = end + 1; i < argc; i++)
		po_add(argv[i]);
	write_plurals();
	for (i = templates; i < end; i++)
		compile(argv[i]);
	fprintf(g.header, "\n#endif\n");
	if (fclose(g.header) || fclose(g.source)) {
		fprintf(stderr, "gen_templates: cannot write %s\n", argv[1]);
		return 1;
	}
	return 0;
}
