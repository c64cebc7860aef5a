/* json_read.c: the pull reader of json.h.
 *
 * One buffer holds the token being read and what was read ahead; a token that reaches its end moves to the front before more is read,
 * so that every token lies in one piece. Strings are handed out where they lie unless they hold escapes. */
#include <string.h>

#include "base/swar.h"
#include "json.h"

enum { READ_BLOCK = 1 << 18, MOST_DEPTH = 200 };

static const size_t LONGEST_STRING = 64u << 20;

enum expect {
	EXPECT_VALUE,        /* at the top, after a colon, after a comma in an array */
	EXPECT_FIRST_VALUE,  /* after [: a value or ] */
	EXPECT_FIRST_KEY,    /* after {: a key or } */
	EXPECT_KEY,          /* after a comma in an object */
	EXPECT_COMMA_OR_END, /* after a value inside a container */
	EXPECT_NOTHING,      /* after the top value */
};

struct eh_json_reader {
	struct eh_stream *stream;
	char *p;
	size_t n, at, cap;
	uint64_t line, dropped;         /* bytes moved out of the buffer so far */
	uint64_t line_began;            /* position of the current line's first byte in the whole text */
	bool at_end, started, borrowed; /* borrowed: p is the caller's text, whole */
	enum expect expect;
	unsigned depth;
	bool in_object[MOST_DEPTH + 1];
	struct eh_buf unescaped;
	enum eh_rc failed;
};

static const char *name_of(const struct eh_json_reader *reader) { return reader->stream ? eh_stream_name(reader->stream) : NULL; }

static enum eh_rc fail(struct eh_json_reader *reader, enum eh_rc rc, const char *message, struct eh_error *err)
{
	reader->failed = rc;
	eh_fail(err, rc, "%s", message);
	return eh_error_at(err, rc, name_of(reader), reader->line, reader->dropped + reader->at - reader->line_began + 1);
}

/* Reads more, keeping everything from reader->at on. Sets at_end when there is none. */
static enum eh_rc refill(struct eh_json_reader *reader, struct eh_error *err)
{
	size_t n;

	if (reader->at) {
		memmove(reader->p, reader->p + reader->at, reader->n - reader->at);
		reader->dropped += reader->at;
		reader->n -= reader->at;
		reader->at = 0;
	}
	if (reader->cap - reader->n < READ_BLOCK) {
		size_t cap = reader->cap ? reader->cap * 2 : READ_BLOCK * 2;
		char *p = eh_realloc(reader->p, cap, 1);
		if (!p) {
			reader->failed = EH_NO_MEMORY;
			return eh_fail_memory(err);
		}
		reader->p = p;
		reader->cap = cap;
	}
	enum eh_rc rc = eh_stream_read(reader->stream, reader->p + reader->n, READ_BLOCK, &n, err);
	if (rc < 0) {
		reader->failed = rc;
		return eh_error_at(err, rc, name_of(reader), reader->line, 0);
	}
	reader->n += n;
	reader->at_end = n == 0;
	return EH_OK;
}

/* The next byte that is not white space, left in place; 0 at the end. */
static enum eh_rc peek(struct eh_json_reader *reader, char *ret_c, struct eh_error *err)
{
	for (;;) {
		while (reader->at < reader->n) {
			char c = reader->p[reader->at];
			if (c == '\n') {
				reader->line++;
				reader->line_began = reader->dropped + reader->at + 1;
			} else if (c != ' ' && c != '\t' && c != '\r') {
				*ret_c = c;
				return c ? EH_OK : fail(reader, EH_INVALID, "a NUL byte: this is not JSON", err);
			}
			reader->at++;
		}
		if (reader->at_end) {
			*ret_c = '\0';
			return EH_OK;
		}
		EH_TRY(refill(reader, err));
	}
}

static enum eh_rc start(struct eh_json_reader *reader, struct eh_error *err)
{
	reader->started = true;
	EH_TRY(refill(reader, err));
	if (reader->n >= 3 && memcmp(reader->p, "\xef\xbb\xbf", 3) == 0)
		reader->at = reader->line_began = 3;
	return EH_OK;
}

