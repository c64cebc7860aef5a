/* gen_queries: turns the .sql files of src/store into typed C.
 *
 *     gen_queries OUT.h OUT.c MIGRATION... -- QUERIES...
 *
 * A query file holds queries one after another, each under a header line that declares what the generator needs (it parses no
 * SQL) and comment lines that become its documentation:
 *
 *     --: batch_get (batch_id i64) -> one (file text, kept i64)
 *     -- The batch with this number.
 *     SELECT file, kept FROM batch WHERE batch_id = ?1;
 *
 * Results: `-> none`, `-> one (…)` (EH_NOT_FOUND when there is none), `-> many (…)` (a cursor). Types: i64, f64, text, blob.
 * SQL NULL is INT64_MIN, NAN or {NULL, 0}.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FIELDS = 48, MOST_TEXT = 16384 };

struct field {
	char name[64], type[8];
};

struct query {
	char name[64];
	char result[8]; /* none, one, many */
	struct field params[MOST_FIELDS], columns[MOST_FIELDS];
	size_t param_count, column_count;
	char doc[MOST_TEXT], sql[MOST_TEXT];
};

static const char *file_name;
static unsigned line_number;
static unsigned query_total;

static void die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

static void die(const char *format, ...)
{
	va_list args;

	fprintf(stderr, "%s:%u: ", file_name, line_number);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}

static const char *c_type(const char *type)
{
	static const struct {
		const char *type, *c;
	} TYPES[] = { { "i64", "int64_t " }, { "f64", "double " }, { "text", "struct eh_str " }, { "blob", "struct eh_str " } };

	for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++)
		if (strcmp(TYPES[i].type, type) == 0)
			return TYPES[i].c;
	die("unknown type %s: i64, f64, text or blob", type);
}

/* Reads "(name type, name type)" and returns what follows. */
static const char *read_fields(const char *p, struct field *fields, size_t *ret_count)
{
	size_t n = 0;

	while (isspace((unsigned char)*p))
		p++;
	if (*p++ != '(')
		die("expected a list in brackets");
	while (*p != ')') {
		int used = 0;
		if (n == MOST_FIELDS)
			die("more than %d fields", MOST_FIELDS);
		if (sscanf(p, " %63[a-z0-9_] %7[a-z0-9] %n", fields[n].name, fields[n].type, &used) != 2)
			die("expected \"name type\" at: %s", p);
		c_type(fields[n].type);
		n++;
		p += used;
		if (*p == ',')
			p++;
		else if (*p != ')')
			die("expected , or ) at: %s", p);
	}
	*ret_count = n;
	return p + 1;
}

static void read_header(const char *p, struct query *query)
{
	int used = 0;

	*query = (struct query){ 0 };
	if (sscanf(p, " %63[a-z0-9_] %n", query->name, &used) != 1)
		die("a query needs a name");
	p = read_fields(p + used, query->params, &query->param_count);
	if (sscanf(p, " -> %7[a-z] %n", query->result, &used) != 1)
		die("expected -> none, one (…) or many (…)");
	p += used;
	if (strcmp(query->result, "none") != 0)
		read_fields(p, query->columns, &query->column_count);
	if (strcmp(query->result, "none") != 0 && strcmp(query->result, "one") != 0 && strcmp(query->result, "many") != 0)
		die("unknown result %s", query->result);
}

static void add(char *text, const char *more)
{
	size_t n = strlen(text), m = strlen(more);

	if (n + m + 1 > MOST_TEXT)
		die("query too long");
	memcpy(text + n, more, m + 1);
}

static void write_literal(FILE *out, const char *sql)
{
	fputs("\t\"", out);
	for (; *sql; sql++) {
		if (*sql == '\n')
			fputs(sql[1] ? "\\n\"\n\t\"" : "\\n", out);
		else if (*sql == '"' || *sql == '\\')
			fprintf(out, "\\%c", *sql);
		else if (*sql != '\r')
			fputc(*sql == '\t' ? ' ' : *sql, out);
	}
	fputc('"', out);
}

