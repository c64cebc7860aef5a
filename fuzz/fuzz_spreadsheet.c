/* A table that somebody keeps: by guess, then by the mapping that the guess is written as, then by a mapping of the input's own. */
#include "fuzz.h"

#include "sources/spreadsheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const ROWS[] = { NULL, "organisations", "services", "grants", "suppliers" };
	struct eh_str rest = fuzz_input(data, size), body, mapping = { NULL, 0 };
	struct eh_buf guessed EH_CLEANUP_BUF = { 0 };
	struct eh_error err = { 0 };
	char name[64];

	struct eh_source_options options = { .path = "input", .rows = ROWS[fuzz_choice(&rest, 5)], .bytes = rest };
	while (fuzz_part(&rest, name, &body)) {
		if (strcmp(name, "mapping") == 0)
			mapping = body;
		else
			options.bytes = body;
	}
	if (!options.bytes.n)
		return 0;
	fuzz_source("spreadsheet", &options);
	if (eh_spreadsheet_guess_mapping(&options, &guessed, &err) == EH_OK && guessed.n) {
		options.mapping = fuzz_file(0, eh_buf_str(&guessed));
		fuzz_source("spreadsheet", &options);
	}
	if (mapping.p) {
		options.mapping = fuzz_file(0, mapping);
		fuzz_source("spreadsheet", &options);
	}
	return 0;
}
