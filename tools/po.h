/* po.h: what the build-time tools share about catalogues of messages (gettext's format): reading a .po, writing entries of a .pot, and a
 * language that nobody speaks, in which every translated letter has an accent, so that a test sees what was forgotten. For inclusion by one
 * .c file each. */
#ifndef EH_TOOLS_PO_H
#define EH_TOOLS_PO_H

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PO_MOST_FORMS = 6, PO_MOST_LANGUAGES = 16 };

struct po_entry {
	char *id, *plural, *text[PO_MOST_FORMS];
	bool fuzzy;
};

struct po {
	char code[32]; /* "cy", of the file's name; "en-XA" */
	char name[32]; /* the same for C: "cy", "en_XA" */
	bool pseudo;
	struct po_entry *entries; /* sorted by id */
	size_t count;
	char plural[256]; /* the expression of its header, in n */
	unsigned forms;
};

static struct po po_languages[PO_MOST_LANGUAGES];
static size_t po_count;

static inline void po_die(const char *path, unsigned line, const char *why)
{
	fprintf(stderr, "%s:%u: %s\n", path, line, why);
	exit(1);
}

static inline void *po_room(void *old, size_t size)
{
	void *p = realloc(old, size);

	if (!p)
		po_die("po", 0, "no memory");
	return p;
}

static inline char *po_copy(const char *text)
{
	size_t n = strlen(text) + 1;

	return memcpy(po_room(NULL, n), text, n);
}

/* The quoted text of a line, appended to *to. */
static inline void po_take(const char *path, unsigned line, const char *from, char **to)
{
	size_t n = *to ? strlen(*to) : 0;

	*to = po_room(*to, n + strlen(from) + 1);
	(*to)[n] = '\0';
	from = strchr(from, '"');
	if (!from)
		po_die(path, line, "a text in quotation marks is wanted");
	for (from++; *from && *from != '"'; from++) {
		char c = *from;
		if (c == '\\' && from[1]) {
			c = *++from;
			c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
		}
		(*to)[n++] = c;
	}
	(*to)[n] = '\0';
}

static inline int po_order(const void *a, const void *b)
{
	return strcmp(((const struct po_entry *)a)->id, ((const struct po_entry *)b)->id);
}

/* nplurals and plural of the header, which the C compiler is to read: nothing but arithmetic. */
static inline void po_read_plural(struct po *po, const char *path)
{
	const char *header = po->count && !*po->entries[0].id ? po->entries[0].text[0] : "";
	const char *at = strstr(header, "nplurals="), *rule = strstr(header, "plural=");

	while (rule && rule > header && rule[-1] == 'n') /* of "nplural" */
		rule = strstr(rule + 1, "plural=");
	po->forms = at ? (unsigned)strtoul(at + strlen("nplurals="), NULL, 10) : 2;
	snprintf(po->plural, sizeof po->plural, "%.*s", rule ? (int)strcspn(rule + strlen("plural="), ";\n") : 6,
	        rule ? rule + strlen("plural=") : "n != 1");
	if (!po->forms || po->forms > PO_MOST_FORMS || strspn(po->plural, "n0123456789 ?:=!<>&|%()+-*/") != strlen(po->plural))
		po_die(path, 1, "its Plural-Forms cannot be used");
}

static inline void po_name(struct po *po, const char *path)
{
	const char *slash = strrchr(path, '/');

	snprintf(po->code, sizeof po->code, "%s", slash ? slash + 1 : path);
	if (strlen(po->code) > 3 && strcmp(po->code + strlen(po->code) - 3, ".po") == 0)
		po->code[strlen(po->code) - 3] = '\0';
	for (size_t i = 0; i <= strlen(po->code); i++)
		po->name[i] = po->code[i] == '-' ? '_' : po->code[i];
}

/* One line of a catalogue; `*into` is the text that goes on in the next. */
static inline void po_line(struct po *po, const char *path, unsigned number, char *line, char ***into, bool *fuzzy)
{
	static size_t room;
	struct po_entry *last = po->count ? &po->entries[po->count - 1] : NULL;

	if (strncmp(line, "#,", 2) == 0 && strstr(line, "fuzzy")) {
		*fuzzy = true;
	} else if (strncmp(line, "msgid_plural", 12) == 0 && last) {
		*into = &last->plural;
		po_take(path, number, line, *into);
	} else if (strncmp(line, "msgid", 5) == 0) {
		if (po->count == 0)
			room = 0;
		if (po->count == room)
			po->entries = po_room(po->entries, (room = room ? 2 * room : 64) * sizeof *po->entries);
		po->entries[po->count++] = (struct po_entry){ .fuzzy = *fuzzy };
		*fuzzy = false;
		*into = &po->entries[po->count - 1].id;
		po_take(path, number, line, *into);
	} else if (strncmp(line, "msgstr", 6) == 0 && last) {
		unsigned form = line[6] == '[' ? (unsigned)(line[7] - '0') : 0;
		if (form >= PO_MOST_FORMS)
			po_die(path, number, "too many forms");
		*into = &last->text[form];
		po_take(path, number, line, *into);
	} else if (*line == '"' && *into) {
		po_take(path, number, line, *into);
	} else if (*line == '\n' || *line == '#') {
		*into = NULL;
	} else {
		po_die(path, number, "this line is not understood; check the file with: msgfmt --check -o /dev/null");
	}
}

