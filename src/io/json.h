/* json.h: JSON (RFC 8259) pulled token by token from a stream in constant memory, values built in an arena where they are small,
 * and a writer. */
#ifndef EH_IO_JSON_H
#define EH_IO_JSON_H

#include "stream.h"

enum eh_json_kind {
	EH_JSON_NULL,
	EH_JSON_FALSE,
	EH_JSON_TRUE,
	EH_JSON_NUMBER,
	EH_JSON_STRING,
	EH_JSON_KEY,
	EH_JSON_OBJECT,     /* { */
	EH_JSON_OBJECT_END, /* } */
	EH_JSON_ARRAY,      /* [ */
	EH_JSON_ARRAY_END,  /* ] */
};

struct eh_json_token {
	enum eh_json_kind kind;
	struct eh_str text; /* strings and keys unescaped, as UTF-8; numbers as written. Valid until the next token */
	uint64_t line, column;
	unsigned depth; /* of the value: 0 at the top */
};

struct eh_json_reader;

/* Takes the stream over (freed with the reader). UTF-8 with or without a byte order mark. */
enum eh_rc eh_json_open(struct eh_stream *stream, struct eh_json_reader **ret_reader, struct eh_error *err);
/* The same for a text in memory, which must outlive the reader and is read where it lies. */
enum eh_rc eh_json_open_text(struct eh_str text, struct eh_json_reader **ret_reader, struct eh_error *err);
void eh_json_free(struct eh_json_reader *reader);
static inline void eh_json_free_p(struct eh_json_reader **reader) { eh_json_free(*reader); }
#define EH_CLEANUP_JSON __attribute__((cleanup(eh_json_free_p)))

/* The next token; EH_END after the top value and nothing but white space. EH_INVALID with line and column; EH_TOO_LARGE: a string
 * over 64 MiB or nesting over 200. Unpaired surrogates and NUL in strings are EH_INVALID. */
enum eh_rc eh_json_next(struct eh_json_reader *reader, struct eh_json_token *ret_token, struct eh_error *err);

/* Passes over the rest of a value whose first token was `token` (nothing to do for scalars). */
enum eh_rc eh_json_skip(struct eh_json_reader *reader, const struct eh_json_token *token, struct eh_error *err);

void eh_json_progress(const struct eh_json_reader *reader, uint64_t *ret_done, uint64_t *ret_size);

/* A value in memory. Members keep their order; a repeated key's last value wins in look-ups. */
struct eh_json_value {
	enum eh_json_kind kind; /* NULL, FALSE, TRUE, NUMBER, STRING, OBJECT or ARRAY */
	struct eh_str text;     /* strings and numbers */
	struct eh_json_member *members;
	struct eh_json_value *items;
	size_t count; /* of members or items */
	uint64_t line;
};

struct eh_json_member {
	struct eh_str key;
	struct eh_json_value value;
};

/* Builds the value whose first token was `token`; everything in `arena`. EH_TOO_LARGE past 64 MiB of memory for one value. */
enum eh_rc eh_json_read_value(struct eh_json_reader *reader, const struct eh_json_token *token, struct eh_arena *arena,
        struct eh_json_value *ret_value, struct eh_error *err);

/* The whole of a text in memory as one value. */
enum eh_rc eh_json_parse(struct eh_str text, struct eh_arena *arena, struct eh_json_value *ret_value, struct eh_error *err);

/* The member `key` of an object, or NULL (also for NULL and for values that are no object). */
const struct eh_json_value *eh_json_get(const struct eh_json_value *object, const char *key);

/* The member as text: strings, numbers as written, "true"/"false"; {NULL,0} when absent, null, object or array. */
struct eh_str eh_json_get_str(const struct eh_json_value *object, const char *key);

/* A writer appends to a buffer; the caller flushes that where it likes. Commas, escapes and indentation are its affair; text that
 * is not UTF-8 is written with U+FFFD. A call in the wrong place is a programming error and is asserted. The first failure (memory)
 * sticks and comes out of eh_json_write_end. */
struct eh_json_writer {
	struct eh_buf *out;
	enum eh_rc rc;
	unsigned depth;
	bool pretty; /* two blanks of indent for each level */
	bool comma, after_key;
};

void eh_json_write_init(struct eh_json_writer *writer, struct eh_buf *out, bool pretty);
void eh_json_write_object(struct eh_json_writer *writer);
void eh_json_write_object_end(struct eh_json_writer *writer);
void eh_json_write_array(struct eh_json_writer *writer);
void eh_json_write_array_end(struct eh_json_writer *writer);
void eh_json_write_key(struct eh_json_writer *writer, const char *key);
void eh_json_write_str(struct eh_json_writer *writer, struct eh_str s); /* {NULL,0} writes null */
void eh_json_write_i64(struct eh_json_writer *writer, int64_t value);
/* Shortest text that reads back as the same number; NaN and infinities write null. */
void eh_json_write_double(struct eh_json_writer *writer, double value);
void eh_json_write_bool(struct eh_json_writer *writer, bool value);
void eh_json_write_null(struct eh_json_writer *writer);
/* Adds a final line feed when pretty; returns the first failure. */
enum eh_rc eh_json_write_end(struct eh_json_writer *writer);

#endif
