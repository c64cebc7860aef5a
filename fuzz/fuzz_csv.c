/* Rows of a CSV file; what is written of them reads back the same. */
#include "fuzz.h"

#include "io/io.h"

struct rows {
	struct eh_buf text; /* the rows read, written */
	size_t count;
};

static enum eh_rc read_all(struct eh_str bytes, char delimiter, struct rows *rows)
{
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	const struct eh_table_options options = { .delimiter = delimiter };
	struct eh_error err = { 0 };
	struct eh_row row;
	uint64_t line = 0;
	enum eh_rc rc = eh_table_open_memory(bytes, "input", &options, &table, &err);

	if (rc != EH_OK)
		return rc;
	while ((rc = eh_table_next(table, &row, &err)) == EH_OK) {
		FUZZ_REQUIRE(row.count > 0 && row.line > line);
		line = row.line;
		for (size_t i = 0; i < row.count; i++)
			FUZZ_REQUIRE(row.kinds || eh_utf8_valid(row.cells[i], NULL));
		FUZZ_REQUIRE(eh_csv_write_row(&rows->text, row.cells, row.count) == EH_OK);
		rows->count++;
	}
	FUZZ_REQUIRE(rc == EH_END || err.message[0]);
	FUZZ_REQUIRE(eh_table_next(table, &row, &err) != EH_OK);
	return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rows once = { 0 }, again = { 0 };

	read_all(fuzz_input(data, size), 0, &once);
	if (once.count) {
		struct eh_buf headed EH_CLEANUP_BUF = { 0 };
		/* A first line of our own keeps what follows from being taken for another kind of file. */
		FUZZ_REQUIRE(eh_buf_add(&headed, EH_STR("x\n")) == EH_OK && eh_buf_add(&headed, eh_buf_str(&once.text)) == EH_OK);
		FUZZ_REQUIRE(read_all(eh_buf_str(&headed), ',', &again) == EH_END);
		FUZZ_REQUIRE(eh_str_eq(eh_buf_str(&headed), eh_buf_str(&again.text)));
	}
	eh_buf_finish(&once.text);
	eh_buf_finish(&again.text);
	return 0;
}
