/* json_value.c: JSON values in memory. */
#include "json.h"

static const size_t LARGEST_VALUE = 64u << 20;

struct building {
	struct eh_json_reader *reader;
	struct eh_arena *arena;
	size_t start;    /* what the arena held before */
	size_t gathered; /* in vectors that are still growing */
	struct eh_error *err;
};

static enum eh_rc read_value(struct building *building, const struct eh_json_token *token, struct eh_json_value *value);

/* Members are gathered in a vector first, then copied into the arena in one piece. */
static enum eh_rc read_object(struct building *building, struct eh_json_value *value)
{
	EH_VEC(struct eh_json_member) members = { 0 };
	struct eh_json_token token;
	enum eh_rc rc;

	while ((rc = eh_json_next(building->reader, &token, building->err)) == EH_OK && token.kind != EH_JSON_OBJECT_END) {
		struct eh_json_member member = { .key = eh_arena_str(building->arena, token.text) };
		rc = member.key.p ? eh_json_next(building->reader, &token, building->err) : eh_fail_memory(building->err);
		if (rc == EH_OK)
			rc = read_value(building, &token, &member.value);
		if (rc == EH_OK && !eh_vec_push(&members, member))
			rc = eh_fail_memory(building->err);
		if (rc != EH_OK)
			break;
		building->gathered += sizeof member;
	}
	building->gathered -= members.count * sizeof *members.items;
	if (rc == EH_OK) {
		value->members = eh_arena_alloc(building->arena, members.count * sizeof *members.items);
		value->count = members.count;
		if (!value->members)
			rc = eh_fail_memory(building->err);
		else if (members.count)
			memcpy(value->members, members.items, members.count * sizeof *members.items);
	}
	eh_vec_finish(&members);
	return rc;
}

static enum eh_rc read_array(struct building *building, struct eh_json_value *value)
{
	EH_VEC(struct eh_json_value) items = { 0 };
	struct eh_json_token token;
	enum eh_rc rc;

	while ((rc = eh_json_next(building->reader, &token, building->err)) == EH_OK && token.kind != EH_JSON_ARRAY_END) {
		struct eh_json_value item;
		rc = read_value(building, &token, &item);
		if (rc == EH_OK && !eh_vec_push(&items, item))
			rc = eh_fail_memory(building->err);
		if (rc != EH_OK)
			break;
		building->gathered += sizeof item;
	}
	building->gathered -= items.count * sizeof *items.items;
	if (rc == EH_OK) {
		value->items = eh_arena_alloc(building->arena, items.count * sizeof *items.items);
		value->count = items.count;
		if (!value->items)
			rc = eh_fail_memory(building->err);
		else if (items.count)
			memcpy(value->items, items.items, items.count * sizeof *items.items);
	}
	eh_vec_finish(&items);
	return rc;
}

/* Fills the value in place, whatever comes of it: callers here throw it away on failure. */
static enum eh_rc read_value(struct building *building, const struct eh_json_token *token, struct eh_json_value *value)
{
	uint64_t line = token->line, column = token->column;

	*value = (struct eh_json_value){ .kind = token->kind, .line = line };
	if (building->arena->total - building->start + building->gathered > LARGEST_VALUE) {
		eh_fail(building->err, EH_TOO_LARGE, "one value takes over 64 MiB of memory");
		return eh_error_at(building->err, EH_TOO_LARGE, NULL, line, column);
	}
	if (token->kind == EH_JSON_OBJECT)
		return read_object(building, value);
	if (token->kind == EH_JSON_ARRAY)
		return read_array(building, value);
	if (token->kind == EH_JSON_STRING || token->kind == EH_JSON_NUMBER) {
		value->text = eh_arena_str(building->arena, token->text);
		if (!value->text.p)
			return eh_fail_memory(building->err);
	}
	return EH_OK;
}

enum eh_rc eh_json_read_value(struct eh_json_reader *reader, const struct eh_json_token *token, struct eh_arena *arena,
        struct eh_json_value *ret_value, struct eh_error *err)
{
	struct building building = { .reader = reader, .arena = arena, .start = arena->total, .err = err };
	struct eh_json_value value;

	EH_TRY(read_value(&building, token, &value));
	*ret_value = value;
	return EH_OK;
}

enum eh_rc eh_json_parse(struct eh_str text, struct eh_arena *arena, struct eh_json_value *ret_value, struct eh_error *err)
{
	struct eh_json_reader *reader EH_CLEANUP_JSON = NULL;
	struct eh_json_token token;
	struct eh_json_value value;

	EH_TRY(eh_json_open_text(text, &reader, err));
	EH_TRY(eh_json_next(reader, &token, err));
	EH_TRY(eh_json_read_value(reader, &token, arena, &value, err));
	enum eh_rc rc = eh_json_next(reader, &token, err);
	if (rc != EH_END)
		return rc < 0 ? rc : EH_INVALID;
	*ret_value = value;
	return EH_OK;
}

const struct eh_json_value *eh_json_get(const struct eh_json_value *object, const char *key)
{
	if (!object || object->kind != EH_JSON_OBJECT)
		return NULL;
	for (size_t i = object->count; i--;)
		if (eh_str_eq(object->members[i].key, eh_str_of(key)))
			return &object->members[i].value;
	return NULL;
}

struct eh_str eh_json_get_str(const struct eh_json_value *object, const char *key)
{
	const struct eh_json_value *value = eh_json_get(object, key);

	if (!value)
		return (struct eh_str){ NULL, 0 };
	switch (value->kind) {
	case EH_JSON_STRING:
	case EH_JSON_NUMBER:
		return value->text;
	case EH_JSON_TRUE:
		return EH_STR("true");
	case EH_JSON_FALSE:
		return EH_STR("false");
	default:
		return (struct eh_str){ NULL, 0 };
	}
}
