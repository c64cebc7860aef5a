/* cmd_compare.c: what the matcher thinks of two values, or of a file of pairs. */
#include "cli.h"

#include "io/csv_write.h"
#include "io/table.h"
#include "link/table.h"

static struct ehl_text text(struct eh_str s) { return (struct ehl_text){ s.p, s.n }; }

static enum eh_rc explain(struct eh_str left, struct eh_str right, const struct ehl_column *column, const struct ehl_model *model,
        struct ehl_explanation *ret_explanation, struct eh_error *err)
{
	const struct ehl_text heading = text(eh_str_of(column->name)), cells[] = { text(left), text(right) };
	struct ehl_table *table = ehl_table_new(&heading, 1);
	int rc = table ? 0 : -1;

	for (size_t i = 0; rc == 0 && i < 2; i++)
		rc = ehl_table_add(table, &cells[i], 1);
	rc = rc ? rc : ehl_explain_rows(table, column, model, 0, 1, ret_explanation);
	ehl_table_free(table);
	return rc == 0 ? EH_OK : eh_fail_memory(err);
}

static enum eh_rc find_cells(const struct eh_row *row, const char *path, size_t ret_at[2], struct eh_error *err)
{
	static const char *const NAMES[] = { "left", "right" };

	for (size_t i = 0; i < 2; i++) {
		ret_at[i] = 0;
		while (ret_at[i] < row->count && !eh_str_eq_ascii_nocase(eh_str_trim(row->cells[ret_at[i]]), eh_str_of(NAMES[i])))
			ret_at[i]++;
		if (ret_at[i] == row->count)
			return eh_fail(err, EH_INVALID, "%s has no column \"%s\": a file of pairs has the columns left and right",
			        path, NAMES[i]);
	}
	return EH_OK;
}

static enum eh_rc compare_row(struct eh_cli *cli, struct eh_str left, struct eh_str right, const struct ehl_column *column,
        const struct ehl_model *model, struct eh_error *err)
{
	static const char *const NAMES[] = { "leave", "ask", "link" };
	struct eh_buf line EH_CLEANUP_BUF = { 0 };
	struct ehl_explanation explanation;
	char weight[32], probability[32];

	EH_TRY(explain(left, right, column, model, &explanation, err));
	snprintf(weight, sizeof weight, "%.3f", explanation.weight);
	snprintf(probability, sizeof probability, "%.6g", explanation.probability);
	const struct eh_str cells[] = { left, right, eh_str_of(weight), eh_str_of(probability),
		eh_str_of(NAMES[explanation.decision]) };
	if (eh_csv_write_row(&line, cells, 5) < 0)
		return eh_fail_memory(err);
	fwrite(line.p, 1, line.n, cli->out);
	return EH_OK;
}

static enum eh_rc compare_file(struct eh_cli *cli, const char *path, const struct ehl_column *column,
        const struct ehl_model *model, struct eh_error *err)
{
	struct eh_table *file EH_CLEANUP_TABLE = NULL;
	struct eh_row row;
	size_t at[2];
	enum eh_rc rc;

	EH_TRY(eh_table_open(path, NULL, &file, err));
	rc = eh_table_next(file, &row, err);
	EH_TRY(rc);
	if (rc == EH_END)
		return eh_fail(err, EH_INVALID, "%s is empty: a file of pairs has the columns left and right", path);
	EH_TRY(find_cells(&row, path, at, err));
	fputs("left,right,weight,probability,decision\n", cli->out);
	while ((rc = eh_table_next(file, &row, err)) == EH_OK) {
		struct eh_str cells[2];
		for (size_t i = 0; i < 2; i++)
			cells[i] = at[i] < row.count ? row.cells[at[i]] : (struct eh_str){ "", 0 };
		EH_TRY(compare_row(cli, cells[0], cells[1], column, model, err));
	}
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc compare_two(
        struct eh_cli *cli, const struct ehl_column *column, const struct ehl_model *model, struct eh_error *err)
{
	struct ehl_explanation explanation;
	char *shown = NULL;

	EH_TRY(explain(eh_str_of(cli->arguments[0]), eh_str_of(cli->arguments[1]), column, model, &explanation, err));
	int rc = cli->json                 ? ehl_explanation_json(&explanation, &shown)
	         : eh_cli_flag(cli, "svg") ? ehl_explanation_svg(&explanation, &shown)
	                                   : ehl_explanation_text(&explanation, &shown);
	if (rc != 0)
		return eh_fail_memory(err);
	fputs(shown, cli->out);
	ehl_free(shown);
	return EH_OK;
}

enum eh_rc eh_cmd_compare(struct eh_cli *cli, struct eh_error *err)
{
	const char *type = eh_cli_option(cli, "type"), *path = eh_cli_option(cli, "csv");
	struct ehl_column column = { .name = "name", .type = EHL_ORGANISATION };
	const struct ehl_text heading = text(EH_STR("name"));

	if (type && (ehl_type_of(text(eh_str_of(type)), &column.type) != 0 || column.type == EHL_IGNORE ||
	                    column.type == EHL_LATITUDE || column.type == EHL_LONGITUDE))
		return eh_fail(err, EH_USAGE,
		        "\"%s\" is no type to compare; there are organisation, given-name, surname, full-name, address, "
		        "postcode, phone, url, email, date, number, category, text and identifier",
		        type);
	if ((path && cli->argument_count) || (!path && cli->argument_count != 2))
		return eh_fail(err, EH_USAGE, "which two? evenhand compare --type organisation NAME NAME, or --csv FILE");
	snprintf(column.name, sizeof column.name, "%s", type ? type : "organisation");
	struct ehl_table *table = ehl_table_new(&heading, 1);
	struct ehl_model *model = table ? ehl_model_usual(table, &column) : NULL;
	ehl_table_free(table);
	if (!model)
		return eh_fail_memory(err);
	enum eh_rc rc = path ? compare_file(cli, path, &column, model, err) : compare_two(cli, &column, model, err);
	ehl_model_free(model);
	return rc;
}
