/* stretch.h: what stands in a template between two statements: markup, words and values. The words are cut into messages, which a catalogue may
 * translate; what a stretch comes to is written once where it holds none, else once for each language.
 *
 * A message is what stands inside one block of the HTML: words, values, and the links and emphasis among them. A translator sees
 *
 *     One list: <1>all of them</1>, {count} in all.
 *
 * and may move what stands in brackets, but neither leave it out nor add to it. Words of the attributes in TRANSLATED are messages too. A
 * value | plural makes a message of two forms, "{areas} neighbourhood" and "{areas} neighbourhoods"; languages have as many as they need. */
#ifndef EH_TOOLS_STRETCH_H
#define EH_TOOLS_STRETCH_H

#include <stdint.h>

#include "po.h"

enum { MOST_ATOMS = 4096, MOST_STRETCH = 1 << 18, MOST_MESSAGE = 1 << 13, MOST_CODE = 1 << 10 };

enum atom_kind { WORDS, MARKUP, VALUE, ATTRIBUTE, ATTRIBUTE_VALUE };

struct atom {
	enum atom_kind kind;
	size_t from, to;         /* of the literal text */
	char *code, *expression; /* of a value: what writes it, and what it is */
	bool opens, ends;        /* markup that begins a tag, that ends one */
	bool plural;             /* the value writes an "s" where it is not one */
	bool alone;              /* no element may stand here: a title, an option */
	char tag[MOST_NAME];     /* of markup that ends a tag: "a", "/a" */
	size_t pair;             /* of a tag inside a message: the other one */
	unsigned number;         /* of it in the message */
	char name[MOST_NAME];    /* of a value in the message */
};

static struct {
	struct atom atoms[MOST_ATOMS];
	size_t count;
	char text[MOST_STRETCH];
	size_t text_n;
	char pending[MOST_STRETCH];
	size_t pending_n;
	FILE *pot; /* where messages are collected, or NULL */
} st;

static struct atom *add_atom(enum atom_kind kind)
{
	if (st.count == MOST_ATOMS)
		die("over %d pieces between two statements", MOST_ATOMS);
	struct atom *atom = &st.atoms[st.count++];
	*atom = (struct atom){ .kind = kind, .from = st.text_n, .to = st.text_n, .pair = SIZE_MAX };
	return atom;
}

static void add_literal(char c, enum atom_kind kind, bool opens, bool alone)
{
	struct atom *last = st.count ? &st.atoms[st.count - 1] : NULL;

	if (!last || last->kind != kind || last->ends || opens || last->code)
		last = add_atom(kind);
	if (st.text_n == sizeof st.text)
		die("over %zu characters between two statements", sizeof st.text);
	last->opens |= opens;
	last->alone = alone;
	st.text[st.text_n++] = c;
	last->to = st.text_n;
}

static void add_value(enum atom_kind kind, const char *code, const char *expression, bool plural, bool alone)
{
	struct atom *atom = add_atom(kind);

	atom->code = po_copy(code);
	atom->expression = po_copy(expression);
	atom->plural = plural;
	atom->alone = alone;
}

/* ---- Writing C ---- */

static void write_pending(void)
{
	if (!st.pending_n)
		return;
	indent();
	fprintf(g.source, "eh_put_markup(page, EH_STR(");
	st.pending[st.pending_n] = '\0';
	po_write_c(g.source, st.pending);
	fprintf(g.source, "));\n");
	st.pending_n = 0;
}

static void put_literal(const char *text, size_t n)
{
	if (st.pending_n + n >= sizeof st.pending)
		write_pending();
	memcpy(st.pending + st.pending_n, text, n);
	st.pending_n += n;
}

static void put_z(const char *text) { put_literal(text, strlen(text)); }

static void put_atom(const struct atom *atom)
{
	if (!atom->code) {
		put_literal(st.text + atom->from, atom->to - atom->from);
		return;
	}
	write_pending();
	indent();
	fprintf(g.source, "%s\n", atom->code);
}

/* ---- Messages ---- */

/* Tags that may stand inside a sentence. */
static bool is_inline(const char *tag)
{
	static const char *const INLINE[] = { "a", "abbr", "b", "cite", "code", "em", "i", "kbd", "q", "small", "span", "strong",
		"time", "br", NULL };

	return is(*tag == '/' ? tag + 1 : tag, INLINE);
}

