/* fuzz.h: what every fuzz target includes: libFuzzer's entry, files made of the input, a sink for records that checks them.
 *
 * A target says what must hold, not only that nothing crashes: FUZZ_REQUIRE prints what does not and aborts, which libFuzzer keeps as
 * an input to repeat. */
#ifndef EH_FUZZ_H
#define EH_FUZZ_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sources/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_REQUIRE(condition)                                                                                                  \
	do {                                                                                                                     \
		if (!(condition)) {                                                                                              \
			fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);                           \
			abort();                                                                                                 \
		}                                                                                                                \
	} while (0)

static inline struct eh_str fuzz_input(const uint8_t *data, size_t size) { return (struct eh_str){ (const char *)data, size }; }

/* Takes one byte off the front, for a choice among `below`; 0 when nothing is left. */
static inline unsigned fuzz_choice(struct eh_str *rest, unsigned below)
{
	if (!rest->n)
		return 0;
	unsigned choice = (unsigned char)*rest->p % below;
	*rest = eh_str_sub(*rest, 1, rest->n);
	return choice;
}

/* A file in memory with these bytes; its path can be opened, and holds until the next call for the same slot. */
static inline const char *fuzz_file(unsigned slot, struct eh_str bytes)
{
	static int files[2] = { -1, -1 };
	static char paths[2][32];

	if (files[slot] < 0) {
		files[slot] = memfd_create("fuzz", MFD_CLOEXEC);
		snprintf(paths[slot], sizeof paths[slot], "/proc/self/fd/%d", files[slot]);
	}
	FUZZ_REQUIRE(files[slot] >= 0 && ftruncate(files[slot], 0) == 0);
	FUZZ_REQUIRE(pwrite(files[slot], bytes.p, bytes.n, 0) == (ssize_t)bytes.n);
	return paths[slot];
}

/* Takes an input apart that says "== NAME" on lines of their own: the next part, without its heading. False at the end. */
static inline bool fuzz_part(struct eh_str *rest, char ret_name[64], struct eh_str *ret_body)
{
	struct eh_str line;
	ptrdiff_t end;

	if (!eh_str_starts(*rest, EH_STR("== ")) || !eh_str_split(rest, '\n', &line))
		return false;
	snprintf(ret_name, 64, "%.*s", EH_FMT(eh_str_sub(line, 3, line.n)));
	end = eh_str_find(*rest, EH_STR("\n== "));
	*ret_body = end < 0 ? *rest : eh_str_sub(*rest, 0, (size_t)end);
	*rest = end < 0 ? (struct eh_str){ NULL, 0 } : eh_str_sub(*rest, (size_t)end + 1, rest->n);
	return true;
}

/* Records that come out of a reader must be such as the store can keep: what is kept of them reads back, and is kept the same again. */
static inline enum eh_rc fuzz_record(
        void *context, const struct eh_record *record, struct eh_str verbatim, uint64_t line, struct eh_error *err)
{
	struct eh_buf once EH_CLEANUP_BUF = { 0 }, again EH_CLEANUP_BUF = { 0 }, own EH_CLEANUP_BUF = { 0 };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_record back;

	(void)context;
	(void)line;
	FUZZ_REQUIRE(record->key.n > 0);
	FUZZ_REQUIRE(!verbatim.n || eh_utf8_valid(verbatim, NULL));
	FUZZ_REQUIRE(eh_record_to_json(record, &once) == EH_OK);
	FUZZ_REQUIRE(eh_record_private_to_json(record, &own) == EH_OK);
	FUZZ_REQUIRE(eh_record_from_json(eh_buf_str(&once), &arena, &back, err) == EH_OK);
	FUZZ_REQUIRE(eh_record_to_json(&back, &again) == EH_OK);
	FUZZ_REQUIRE(eh_str_eq(eh_buf_str(&once), eh_buf_str(&again)));
	return EH_OK;
}

static inline enum eh_rc fuzz_refuse(void *context, uint64_t line, struct eh_str column, const char *reason, struct eh_error *err)
{
	(void)context;
	(void)line;
	(void)err;
	FUZZ_REQUIRE(reason && *reason);
	FUZZ_REQUIRE(!column.n || column.p);
	return EH_OK;
}

static inline void fuzz_note(void *context, const char *text)
{
	(void)context;
	FUZZ_REQUIRE(text && *text);
}

/* Reads the input as a file of a kind of source. A failure has a message. */
static inline void fuzz_source(const char *kind, const struct eh_source_options *options)
{
	const struct eh_source_sink sink = { .record = fuzz_record, .refuse = fuzz_refuse, .note = fuzz_note };
	const struct eh_source_kind *found = eh_source_kind_find(eh_str_of(kind));
	struct eh_error err = { 0 };

	FUZZ_REQUIRE(found != NULL);
	enum eh_rc rc = found->read(options, &sink, &err);
	FUZZ_REQUIRE(rc >= 0 || err.message[0]);
}

static inline int fuzz_source_bytes(const char *kind, const uint8_t *data, size_t size)
{
	const struct eh_source_options options = { .path = "input", .bytes = fuzz_input(data, size) };

	if (size)
		fuzz_source(kind, &options);
	return 0;
}

#endif