static void write_signature(FILE *out, const struct query *query)
{
	bool many = strcmp(query->result, "many") == 0, one = strcmp(query->result, "one") == 0;

	fprintf(out, "enum eh_rc eh_q_%s(struct eh_db *db", query->name);
	for (size_t i = 0; i < query->param_count; i++)
		fprintf(out, ", %s%s", c_type(query->params[i].type), query->params[i].name);
	if (one)
		fprintf(out, ", struct eh_arena *arena, struct eh_q_%s *ret_row", query->name);
	if (many)
		fprintf(out, ", struct eh_cursor *ret_cursor");
	fprintf(out, ", struct eh_error *err)");
}

static void write_header(FILE *out, const struct query *query)
{
	bool many = strcmp(query->result, "many") == 0;

	if (query->column_count) {
		fprintf(out, "struct eh_q_%s {\n", query->name);
		for (size_t i = 0; i < query->column_count; i++)
			fprintf(out, "\t%s%s;\n", c_type(query->columns[i].type), query->columns[i].name);
		fprintf(out, "};\n");
	}
	if (query->doc[0])
		fprintf(out, "/*%s */\n", query->doc);
	write_signature(out, query);
	fprintf(out, ";\n");
	if (many)
		fprintf(out,
		        "enum eh_rc eh_q_%s_next(struct eh_cursor *cursor, struct eh_q_%s *ret_row, struct eh_error *err);\n",
		        query->name, query->name);
	fputc('\n', out);
}

static void write_columns(FILE *out, const struct query *query, const char *statement)
{
	for (size_t i = 0; i < query->column_count; i++)
		fprintf(out, "\tret_row->%s = eh_db_column_%s(%s, %zu);\n", query->columns[i].name, query->columns[i].type,
		        statement, i);
}

static void write_source(FILE *out, const struct query *query, unsigned number)
{
	bool many = strcmp(query->result, "many") == 0, one = strcmp(query->result, "one") == 0;

	write_signature(out, query);
	fprintf(out, "\n{\n\tstruct eh_statement *statement;\n\n\tEH_TRY(eh_db_statement(db, %u, &statement, err));\n", number);
	for (size_t i = 0; i < query->param_count; i++)
		fprintf(out, "\teh_db_bind_%s(statement, %zu, %s);\n", query->params[i].type, i + 1, query->params[i].name);
	if (many) {
		fprintf(out, "\t*ret_cursor = (struct eh_cursor){ statement };\n\treturn EH_OK;\n}\n\n");
		fprintf(out,
		        "enum eh_rc eh_q_%s_next(struct eh_cursor *cursor, struct eh_q_%s *ret_row, struct eh_error *err)\n{\n"
		        "\tenum eh_rc rc = eh_db_step(cursor->statement, err);\n\n\tif (rc != EH_OK)\n\t\treturn rc;\n",
		        query->name, query->name);
		write_columns(out, query, "cursor->statement");
		fprintf(out, "\treturn EH_OK;\n}\n\n");
		return;
	}
	if (!one) {
		fprintf(out, "\treturn eh_db_run(statement, err);\n}\n\n");
		return;
	}
	fprintf(out,
	        "\tstruct eh_q_%s row;\n\tbool kept = true;\n\tenum eh_rc rc = eh_db_step(statement, err);\n\n"
	        "\tif (rc == EH_OK) {\n",
	        query->name);
	for (size_t i = 0; i < query->column_count; i++) {
		bool is_text = query->columns[i].type[0] == 't' || query->columns[i].type[0] == 'b';
		fprintf(out,
		        is_text ? "\t\tkept &= eh_db_kept(arena, eh_db_column_%2$s(statement, %3$zu), &row.%1$s);\n"
		                : "\t\trow.%s = eh_db_column_%s(statement, %zu);\n",
		        query->columns[i].name, query->columns[i].type, i);
	}
	fprintf(out, "\t}\n\t(void)arena;\n\teh_db_done(statement);\n\tif (rc != EH_OK)\n\t\treturn rc == EH_END ? EH_NOT_FOUND "
	             ": rc;\n"
	             "\tif (!kept)\n\t\treturn eh_fail_memory(err);\n\t*ret_row = row;\n\treturn EH_OK;\n}\n\n");
}