/* A tag that says of itself that nobody translates what is in it. */
static bool is_untranslated(const struct atom *atom)
{
	const char *at = memmem(st.text + atom->from, atom->to - atom->from, "translate=\"no\"", 14);

	return atom->kind == MARKUP && at != NULL;
}

/* Past the tag that begins at i, whose attributes may hold values; i where it does not end in this stretch. */
static size_t past_tag(size_t i)
{
	size_t j = i;

	if (st.atoms[i].kind != MARKUP || !st.atoms[i].opens)
		return i;
	while (j < st.count && !st.atoms[j].ends)
		if (++j < st.count && st.atoms[j].opens)
			return i;
	return j < st.count ? j + 1 : i;
}

static bool has_letters(const struct atom *atom)
{
	for (size_t i = atom->from; i < atom->to; i++) {
		unsigned char c = (unsigned char)st.text[i];
		if (c == '&') /* an entity */
			while (i < atom->to && st.text[i] != ';')
				i++;
		else if (isalpha(c))
			return true;
	}
	return false;
}

/* The last name in an expression that is not called: "organisations" of (int64_t)h->organisations. */
static void name_value(struct atom *atom, size_t from, size_t i)
{
	const char *p = atom->expression;
	char name[MOST_NAME - 8] = "value";

	while (*p) {
		size_t n = 0;
		while (isalnum((unsigned char)p[n]) || p[n] == '_')
			n++;
		if (n && n < sizeof name && !isdigit((unsigned char)*p) && p[n] != '(' &&
		        !(n > 2 && strncmp(p + n - 2, "_t", 2) == 0))
			snprintf(name, sizeof name, "%.*s", (int)n, p);
		p += n ? n : 1;
	}
	unsigned same = 0;
	for (size_t k = from; k < i; k++)
		same += st.atoms[k].code && !st.atoms[k].plural && strncmp(st.atoms[k].name, name, strlen(name)) == 0;
	if (same)
		snprintf(atom->name, sizeof atom->name, "%s%u", name, same + 1);
	else
		snprintf(atom->name, sizeof atom->name, "%s", name);
}

struct message {
	size_t from, to; /* atoms */
	char id[MOST_MESSAGE], plural[MOST_MESSAGE];
	const struct atom *number; /* the value that decides its form, or NULL */
	bool attribute;
};

static void add_to(char *id, const char *text, size_t n)
{
	size_t have = strlen(id);

	if (have + n + 1 > MOST_MESSAGE)
		die("a message of over %d characters", MOST_MESSAGE);
	for (size_t i = 0; i < n; i++) /* runs of white space were made one before */
		id[have + i] = text[i] == '\n' ? ' ' : text[i];
	id[have + n] = '\0';
}

static void add_both(struct message *message, const char *text, size_t n)
{
	add_to(message->id, text, n);
	add_to(message->plural, text, n);
}

/* Names its values, numbers its tags, and writes what a translator sees. */
static void describe(struct message *message)
{
	char mark[MOST_NAME + 4];
	unsigned tags = 0;

	for (size_t i = message->from; i < message->to; i++) {
		struct atom *atom = &st.atoms[i];
		size_t next = past_tag(i);
		if (next > i) {
			struct atom *end = &st.atoms[next - 1];
			bool closes = *end->tag == '/';
			if (!closes)
				atom->number = ++tags;
			snprintf(mark, sizeof mark, "<%s%u>", closes ? "/" : "",
			        closes ? st.atoms[atom->pair].number : atom->number);
			add_both(message, mark, strlen(mark));
			i = next - 1;
		} else if (atom->plural) {
			if (message->number)
				die("two plurals in one sentence: \"%s…\"", message->id);
			message->number = atom;
			add_to(message->plural, "s", 1);
		} else if (atom->code) {
			name_value(atom, message->from, i);
			snprintf(mark, sizeof mark, "{%s}", atom->name);
			add_both(message, mark, strlen(mark));
		} else {
			add_both(message, st.text + atom->from, atom->to - atom->from);
		}
	}
	for (size_t n = strlen(message->id); n && message->id[n - 1] == ' '; n--)
		message->id[n - 1] = '\0';
	for (size_t n = strlen(message->plural); n && message->plural[n - 1] == ' '; n--)
		message->plural[n - 1] = '\0';
}