static int hex4(const char *p)
{
	int value = 0;

	for (int i = 0; i < 4; i++) {
		char c = eh_lower(p[i]);
		int digit = eh_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
		if (digit < 0)
			return -1;
		value = value * 16 + digit;
	}
	return value;
}

static enum eh_rc add_code_point(struct eh_buf *out, unsigned c)
{
	char bytes[4];
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char LEAD[] = { 0, 0, 0xc0, 0xe0, 0xf0 };

	for (size_t i = n; --i; c >>= 6)
		bytes[i] = (char)(0x80 | (c & 0x3f));
	bytes[0] = (char)(LEAD[n] | c);
	return eh_buf_add(out, (struct eh_str){ bytes, n });
}

/* One escape at p (behind the backslash) of at most n bytes; *ret_used says how many it took. NULL when it is well formed. */
static const char *unescape_one(const char *p, size_t n, struct eh_buf *out, size_t *ret_used, enum eh_rc *ret_rc)
{
	static const char SHORT[] = "\"\"\\\\//b\bf\fn\nr\rt\t";

	*ret_used = 1;
	for (size_t i = 0; i + 1 < sizeof SHORT; i += 2)
		if (SHORT[i] == *p) {
			*ret_rc = eh_buf_add_char(out, SHORT[i + 1]);
			return NULL;
		}
	int first = *p == 'u' && n >= 5 ? hex4(p + 1) : -1;
	if (first < 0)
		return "a backslash is followed by something that is no escape";
	*ret_used = 5;
	unsigned c = (unsigned)first;
	if (c >= 0xd800 && c < 0xdc00) {
		int second = n >= 11 && p[5] == '\\' && p[6] == 'u' ? hex4(p + 7) : -1;
		if (second < 0xdc00 || second > 0xdfff)
			return "half of a surrogate pair";
		c = 0x10000 + ((c - 0xd800) << 10) + ((unsigned)second - 0xdc00);
		*ret_used = 11;
	} else if (c >= 0xdc00 && c < 0xe000) {
		return "half of a surrogate pair";
	} else if (!c) {
		return "a NUL inside a string";
	}
	*ret_rc = add_code_point(out, c);
	return NULL;
}

static enum eh_rc unescape(struct eh_json_reader *reader, struct eh_str raw, struct eh_str *ret_text, struct eh_error *err)
{
	struct eh_buf *out = &reader->unescaped;
	enum eh_rc rc = EH_OK;

	eh_buf_reset(out);
	if (eh_buf_reserve(out, raw.n) < 0)
		return fail(reader, EH_NO_MEMORY, "there is not enough memory", err);
	while (raw.n) {
		const char *slash = memchr(raw.p, '\\', raw.n);
		size_t plain = slash ? (size_t)(slash - raw.p) : raw.n, used = 0;
		rc = eh_buf_add(out, eh_str_sub(raw, 0, plain));
		raw = eh_str_sub(raw, plain, raw.n);
		if (rc == EH_OK && raw.n) {
			const char *fault = unescape_one(raw.p + 1, raw.n - 1, out, &used, &rc);
			if (fault)
				return fail(reader, EH_INVALID, fault, err);
			raw = eh_str_sub(raw, used + 1, raw.n);
		}
		if (rc < 0)
			return fail(reader, EH_NO_MEMORY, "there is not enough memory", err);
	}
	*ret_text = eh_buf_str(out);
	return EH_OK;
}

static bool is_control(char c) { return (unsigned char)c < 0x20; }

/* The first quote, backslash or control character at or after `i`; n when there is none. *wide: something before it is not ASCII. */
static size_t plain_run(const char *p, size_t i, size_t n, bool *wide)
{
	uint64_t high = 0;

	for (; i + 8 <= n; i += 8) {
		uint64_t word = eh_swar_load(p + i);
		uint64_t ends = eh_swar_equal(word, '"') | eh_swar_equal(word, '\\') | eh_swar_below(word, 0x20);
		if (ends)
			break;
		high |= word;
	}
	for (; i < n && p[i] != '"' && p[i] != '\\' && !is_control(p[i]); i++)
		high |= (unsigned char)p[i];
	*wide |= (high & EH_SWAR_HIGH) != 0;
	return i;
}