static void finish(const struct query *query, FILE *header, FILE *source, FILE *table)
{
	if (!query->name[0])
		return;
	if (!query->sql[0])
		die("query %s has no SQL", query->name);
	write_header(header, query);
	write_source(source, query, query_total++);
	fprintf(table, "\t{ \"%s\",\n", query->name);
	write_literal(table, query->sql);
	fprintf(table, " },\n");
}

static void read_queries(const char *path, FILE *header, FILE *source, FILE *table)
{
	static struct query query;
	char line[4096];
	FILE *in = fopen(path, "r");

	file_name = path;
	line_number = 0;
	if (!in)
		die("cannot be read");
	query = (struct query){ 0 };
	while (fgets(line, sizeof line, in)) {
		line_number++;
		if (strncmp(line, "--:", 3) == 0) {
			finish(&query, header, source, table);
			read_header(line + 3, &query);
		} else if (strncmp(line, "--", 2) == 0) {
			line[strcspn(line, "\n")] = '\0';
			if (query.name[0])
				add(query.doc, line + 2);
		} else if (line[strspn(line, " \t\r\n")]) {
			if (!query.name[0])
				die("SQL before the first header line");
			add(query.sql, line);
		}
	}
	finish(&query, header, source, table);
	fclose(in);
}

static void write_migration(const char *path, FILE *out)
{
	static char text[1 << 18];
	FILE *in = fopen(path, "r");

	file_name = path;
	line_number = 0;
	size_t n = in ? fread(text, 1, sizeof text - 1, in) : 0;
	if (!n || n == sizeof text - 1)
		die("cannot be read, or longer than 256 KiB");
	text[n] = '\0';
	fclose(in);
	const char *base = strrchr(path, '/');
	fprintf(out, "\t{ \"%s\",\n", base ? base + 1 : path);
	write_literal(out, text);
	fprintf(out, " },\n");
}

int main(int argc, char **argv)
{
	FILE *header = argc > 3 ? fopen(argv[1], "w") : NULL, *source = argc > 3 ? fopen(argv[2], "w") : NULL, *table = tmpfile();
	char block[4096];
	size_t n;
	int i = 3;

	if (!header || !source || !table) {
		fprintf(stderr, "usage: gen_queries OUT.h OUT.c MIGRATION... -- QUERIES...\n");
		return 2;
	}
	fprintf(header, "/* Made from src/store/queries by tools/gen_queries: change those. */\n#ifndef EH_GENERATED_QUERIES_H\n"
	                "#define EH_GENERATED_QUERIES_H\n\n#include \"store/db.h\"\n\n");
	fprintf(source, "/* Made from src/store by tools/gen_queries: change the .sql files. */\n#include \"queries.h\"\n\n"
	                "const struct eh_db_text eh_db_migrations[] = {\n");
	for (; i < argc && strcmp(argv[i], "--") != 0; i++)
		write_migration(argv[i], source);
	fprintf(source, "\t{ NULL, NULL },\n};\n\n");
	for (i++; i < argc; i++)
		read_queries(argv[i], header, source, table);
	fprintf(header, "#endif\n");
	fprintf(source, "const struct eh_db_text eh_db_queries[] = {\n");
	rewind(table);
	while ((n = fread(block, 1, sizeof block, table)))
		fwrite(block, 1, n, source);
	fprintf(source, "\t{ NULL, NULL },\n};\n\nconst size_t eh_db_query_count = %u;\n", query_total);
	if (fclose(header) || fclose(source)) {
		fprintf(stderr, "gen_queries: cannot write %s\n", argv[1]);
		return 1;
	}
	return 0;
}
