/* JSON as a value in memory: what is written of it reads back as the same. */
#include "fuzz.h"

#include "io/io.h"

static void write_value(struct eh_json_writer *writer, const struct eh_json_value *value)
{
	switch (value->kind) {
	case EH_JSON_OBJECT:
		eh_json_write_object(writer);
		for (size_t i = 0; i < value->count; i++) {
			FUZZ_REQUIRE(eh_json_get(value, value->members[i].key.p) != NULL);
			eh_json_write_key(writer, value->members[i].key.p);
			write_value(writer, &value->members[i].value);
		}
		eh_json_write_object_end(writer);
		break;
	case EH_JSON_ARRAY:
		eh_json_write_array(writer);
		for (size_t i = 0; i < value->count; i++)
			write_value(writer, &value->items[i]);
		eh_json_write_array_end(writer);
		break;
	case EH_JSON_STRING:
	case EH_JSON_NUMBER:
		eh_json_write_str(writer, value->text);
		break;
	case EH_JSON_NULL:
		eh_json_write_null(writer);
		break;
	default:
		eh_json_write_bool(writer, value->kind == EH_JSON_TRUE);
	}
}

static void same(const struct eh_json_value *a, const struct eh_json_value *b)
{
	bool texts = a->kind == EH_JSON_NUMBER && b->kind == EH_JSON_STRING;

	FUZZ_REQUIRE((texts || a->kind == b->kind) && a->count == b->count && eh_str_eq(a->text, b->text));
	for (size_t i = 0; i < a->count; i++) {
		if (a->kind == EH_JSON_OBJECT) {
			FUZZ_REQUIRE(eh_str_eq(a->members[i].key, b->members[i].key));
			same(&a->members[i].value, &b->members[i].value);
		} else {
			same(&a->items[i], &b->items[i]);
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_buf out EH_CLEANUP_BUF = { 0 };
	struct eh_json_value value, back;
	struct eh_json_writer writer;
	struct eh_error err = { 0 };

	if (eh_json_parse(fuzz_input(data, size), &arena, &value, &err) != EH_OK) {
		FUZZ_REQUIRE(err.message[0]);
		return 0;
	}
	eh_json_write_init(&writer, &out, size % 2);
	write_value(&writer, &value);
	FUZZ_REQUIRE(eh_json_write_end(&writer) == EH_OK);
	FUZZ_REQUIRE(eh_json_parse(eh_buf_str(&out), &arena, &back, &err) == EH_OK);
	same(&value, &back);
	return 0;
}