/* What ends a string at or after `from`: its closing quote, or a control character; n or more when the buffer ends first. */
static size_t find_end(const struct eh_json_reader *reader, size_t from, bool *escapes, bool *wide)
{
	size_t i = from;

	while ((i = plain_run(reader->p, i, reader->n, wide)) < reader->n && reader->p[i] == '\\') {
		*escapes = true;
		i += 2;
		if (i >= reader->n)
			break;
		/* What is escaped may be anything; what is no escape is found out later. */
		*wide |= (unsigned char)reader->p[i - 1] >= 0x80;
		if (is_control(reader->p[i - 1]))
			return i - 1;
	}
	return i;
}

static enum eh_rc read_string(struct eh_json_reader *reader, struct eh_str *ret_text, struct eh_error *err)
{
	size_t length = 1, fault;
	bool escapes = false, wide = false;

	/* reader->at is at the opening quote. */
	for (;;) {
		size_t end = find_end(reader, reader->at + length, &escapes, &wide);
		if (end < reader->n) {
			length = end - reader->at;
			break;
		}
		length = end - reader->at;
		if (length > LONGEST_STRING)
			return fail(reader, EH_TOO_LARGE, "a string of over 64 MiB", err);
		if (reader->at_end)
			return fail(reader, EH_INVALID, "a string begins here and is never closed", err);
		EH_TRY(refill(reader, err));
	}
	if (is_control(reader->p[reader->at + length])) {
		reader->at += length;
		return fail(reader, EH_INVALID, "a control character or line break inside a string; write it as an escape", err);
	}
	struct eh_str raw = { reader->p + reader->at + 1, length - 1 };
	if (wide && !eh_utf8_valid(raw, &fault)) {
		reader->at += fault + 1;
		return fail(reader, EH_INVALID, "this is not UTF-8; save the file as UTF-8", err);
	}
	*ret_text = raw;
	if (escapes)
		EH_TRY(unescape(reader, raw, ret_text, err));
	reader->at += length + 1;
	return EH_OK;
}

/* Makes sure that a whole number or word lies in the buffer: its end is behind it, or the text ends. */
static enum eh_rc whole_word(struct eh_json_reader *reader, size_t *ret_length, struct eh_error *err)
{
	size_t length = 0;

	for (;;) {
		while (reader->at + length < reader->n) {
			char c = reader->p[reader->at + length];
			if (!eh_is_alnum(c) && c != '-' && c != '+' && c != '.') {
				*ret_length = length;
				return EH_OK;
			}
			length++;
		}
		if (length > 4096)
			return fail(reader, EH_TOO_LARGE, "a number of over 4096 digits", err);
		if (reader->at_end) {
			*ret_length = length;
			return EH_OK;
		}
		EH_TRY(refill(reader, err));
	}
}

static bool number_well_formed(struct eh_str s)
{
	size_t i = 0, from;

	if (i < s.n && s.p[i] == '-')
		i++;
	from = i;
	while (i < s.n && eh_is_digit(s.p[i]))
		i++;
	if (i == from || (s.p[from] == '0' && i - from > 1))
		return false;
	if (i < s.n && s.p[i] == '.') {
		from = ++i;
		while (i < s.n && eh_is_digit(s.p[i]))
			i++;
		if (i == from)
			return false;
	}
	if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
		i++;
		if (i < s.n && (s.p[i] == '+' || s.p[i] == '-'))
			i++;
		from = i;
		while (i < s.n && eh_is_digit(s.p[i]))
			i++;
		if (i == from)
			return false;
	}
	return i == s.n;
}

