/* gen_messages: words that tables and sentences in C have for readers, as tables of the program: one of what was written, in order, and one
 * for each language.
 *
 *     gen_messages CATALOGUES... -- SOURCES...   the tables
 *     gen_messages --header CATALOGUES...        their header, with a number for each language
 *     gen_messages --pot SOURCES...              the words as a catalogue to translate
 *
 * They are the texts in EH_T("…") of .c and .html files, and those that templates hand to components as EH_STR("…") in .label, .hint, .text,
 * .legend and their like, and titles of pages. A language is a catalogue, po/cy.po; "en-XA" is made of English, for tests (po.h). */
#include "po.h"

enum { MOST_FILE = 1 << 22, MOST_WORDS = 1 << 12 };

struct word {
	char *text;
	const char *file;
};

static struct word words[MOST_WORDS];
static size_t word_count;

static int word_order(const void *a, const void *b)
{
	return strcmp(((const struct word *)a)->text, ((const struct word *)b)->text);
}

/* Literals of C one after another, with only white space between, as one text; NULL where there is none. */
static char *take_literals(const char *p)
{
	char *text = NULL;
	size_t n = 0;

	for (p += strspn(p, " \t\n"); *p == '"'; p += strspn(p, " \t\n")) {
		for (p++; *p && *p != '"'; p++) {
			char c = *p;
			if (c == '\\' && p[1]) {
				c = *++p;
				c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
			}
			text = po_room(text, n + 2);
			text[n++] = c;
			text[n] = '\0';
		}
		p += *p == '"';
	}
	return text;
}

static void add_word(const char *file, const char *at)
{
	char *text = take_literals(at);

	if (!text)
		return;
	if (word_count == MOST_WORDS)
		po_die(file, 0, "too many messages");
	words[word_count++] = (struct word){ text, file };
}

/* The title of a page. */
static bool is_title(const char *file_text, const char *at)
{
	static const char BEFORE[] = "eh_view_begin(request, response, ";
	size_t n = strlen(BEFORE);

	return (size_t)(at - file_text) >= n && memcmp(at - n, BEFORE, n) == 0;
}

/* True when what stands before EH_STR( in a template is a field of a component that somebody reads. */
static bool is_read(const char *file_text, const char *at)
{
	static const char *const FIELDS[] = { ".label = ", ".hint = ", ".text = ", ".legend = ", ".title = ", ".heading = ",
		".html = ", ".summary = ", ".caption = " };

	for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++) {
		size_t n = strlen(FIELDS[i]);
		if ((size_t)(at - file_text) >= n && memcmp(at - n, FIELDS[i], n) == 0)
			return true;
	}
	return false;
}

static void scan(const char *path)
{
	static char text[MOST_FILE];
	FILE *in = fopen(path, "r");
	size_t n = in ? fread(text, 1, sizeof text - 1, in) : 0;
	bool template = strlen(path) > 5 && strcmp(path + strlen(path) - 5, ".html") == 0;

	if (!in || n == sizeof text - 1)
		po_die(path, 0, "cannot be read, or is too long");
	fclose(in);
	text[n] = '\0';
	for (const char *p = text; (p = strstr(p, "EH_")) != NULL; p += 3) {
		bool name = p > text && (isalnum((unsigned char)p[-1]) || p[-1] == '_');
		if (!name && strncmp(p, "EH_T(", 5) == 0)
			add_word(path, p + 5);
		else if (!name && strncmp(p, "EH_STR(", 7) == 0 && (template ? is_read(text, p) : is_title(text, p)))
			add_word(path, p + 7);
	}
}

/* In order, each once. */
static void sort_words(void)
{
	size_t kept = 0;

	qsort(words, word_count, sizeof *words, word_order);
	for (size_t i = 0; i < word_count; i++)
		if (!kept || strcmp(words[kept - 1].text, words[i].text) != 0)
			words[kept++] = words[i];
	word_count = kept;
}

static void write_header(FILE *out)
{
	fputs("/* Made by tools/gen_messages of the catalogues in po/: change those. */\n#ifndef EH_GENERATED_MESSAGES_H\n"
	      "#define EH_GENERATED_MESSAGES_H\n\n#include <stddef.h>\n\nenum {\n\tEH_LANGUAGE_en,\n",
	        out);
	for (size_t i = 0; i < po_count; i++)
		fprintf(out, "\tEH_LANGUAGE_%s,\n", po_languages[i].name);
	fputs("\tEH_LANGUAGE_COUNT,\n};\nextern const char *const eh_language_codes[EH_LANGUAGE_COUNT];\n\n"
	      "/* What was written in English, in order; and in each language, NULL where that has nothing for it. */\n"
	      "extern const char *const eh_message_ids[];\nextern const size_t eh_message_count;\n"
	      "extern const char *const *const eh_message_texts[EH_LANGUAGE_COUNT];\n\n#endif\n",
	        out);
}

static void write_tables(FILE *out)
{
	fputs("/* Made by tools/gen_messages of the catalogues in po/: change those. */\n#include \"messages.h\"\n\n"
	      "const char *const eh_language_codes[EH_LANGUAGE_COUNT] = {\n\t\"en-GB\",\n",
	        out);
	for (size_t i = 0; i < po_count; i++)
		fprintf(out, "\t\"%s\",\n", po_languages[i].code);
	fputs("};\n\nconst char *const eh_message_ids[] = {\n", out);
	for (size_t i = 0; i < word_count; i++) {
		fputc('\t', out);
		po_write_c(out, words[i].text);
		fputs(",\n", out);
	}
	fprintf(out, "\tNULL,\n};\nconst size_t eh_message_count = %zu;\n", word_count);
	for (size_t i = 0; i < po_count; i++) {
		fprintf(out, "\nstatic const char *const %s[] = {\n", po_languages[i].name);
		for (size_t k = 0; k < word_count; k++) {
			const struct po_entry *entry = po_find(&po_languages[i], words[k].text, false);
			char *made = po_languages[i].pseudo ? po_pseudo(words[k].text) : NULL;
			fputc('\t', out);
			if (made || entry)
				po_write_c(out, made ? made : entry->text[0]);
			else
				fputs("NULL", out);
			fputs(",\n", out);
			free(made);
		}
		fputs("\tNULL,\n};\n", out);
	}
	fputs("\nconst char *const *const eh_message_texts[EH_LANGUAGE_COUNT] = {\n\tNULL,\n", out);
	for (size_t i = 0; i < po_count; i++)
		fprintf(out, "\t%s,\n", po_languages[i].name);
	fputs("};\n", out);
}

int main(int argc, char **argv)
{
	bool pot = argc > 2 && strcmp(argv[1], "--pot") == 0, header = argc > 2 && strcmp(argv[1], "--header") == 0;
	int i = pot || header ? 2 : 1;

	if (argc < 2) {
		fprintf(stderr, "usage: gen_messages CATALOGUES... -- SOURCES...\n");
		return 2;
	}
	for (; !pot && i < argc && strcmp(argv[i], "--") != 0; i++)
		po_add(argv[i]);
	for (i += !pot; i < argc; i++)
		scan(argv[i]);
	sort_words();
	if (header)
		write_header(stdout);
	else if (!pot)
		write_tables(stdout);
	else
		po_write_header(stdout);
	for (size_t k = 0; pot && k < word_count; k++)
		po_write_entry(stdout, words[k].file, words[k].text, NULL);
	return fclose(stdout) != 0;
}
