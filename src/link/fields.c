/* fields.c: which columns make one comparison. */
#include <stdio.h>

#include "field.h"

static bool heading_says(const char *heading, const char *const *words)
{
	for (; *words; words++)
		if (eh_str_find_ascii_nocase(eh_str_of(heading), eh_str_of(*words)) >= 0)
			return true;
	return false;
}

/* Another name of the same organisation, not the name of another one. */
bool eh_heading_is_other_name(const char *heading)
{
	static const char *const WORDS[] = { "other", "alias", "former", "previous", "trading", "working", "known", "aka",
		"alternative", "alt_", "short", "acronym", "old_name", "old name", "name2", "name_2", "name 2", NULL };

	return heading_says(heading, WORDS);
}

/* Lines of one address: the same heading but for digits and such. */
static bool is_address_line(const char *heading)
{
	static const char *const WORDS[] = { "line", "1", "2", "3", "4", "5", NULL };

	return heading_says(heading, WORDS);
}

static bool joins(const struct eh_field *field, const struct ehl_column *column)
{
	if (field->column_count == EH_MOST_FIELD_COLUMNS)
		return false;
	if (column->type == EHL_LONGITUDE || column->type == EHL_LATITUDE)
		return field->kind == EH_KIND_GEO && field->type != column->type && field->column_count == 1;
	if (field->type != column->type)
		return false;
	if (column->type == EHL_ORGANISATION)
		return eh_heading_is_other_name(column->name);
	return column->type == EHL_ADDRESS && is_address_line(column->name) && is_address_line(field->name);
}

size_t eh_fields_plan(const struct ehl_column *columns, size_t count, struct eh_field *ret_fields)
{
	size_t fields = 0;

	for (size_t i = 0; i < count; i++) {
		if (columns[i].type == EHL_IGNORE)
			continue;
		size_t at = 0;
		while (at < fields && !joins(&ret_fields[at], &columns[i]))
			at++;
		if (at == EH_MOST_FIELDS)
			continue;
		struct eh_field *field = &ret_fields[at];
		if (at == fields) {
			enum eh_kind kind = eh_type_infos[columns[i].type].kind;
			*field = (struct eh_field){ .type = columns[i].type, .kind = kind, .levels = eh_kind_infos[kind].levels };
			snprintf(field->name, sizeof field->name, "%s", columns[i].name);
			fields++;
		}
		field->columns[field->column_count++] = i;
	}
	/* Half a place is none. */
	for (size_t i = 0; i < fields; i++)
		if (ret_fields[i].kind == EH_KIND_GEO && ret_fields[i].column_count < 2)
			ret_fields[i--] = ret_fields[--fields];
	return fields;
}

void eh_field_finish(struct eh_field *field)
{
	eh_free(field->value);
	eh_free(field->numbers);
	eh_vec_finish(&field->words);
	eh_vocab_finish(&field->vocab);
}

static bool holds_places(const struct eh_field *field)
{
	return field->kind == EH_KIND_ADDRESS || (field->kind == EH_KIND_CATEGORY && field->vocab.count > 1);
}

void eh_fields_mark_places(struct eh_field *fields, size_t count, const struct eh_frozen *const *frozen)
{
	for (size_t i = 0; i < count; i++) {
		if (fields[i].kind != EH_KIND_NAME)
			continue;
		for (size_t word = 0; word < fields[i].vocab.count; word++) {
			struct eh_vocab_word *item = &fields[i].vocab.items[word];
			uint32_t found;
			if (frozen[i]) {
				if (eh_vocab_find(&frozen[i]->vocab, eh_vocab_text(&fields[i].vocab, (uint32_t)word), &found) &&
				        frozen[i]->vocab.items[found].flags & EH_WORD_PLACE)
					item->flags |= EH_WORD_PLACE;
				continue;
			}
			for (size_t j = 0; j < count; j++)
				if (item->n >= 4 && !(item->flags & EH_WORD_NUMBER) && holds_places(&fields[j]) &&
				        eh_vocab_find(
				                &fields[j].vocab, eh_vocab_text(&fields[i].vocab, (uint32_t)word), &found) &&
				        fields[j].vocab.items[found].rows > 2)
					item->flags |= EH_WORD_PLACE;
		}
	}
}