static enum eh_rc read_word(struct eh_json_reader *reader, struct eh_json_token *token, struct eh_error *err)
{
	static const struct {
		const char *word;
		enum eh_json_kind kind;
	} WORDS[] = { { "null", EH_JSON_NULL }, { "true", EH_JSON_TRUE }, { "false", EH_JSON_FALSE } };
	size_t length = 0;

	EH_TRY(whole_word(reader, &length, err));
	struct eh_str word = { reader->p + reader->at, length };
	token->kind = EH_JSON_NUMBER;
	token->text = word;
	for (size_t i = 0; length && eh_is_alpha(*word.p) && i < sizeof WORDS / sizeof *WORDS; i++)
		if (eh_str_eq(word, eh_str_of(WORDS[i].word)))
			token->kind = WORDS[i].kind;
	if (token->kind == EH_JSON_NUMBER && !number_well_formed(word))
		return fail(reader, EH_INVALID, "this is no JSON value", err);
	reader->at += length;
	return EH_OK;
}

static void value_done(struct eh_json_reader *reader) { reader->expect = reader->depth ? EXPECT_COMMA_OR_END : EXPECT_NOTHING; }

static enum eh_rc open_container(struct eh_json_reader *reader, struct eh_json_token *token, bool object, struct eh_error *err)
{
	if (reader->depth == MOST_DEPTH)
		return fail(reader, EH_TOO_LARGE, "values lie over 200 deep in one another", err);
	token->kind = object ? EH_JSON_OBJECT : EH_JSON_ARRAY;
	reader->in_object[++reader->depth] = object;
	reader->expect = object ? EXPECT_FIRST_KEY : EXPECT_FIRST_VALUE;
	reader->at++;
	return EH_OK;
}

static enum eh_rc close_container(struct eh_json_reader *reader, struct eh_json_token *token)
{
	token->kind = reader->in_object[reader->depth] ? EH_JSON_OBJECT_END : EH_JSON_ARRAY_END;
	token->depth = --reader->depth;
	reader->at++;
	value_done(reader);
	return EH_OK;
}

static enum eh_rc read_key(struct eh_json_reader *reader, struct eh_json_token *token, struct eh_error *err)
{
	char c;

	token->kind = EH_JSON_KEY;
	EH_TRY(read_string(reader, &token->text, err));
	/* The key must outlive the look for its colon, which may move the buffer when the colon is not right there. */
	bool at_hand = reader->at < reader->n && reader->p[reader->at] == ':';
	if (!at_hand && token->text.p != reader->unescaped.p) {
		eh_buf_reset(&reader->unescaped);
		if (eh_buf_add(&reader->unescaped, token->text) < 0)
			return fail(reader, EH_NO_MEMORY, "there is not enough memory", err);
		token->text = eh_buf_str(&reader->unescaped);
	}
	EH_TRY(peek(reader, &c, err));
	if (c != ':')
		return fail(reader, EH_INVALID, "a colon should stand behind the key", err);
	reader->at++;
	reader->expect = EXPECT_VALUE;
	return EH_OK;
}

static enum eh_rc read_value(struct eh_json_reader *reader, char c, struct eh_json_token *token, struct eh_error *err)
{
	if (c == '{' || c == '[')
		return open_container(reader, token, c == '{', err);
	if (c == '"') {
		token->kind = EH_JSON_STRING;
		EH_TRY(read_string(reader, &token->text, err));
	} else {
		EH_TRY(read_word(reader, token, err));
	}
	value_done(reader);
	return EH_OK;
}

/* Takes a comma, where one must stand, and says what may follow. */
static enum eh_rc pass_comma(struct eh_json_reader *reader, char *c, struct eh_error *err)
{
	if (reader->expect != EXPECT_COMMA_OR_END || *c != ',')
		return EH_OK;
	reader->at++;
	reader->expect = reader->in_object[reader->depth] ? EXPECT_KEY : EXPECT_VALUE;
	return peek(reader, c, err);
}

static enum eh_rc next(struct eh_json_reader *reader, struct eh_json_token *token, struct eh_error *err)
{
	char c;