static void put_range(size_t from, size_t to, const struct po *po);

/* Writes a translation: its words, the message's values and tags where it has them. */
static void put_translation(const struct message *message, const char *text, const struct po *po)
{
	for (const char *p = text; *p;) {
		size_t n = strcspn(p, "{<");
		put_literal(p, n);
		p += n;
		if (!*p)
			break;
		char open = *p, mark[MOST_NAME] = "";
		size_t to = strcspn(p, open == '{' ? "}" : ">");
		snprintf(mark, sizeof mark, "%.*s", (int)(to - 1), p + 1);
		bool closes = open == '<' && *mark == '/', found = false;
		for (size_t i = message->from; i < message->to && !found; i++) {
			struct atom *atom = &st.atoms[i];
			size_t next = past_tag(i);
			if (open == '{' && next == i && atom->code && !atom->plural && strcmp(atom->name, mark) == 0) {
				put_atom(atom);
				found = true;
			} else if (open == '<' && next > i) {
				bool end = *st.atoms[next - 1].tag == '/';
				unsigned number = end ? st.atoms[atom->pair].number : atom->number;
				found = end == closes && number == strtoul(mark + closes, NULL, 10);
				if (found)
					put_range(i, next, po);
			}
			i = next > i ? next - 1 : i;
		}
		if (!found) {
			fprintf(stderr, "po/%s.po: \"%s\" has %.*s, which \"%s\" has not\n", po->code, text, (int)to + 1, p,
			        message->id);
			exit(1);
		}
		p += p[to] ? to + 1 : to;
	}
}

/* The same marks in both, as often. */
static void check_marks(const struct po *po, const char *id, const char *text)
{
	for (const char *p = id; (p = strpbrk(p, "{<")) != NULL; p++) {
		char mark[MOST_NAME + 4];
		snprintf(mark, sizeof mark, "%.*s", (int)strcspn(p, "}>") + 1, p);
		unsigned a = 0, b = 0;
		for (const char *q = id; (q = strstr(q, mark)) != NULL; q++)
			a++;
		for (const char *q = text; (q = strstr(q, mark)) != NULL; q++)
			b++;
		if (a != b && *mark == '<') {
			fprintf(stderr, "po/%s.po: \"%s\" must have %s as \"%s\" has\n", po->code, text, mark, id);
			exit(1);
		}
	}
}

static void put_made(const struct message *message, const char *id, const struct po *po)
{
	char *text = po_pseudo(id);

	put_translation(message, text, po);
	free(text);
}

static void begin_choice(const char *what, const char *number)
{
	write_pending();
	indent();
	fprintf(g.source, "switch (%s%s) {\n", what, number);
}

static void end_form(void)
{
	write_pending();
	indent();
	fprintf(g.source, "break;\n");
	g.indent--;
}

/* A message of several forms: which, is decided when the page is written. */
static void put_forms(const struct message *message, const struct po *po, const struct po_entry *entry)
{
	char what[MOST_CODE];
	unsigned forms = po->pseudo ? 2 : po->forms;

	snprintf(what, sizeof what, "plural_%s((unsigned long)(%s))", po->name, message->number->expression);
	begin_choice(what, "");
	for (unsigned i = 0; i < forms; i++) {
		indent();
		if (i + 1 == forms)
			fprintf(g.source, "default:\n");
		else
			fprintf(g.source, "case %u:\n", i);
		g.indent++;
		if (po->pseudo)
			put_made(message, i ? message->plural : message->id, po);
		else
			put_translation(message, entry->text[i], po);
		end_form();
	}
	indent();
	fprintf(g.source, "}\n");
}

