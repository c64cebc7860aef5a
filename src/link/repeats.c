/* repeats.c: columns that say again what another says: copied, or made from it (a reference with the name in it). What both say counts once. */
#include "match.h"

/* Rows looked at, about; rows that must say both; and the share of them that must say the same. */
enum { LOOKED_AT = 4000, LEAST_ROWS = 30, LEAST_LETTERS = 6 };
static const double LEAST_SHARE = 0.6;

/* Letters and digits of a cell, folded. */
static bool letters_of(struct eh_str cell, struct eh_buf *folded, struct eh_buf *out)
{
	eh_buf_reset(folded);
	eh_buf_reset(out);
	if (eh_utf8_fold(eh_utf8_cut(cell, 512), folded) < 0)
		return false;
	for (size_t i = 0; i < folded->n; i++)
		if ((eh_is_alnum(folded->p[i]) || (unsigned char)folded->p[i] >= 0x80) && eh_buf_add_char(out, folded->p[i]) < 0)
			return false;
	return true;
}

static bool is_made_of_names(const struct eh_field *from, const struct eh_field *field)
{
	return (from->kind == EH_KIND_NAME || from->kind == EH_KIND_TEXT) && field->kind == EH_KIND_CODE;
}

struct compared {
	struct eh_buf folded, left, right;
	size_t both, same;
};

static bool compare_row(struct compared *compared, struct eh_str a, struct eh_str b, bool within)
{
	if (!letters_of(a, &compared->folded, &compared->left) || !letters_of(b, &compared->folded, &compared->right))
		return false;
	if (!compared->left.n || !compared->right.n)
		return true;
	struct eh_str left = eh_buf_str(&compared->left), right = eh_buf_str(&compared->right);
	compared->both++;
	compared->same += eh_str_eq(left, right) || (within && left.n >= LEAST_LETTERS && eh_str_find(right, left) >= 0);
	return true;
}

/* The share of rows in which field j says what field i says. -1: no memory. */
static double share_of(const struct eh_match *match, size_t i, size_t j)
{
	const struct eh_field *from = &match->fields.items[i], *field = &match->fields.items[j];
	uint64_t step = match->table->row_count / LOOKED_AT + 1;
	struct compared compared = { .both = 0 };
	bool good = true, within = is_made_of_names(from, field);

	for (size_t row = 0; good && row < match->table->row_count; row++)
		if (match->leader[row] == row && match->hash[row] % step == 0)
			good = compare_row(&compared, eh_link_str(ehl_table_cell(match->table, row, from->columns[0])),
			        eh_link_str(ehl_table_cell(match->table, row, field->columns[0])), within);
	eh_buf_finish(&compared.folded);
	eh_buf_finish(&compared.left);
	eh_buf_finish(&compared.right);
	return !good ? -1 : compared.both < LEAST_ROWS ? 0 : (double)compared.same / (double)compared.both;
}

/* Columns of few values are equal by chance. */
static bool may_repeat(const struct eh_field *field)
{
	return field->kind != EH_KIND_GEO && field->kind != EH_KIND_CATEGORY && field->filled >= LEAST_ROWS;
}

bool eh_match_find_repeats(struct eh_match *match)
{
	struct ehl_model *model = match->model;

	for (size_t j = 0; j < match->fields.count; j++) {
		model->fields[j].repeats = j;
		model->fields[j].repeated = 0;
		for (size_t i = 0; i < match->fields.count; i++) {
			bool copy = match->fields.items[i].kind == match->fields.items[j].kind && i < j;
			if (i == j || !(copy || is_made_of_names(&match->fields.items[i], &match->fields.items[j])) ||
			        !may_repeat(&match->fields.items[i]) || !may_repeat(&match->fields.items[j]))
				continue;
			double share = share_of(match, i, j);
			if (share < 0)
				return false;
			if (share < LEAST_SHARE || share <= model->fields[j].repeated)
				continue;
			model->fields[j].repeats = i;
			model->fields[j].repeated = share;
		}
	}
	return true;
}

void eh_model_say_repeats(struct ehl_model *model)
{
	for (size_t j = 0; j < model->field_count; j++)
		if (model->fields[j].repeated > 0)
			eh_model_warn(model,
			        "In %.0f of 100 rows %s says again what %s says: where both agree it counts once. Leave one of "
			        "them out (--columns) if it is a copy.\n",
			        100 * model->fields[j].repeated, model->fields[j].name,
			        model->fields[model->fields[j].repeats].name);
}