/* Reads a catalogue and adds its language. "en-XA" is made, not read. */
static inline void po_add(const char *path)
{
	static char line[1 << 16];
	unsigned number = 0;
	char **into = NULL;
	bool fuzzy = false;

	if (po_count == PO_MOST_LANGUAGES)
		po_die(path, 0, "too many languages");
	struct po *po = &po_languages[po_count++];
	po_name(po, path);
	if (strcmp(path, "en-XA") == 0) {
		po->pseudo = true;
		return;
	}
	FILE *in = fopen(path, "r");
	if (!in)
		po_die(path, 0, "cannot be read");
	while (fgets(line, sizeof line, in))
		po_line(po, path, ++number, line, &into, &fuzzy);
	fclose(in);
	po_read_plural(po, path);
	qsort(po->entries, po->count, sizeof *po->entries, po_order);
}

/* The entry with a whole translation, or NULL. */
static inline const struct po_entry *po_find(const struct po *po, const char *id, bool plural)
{
	struct po_entry key = { .id = (char *)(size_t)id };
	const struct po_entry *found = po->count ? bsearch(&key, po->entries, po->count, sizeof key, po_order) : NULL;

	if (!found || found->fuzzy || plural != (found->plural != NULL))
		return NULL;
	for (unsigned i = 0; i < (plural ? po->forms : 1); i++)
		if (!found->text[i] || !*found->text[i])
			return NULL;
	return found;
}

/* Each letter with an accent; what stands in {…}, <…> and &…; and conversions of printf are left. Free it. */
static inline char *po_pseudo(const char *text)
{
	static const char *const SMALL[26] = { "á", "ƀ", "ç", "ð", "é", "ƒ", "ĝ", "ĥ", "í", "ĵ", "ķ", "ł", "ɱ", "ñ", "ó", "þ",
		"ǫ", "ŕ", "š", "ţ", "ú", "ṽ", "ŵ", "ẋ", "ý", "ž" };
	static const char *const LARGE[26] = { "Á", "Ɓ", "Ç", "Ð", "É", "Ƒ", "Ĝ", "Ĥ", "Í", "Ĵ", "Ķ", "Ł", "Ṁ", "Ñ", "Ó", "Þ",
		"Ǫ", "Ŕ", "Š", "Ţ", "Ú", "Ṽ", "Ŵ", "Ẋ", "Ý", "Ž" };
	char *out = po_room(NULL, 4 * strlen(text) + 1), *to = out;

	for (const char *p = text; *p;) {
		size_t skip = 0;
		if (*p == '{' || *p == '<')
			skip = strcspn(p, *p == '{' ? "}" : ">") + 1;
		else if (*p == '&' && strchr(p, ';') &&
		         strspn(p + 1, "abcdefghijklmnopqrstuvwxyz0123456789#") == strcspn(p + 1, ";"))
			skip = strcspn(p, ";") + 1;
		else if (*p == '%' && p[1])
			skip = strspn(p, "%.*0123456789lzu") + (p[strspn(p, "%.*0123456789lzu")] != '\0');
		const char *letter = skip                     ? NULL
		                     : *p >= 'a' && *p <= 'z' ? SMALL[*p - 'a']
		                     : *p >= 'A' && *p <= 'Z' ? LARGE[*p - 'A']
		                                              : NULL;
		size_t n = letter ? strlen(letter) : skip ? skip : 1;
		memcpy(to, letter ? letter : p, n);
		to += n;
		p += letter ? 1 : n;
	}
	*to = '\0';
	return out;
}

static inline void po_write_quoted(FILE *out, const char *text)
{
	fputc('"', out);
	for (; *text; text++) {
		if (*text == '\n') {
			fputs("\\n", out);
			continue;
		}
		if (*text == '"' || *text == '\\')
			fputc('\\', out);
		fputc(*text, out);
	}
	fputs("\"\n", out);
}

/* A literal of C. */
static inline void po_write_c(FILE *out, const char *text)
{
	fputc('"', out);
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		if (c == '"' || c == '\\')
			fprintf(out, "\\%c", c);
		else if (c < 0x20 || c >= 0x7f || c == '?')
			fprintf(out, "\\%03o", c);
		else
			fputc(c, out);
	}
	fputc('"', out);
}

/* The header of a .pot, and one entry of it. */
static inline void po_write_header(FILE *out)
{
	fputs("# Messages of Evenhand's pages, collected by `make po` from the templates and from EH_T(\"…\") in C.\n"
	      "# {name} stands for a value, <1>…</1> for a link or emphasis.\n"
	      "msgid \"\"\nmsgstr \"\"\n\"Project-Id-Version: evenhand\\n\"\n\"MIME-Version: 1.0\\n\"\n"
	      "\"Content-Type: text/plain; charset=UTF-8\\n\"\n\"Content-Transfer-Encoding: 8bit\\n\"\n"
	      "\"Plural-Forms: nplurals=2; plural=n != 1;\\n\"\n",
	        out);
}

static inline void po_write_entry(FILE *out, const char *file, const char *id, const char *plural)
{
	static char *written[1 << 12];
	static size_t count;

	for (size_t i = 0; i < count; i++) /* each once */
		if (strcmp(written[i], id) == 0)
			return;
	if (count == sizeof written / sizeof *written)
		po_die(file, 0, "too many messages");
	written[count++] = po_copy(id);
	fprintf(out, "\n#: %s\n", file);
	fputs("msgid ", out);
	po_write_quoted(out, id);
	if (plural) {
		fputs("msgid_plural ", out);
		po_write_quoted(out, plural);
		fputs("msgstr[0] \"\"\nmsgstr[1] \"\"\n", out);
	} else {
		fputs("msgstr \"\"\n", out);
	}
}

#endif