static void put_message(const struct message *message, const struct po *po)
{
	const struct po_entry *entry = po && !po->pseudo ? po_find(po, message->id, message->number != NULL) : NULL;
	bool marked = po && !po->pseudo && !entry && !message->attribute && !st.atoms[message->from].alone;

	if (po && po->pseudo && !message->number) {
		put_made(message, message->id, po);
	} else if (entry && !message->number) {
		check_marks(po, message->id, entry->text[0]);
		put_translation(message, entry->text[0], po);
	} else if (entry || (po && po->pseudo)) {
		put_forms(message, po, entry);
	} else {
		if (marked)
			put_z("<span lang=\"en\">");
		for (size_t i = message->from; message->attribute && i < message->to; i++)
			put_atom(&st.atoms[i]);
		if (!message->attribute)
			put_range(message->from, message->to, po);
		if (marked)
			put_z("</span>");
	}
}

/* ---- Where messages begin and end ---- */

/* Tags from..to that have their other half there are told which it is; the rest cut. */
static void pair_tags(size_t from, size_t to)
{
	size_t open[MOST_DEPTH], depth = 0;

	for (size_t i = from, next; i < to; i = next) {
		next = past_tag(i) > i ? past_tag(i) : i + 1;
		const struct atom *end = &st.atoms[next - 1];
		if (past_tag(i) == i)
			continue;
		st.atoms[i].pair = SIZE_MAX;
		if (strcmp(end->tag, "br") == 0)
			st.atoms[i].pair = i;
		else if (*end->tag != '/' && depth < MOST_DEPTH)
			open[depth++] = i;
		else if (depth && strcmp(st.atoms[past_tag(open[depth - 1]) - 1].tag, end->tag + 1) == 0) {
			st.atoms[i].pair = open[--depth];
			st.atoms[st.atoms[i].pair].pair = i;
		} else
			depth = 0;
	}
}

static bool is_blank(const struct atom *atom)
{
	for (size_t i = atom->from; i < atom->to; i++)
		if (!isspace((unsigned char)st.text[i]))
			return false;
	return !atom->code;
}

/* Takes off blanks, and a tag that is round the whole. */
static void trim_message(struct message *message)
{
	for (;;) {
		size_t from = message->from, to = message->to, last = to;
		if (from >= to)
			return;
		if (st.atoms[from].kind == WORDS && is_blank(&st.atoms[from])) {
			message->from++;
			continue;
		}
		if (st.atoms[to - 1].kind == WORDS && is_blank(&st.atoms[to - 1])) {
			message->to--;
			continue;
		}
		size_t inside = past_tag(from);
		for (size_t i = from; i<to; i = past_tag(i)> i ? past_tag(i) : i + 1)
			last = i;
		if (inside > from && st.atoms[from].pair == from) { /* <br> */
			message->from = inside;
			continue;
		}
		if (past_tag(last) > last && st.atoms[last].pair == last) {
			message->to = last;
			continue;
		}
		if (inside == from || st.atoms[from].pair != last || last == from)
			return;
		message->from = inside;
		message->to = last;
	}
}

/* White space at the ends of words stands outside of the message. */
static void trim_words(struct message *message)
{
	struct atom *first = &st.atoms[message->from], *last = &st.atoms[message->to - 1];

	if (first->kind == WORDS)
		while (first->from < first->to && isspace((unsigned char)st.text[first->from]))
			first->from++;
	if (last->kind == WORDS)
		while (last->to > last->from && isspace((unsigned char)st.text[last->to - 1]))
			last->to--;
}

static bool is_attribute(const struct atom *atom) { return atom->kind == ATTRIBUTE || atom->kind == ATTRIBUTE_VALUE; }

static void write_attribute(size_t from, size_t to, const struct po *po, bool *any)
{
	struct message message = { .from = from, .to = to, .attribute = true };
	bool letters = false;

	for (size_t i = from; i < to; i++)
		letters |= st.atoms[i].kind == ATTRIBUTE && has_letters(&st.atoms[i]);
	if (letters)
		describe(&message);
	if (any) {
		*any |= letters;
		if (letters && st.pot)
			po_write_entry(st.pot, g.file, message.id, message.number ? message.plural : NULL);
	} else if (letters) {
		put_message(&message, po);
	} else {
		for (size_t i = from; i < to; i++)
			put_atom(&st.atoms[i]);
	}
}

/* Pieces as they stand, but for the words of attributes, which are messages of their own. */
static void each_attribute(size_t from, size_t to, const struct po *po, bool *any)
{
	for (size_t i = from, next; i < to; i = next) {
		next = i + 1;
		if (is_attribute(&st.atoms[i])) {
			while (next < to && is_attribute(&st.atoms[next]))
				next++;
			write_attribute(i, next, po, any);
		} else if (!any) {
			put_atom(&st.atoms[i]);
		}
	}
}

