#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "json.h"

void eh_json_write_init(struct eh_json_writer *writer, struct eh_buf *out, bool pretty)
{
	*writer = (struct eh_json_writer){ .out = out, .pretty = pretty };
}

static void put(struct eh_json_writer *writer, struct eh_str s)
{
	if (writer->rc == EH_OK)
		writer->rc = eh_buf_add(writer->out, s);
}

static void line_break(struct eh_json_writer *writer)
{
	if (!writer->pretty)
		return;
	put(writer, EH_STR("\n"));
	for (unsigned i = 0; i < writer->depth; i++)
		put(writer, EH_STR("  "));
}

/* What stands before a value or a key: a comma behind its elder, a new line inside containers. */
static void before_item(struct eh_json_writer *writer)
{
	if (writer->after_key) {
		writer->after_key = false;
		return;
	}
	if (writer->comma)
		put(writer, EH_STR(","));
	if (writer->depth)
		line_break(writer);
}

static void open_container(struct eh_json_writer *writer, struct eh_str bracket)
{
	before_item(writer);
	put(writer, bracket);
	writer->depth++;
	writer->comma = false;
}

static void close_container(struct eh_json_writer *writer, struct eh_str bracket)
{
	assert(writer->depth && !writer->after_key);
	writer->depth--;
	if (writer->comma)
		line_break(writer);
	put(writer, bracket);
	writer->comma = true;
}

void eh_json_write_object(struct eh_json_writer *writer) { open_container(writer, EH_STR("{")); }
void eh_json_write_object_end(struct eh_json_writer *writer) { close_container(writer, EH_STR("}")); }
void eh_json_write_array(struct eh_json_writer *writer) { open_container(writer, EH_STR("[")); }
void eh_json_write_array_end(struct eh_json_writer *writer) { close_container(writer, EH_STR("]")); }

/* Bytes from `from` that need no escape: printable, neither quote nor backslash. */
static size_t plain_run(struct eh_str s, size_t from)
{
	size_t i = from;

	while (i < s.n && (unsigned char)s.p[i] >= 0x20 && s.p[i] != '"' && s.p[i] != '\\')
		i++;
	return i - from;
}

static void put_escape(struct eh_json_writer *writer, char c)
{
	static const char SHORT[] = "\"\"\\\\\bb\ff\nn\rr\tt";
	char text[7];

	for (size_t i = 0; i + 1 < sizeof SHORT; i += 2) {
		if (SHORT[i] != c)
			continue;
		text[0] = '\\';
		text[1] = SHORT[i + 1];
		put(writer, (struct eh_str){ text, 2 });
		return;
	}
	snprintf(text, sizeof text, "\\u%04x", (unsigned char)c);
	put(writer, (struct eh_str){ text, 6 });
}

static void put_string(struct eh_json_writer *writer, struct eh_str s)
{
	size_t fault;

	put(writer, EH_STR("\""));
	while (s.n) {
		struct eh_str good = s;
		if (!eh_utf8_valid(s, &fault))
			good.n = fault;
		for (size_t i = 0; i < good.n;) {
			size_t run = plain_run(good, i);
			put(writer, eh_str_sub(good, i, run));
			i += run;
			if (i < good.n)
				put_escape(writer, good.p[i++]);
		}
		s = eh_str_sub(s, good.n, s.n);
		if (s.n) {
			put(writer, *s.p ? EH_STR("\xef\xbf\xbd") : EH_STR("\\u0000"));
			s = eh_str_sub(s, 1, s.n);
		}
	}
	put(writer, EH_STR("\""));
}

void eh_json_write_key(struct eh_json_writer *writer, const char *key)
{
	assert(writer->depth && !writer->after_key);
	before_item(writer);
	put_string(writer, eh_str_of(key));
	put(writer, writer->pretty ? EH_STR(": ") : EH_STR(":"));
	writer->after_key = true;
}

static void put_scalar(struct eh_json_writer *writer, struct eh_str text)
{
	before_item(writer);
	put(writer, text);
	writer->comma = true;
}

void eh_json_write_str(struct eh_json_writer *writer, struct eh_str s)
{
	if (!s.p) {
		eh_json_write_null(writer);
		return;
	}
	before_item(writer);
	put_string(writer, s);
	writer->comma = true;
}

void eh_json_write_i64(struct eh_json_writer *writer, int64_t value)
{
	char text[32];

	snprintf(text, sizeof text, "%lld", (long long)value);
	put_scalar(writer, eh_str_of(text));
}

void eh_json_write_double(struct eh_json_writer *writer, double value)
{
	char text[40];

	if (!isfinite(value)) {
		eh_json_write_null(writer);
		return;
	}
	for (int digits = 15; digits <= 17; digits++) {
		double back;
		snprintf(text, sizeof text, "%.*g", digits, value);
		if (eh_str_to_double(eh_str_of(text), &back) == EH_OK && back == value)
			break;
	}
	put_scalar(writer, eh_str_of(text));
}

void eh_json_write_bool(struct eh_json_writer *writer, bool value)
{
	put_scalar(writer, value ? EH_STR("true") : EH_STR("false"));
}
void eh_json_write_null(struct eh_json_writer *writer) { put_scalar(writer, EH_STR("null")); }

enum eh_rc eh_json_write_end(struct eh_json_writer *writer)
{
	assert(writer->rc != EH_OK || !writer->depth);
	if (writer->pretty)
		put(writer, EH_STR("\n"));
	return writer->rc;
}