	EH_TRY(peek(reader, &c, err));
	if (reader->expect == EXPECT_NOTHING)
		return c ? fail(reader, EH_INVALID, "something stands behind the end of the JSON", err) : EH_END;
	EH_TRY(pass_comma(reader, &c, err));
	if (!c)
		return fail(reader, EH_INVALID, "the JSON ends too early: fetch the file again", err);
	*token = (struct eh_json_token){
		.line = reader->line, .column = reader->dropped + reader->at - reader->line_began + 1, .depth = reader->depth
	};
	bool may_end = reader->expect == EXPECT_COMMA_OR_END || reader->expect == EXPECT_FIRST_KEY ||
	               reader->expect == EXPECT_FIRST_VALUE;
	if (may_end && reader->depth && c == (reader->in_object[reader->depth] ? '}' : ']'))
		return close_container(reader, token);
	if (reader->expect == EXPECT_COMMA_OR_END)
		return fail(reader, EH_INVALID, "a comma or a closing bracket should stand here", err);
	if (reader->expect == EXPECT_FIRST_KEY || reader->expect == EXPECT_KEY) {
		if (c != '"')
			return fail(reader, EH_INVALID, "a key in double quotes should stand here", err);
		return read_key(reader, token, err);
	}
	return read_value(reader, c, token, err);
}

enum eh_rc eh_json_next(struct eh_json_reader *reader, struct eh_json_token *ret_token, struct eh_error *err)
{
	struct eh_json_token token;

	if (reader->failed)
		return eh_fail(err, reader->failed, "reading stopped at an earlier fault");
	if (!reader->started)
		EH_TRY(start(reader, err));
	enum eh_rc rc = next(reader, &token, err);
	if (rc == EH_OK)
		*ret_token = token;
	return rc;
}

enum eh_rc eh_json_skip(struct eh_json_reader *reader, const struct eh_json_token *token, struct eh_error *err)
{
	struct eh_json_token inner = *token;
	unsigned depth = token->depth;

	if (token->kind != EH_JSON_OBJECT && token->kind != EH_JSON_ARRAY)
		return EH_OK;
	do {
		enum eh_rc rc = eh_json_next(reader, &inner, err);
		if (rc != EH_OK)
			return rc == EH_END ? EH_INVALID : rc;
	} while (inner.depth != depth || (inner.kind != EH_JSON_OBJECT_END && inner.kind != EH_JSON_ARRAY_END));
	return EH_OK;
}

enum eh_rc eh_json_open(struct eh_stream *stream, struct eh_json_reader **ret_reader, struct eh_error *err)
{
	struct eh_json_reader *reader = eh_alloc_zero(1, sizeof *reader);

	if (!reader) {
		eh_stream_free(stream);
		return eh_fail_memory(err);
	}
	reader->stream = stream;
	reader->line = 1;
	*ret_reader = reader;
	return EH_OK;
}

enum eh_rc eh_json_open_text(struct eh_str text, struct eh_json_reader **ret_reader, struct eh_error *err)
{
	struct eh_json_reader *reader = eh_alloc_zero(1, sizeof *reader);

	if (!reader)
		return eh_fail_memory(err);
	reader->borrowed = reader->started = reader->at_end = true;
	/* Never written through: escapes are undone in a buffer of their own. */
	reader->p = (char *)(uintptr_t)text.p;
	reader->n = text.n;
	reader->line = 1;
	if (eh_str_starts(text, EH_STR("\xef\xbb\xbf")))
		reader->at = reader->line_began = 3;
	*ret_reader = reader;
	return EH_OK;
}

void eh_json_free(struct eh_json_reader *reader)
{
	if (!reader)
		return;
	eh_stream_free(reader->stream);
	eh_buf_finish(&reader->unescaped);
	if (!reader->borrowed)
		eh_free(reader->p);
	eh_free(reader);
}

void eh_json_progress(const struct eh_json_reader *reader, uint64_t *ret_done, uint64_t *ret_size)
{
	if (reader->borrowed)
		*ret_done = *ret_size = reader->n;
	else
		eh_stream_progress(reader->stream, ret_done, ret_size);
}