static void put_range(size_t from, size_t to, const struct po *po) { each_attribute(from, to, po, NULL); }
static void look_at_tags(size_t from, size_t to, bool *any) { each_attribute(from, to, NULL, any); }

static void write_span(size_t from, size_t to, const struct po *po, bool *any)
{
	struct message message = { .from = from, .to = to };
	bool letters = false;

	trim_message(&message);
	for (size_t i = message.from; i < message.to; i++)
		letters |= st.atoms[i].kind == WORDS && has_letters(&st.atoms[i]);
	if (any)
		look_at_tags(from, to, any);
	if (!letters) {
		if (!any)
			put_range(from, to, po);
		return;
	}
	struct atom first = st.atoms[message.from], last = st.atoms[message.to - 1];
	trim_words(&message);
	describe(&message);
	if (any) {
		*any = true;
		if (st.pot)
			po_write_entry(st.pot, g.file, message.id, message.number ? message.plural : NULL);
	} else {
		put_range(from, message.from, po);
		put_literal(st.text + first.from, st.atoms[message.from].from - first.from);
		put_message(&message, po);
		put_literal(st.text + st.atoms[message.to - 1].to, last.to - st.atoms[message.to - 1].to);
		put_range(message.to, to, po);
	}
	size_t begin = first.from, end = last.to;
	st.atoms[message.from].from = begin;
	st.atoms[message.to - 1].to = end;
}

/* Past what stands in one block from i on. */
static size_t past_block(size_t i)
{
	while (i < st.count) {
		size_t next = past_tag(i);
		if (next > i && is_inline(st.atoms[next - 1].tag) && !is_untranslated(&st.atoms[i]))
			i = next;
		else if (next == i && (st.atoms[i].kind == WORDS || st.atoms[i].kind == VALUE))
			i++;
		else
			break;
	}
	return i;
}

/* A block's messages, cut where a tag's other half lies beyond a statement. Tags inside have attributes of their own. */
static void write_block(size_t from, size_t to, const struct po *po, bool *any)
{
	size_t begin = from;

	size_t tag = from ? from - 1 : 0;
	while (tag && !st.atoms[tag].opens)
		tag--;
	if (past_tag(tag) == from && is_untranslated(&st.atoms[tag])) {
		each_attribute(from, to, po, any);
		return;
	}

	pair_tags(from, to);
	for (size_t i = from; i < to;) {
		size_t next = past_tag(i) > i ? past_tag(i) : i + 1;
		if (past_tag(i) > i && st.atoms[i].pair == SIZE_MAX) {
			write_span(begin, i, po, any);
			each_attribute(i, next, po, any);
			begin = next;
		}
		i = next;
	}
	write_span(begin, to, po, any);
}

/* Goes through the stretch in one language (po NULL: as it stands), or looks whether it has any message. */
static void go_through(const struct po *po, bool *any)
{
	for (size_t i = 0, to; i < st.count; i = to) {
		to = past_block(i);
		if (to > i) {
			write_block(i, to, po, any);
			continue;
		}
		for (to = i + 1; to < st.count && past_block(to) == to; to++)
			;
		each_attribute(i, to, po, any);
	}
}

/* Writes the stretch and begins another. */
static void write_stretch(void)
{
	bool any = false;

	go_through(NULL, &any);
	if (any && po_count) {
		begin_choice("page->language", "");
		for (size_t i = 0; i < po_count; i++) {
			indent();
			fprintf(g.source, "case EH_LANGUAGE_%s:\n", po_languages[i].name);
			g.indent++;
			go_through(&po_languages[i], NULL);
			end_form();
		}
		indent();
		fprintf(g.source, "default:\n");
		g.indent++;
		go_through(NULL, NULL);
		end_form();
		indent();
		fprintf(g.source, "}\n");
	} else {
		go_through(NULL, NULL);
		write_pending();
	}
	for (size_t i = 0; i < st.count; i++) {
		free(st.atoms[i].code);
		free(st.atoms[i].expression);
	}
	st.count = st.text_n = 0;
}

#endif
