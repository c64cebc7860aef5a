/* sheet_guess.c: which row is the header and what each column holds.
 *
 * A heading counts with how well its words fit a field; the cells below count with how many of them are what the field wants. Contents
 * that cannot be mistaken (postcodes, e-mails, web addresses) overrule a heading that says otherwise. */
#include "sheet_private.h"

enum { DEEPEST_HEADER = 30, LONGEST_HEADING = 120, FEWEST_TO_CONTRADICT = 3 };

static double best_fit(struct eh_str folded, enum eh_sheet_field *ret_field)
{
	double best = 0;

	for (enum eh_sheet_field field = 1; field < EH_FIELD_COUNT; field++) {
		double fit = eh_sheet_heading_fit(folded, field);
		if (fit > best) {
			best = fit;
			*ret_field = field;
		}
	}
	return best;
}

/* How much a row reads like a header: the sum of how well its cells fit, less for cells that are data. Headings are short, and a row with
 * a name column is worth more than one without. */
static enum eh_rc header_score(const struct eh_sheet_sample *sample, size_t row, double *ret_score, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	double score = 0;
	size_t filled = 0;

	for (size_t column = 0; column < sample->counts[row]; column++) {
		struct eh_str cell = eh_sheet_cell_at(sample, row, column), folded;
		enum eh_sheet_field field = EH_FIELD_NONE;
		struct eh_sheet_contents contents = { 0 };
		if (!cell.n)
			continue;
		filled++;
		if (column && eh_str_eq(cell, eh_sheet_cell_at(sample, row, column - 1)))
			continue; /* a merged title covers several columns */
		EH_TRY(eh_sheet_fold(cell, &arena, &folded, err));
		eh_sheet_look(&contents, cell);
		if (cell.n > LONGEST_HEADING || contents.postcode > 0 || contents.number > 0 || contents.email > 0 ||
		        contents.date > 0)
			score -= 0.5;
		else
			score += best_fit(folded, &field) + (field == EH_FIELD_NAME ? 0.2 : 0);
	}
	*ret_score = filled > 1 || sample->counts[row] == 1 ? score : score - 0.5;
	return EH_OK;
}

/* Index of the header row plus one, or 0 when no row reads like one. */
static enum eh_rc find_header(const struct eh_sheet_sample *sample, size_t *ret_header, struct eh_error *err)
{
	double best = 0.55;

	*ret_header = 0;
	for (size_t row = 0; row < sample->row_count && row < DEEPEST_HEADER; row++) {
		double score = 0;
		EH_TRY(header_score(sample, row, &score, err));
		if (score > best + 0.3) {
			best = score;
			*ret_header = row + 1;
		}
	}
	return EH_OK;
}

/* What contents alone say a column is. */
static enum eh_sheet_field field_by_contents(const struct eh_sheet_contents *contents, double *ret_confidence)
{
	const struct {
		double share;
		enum eh_sheet_field field;
	} SIGNS[] = {
		{ contents->email, EH_FIELD_EMAIL },
		{ contents->web, EH_FIELD_WEB },
		{ contents->postcode, EH_FIELD_POSTCODE },
		{ contents->address, EH_FIELD_ADDRESS },
		{ contents->charity, EH_FIELD_CHARITY_NUMBER },
		{ contents->phone, EH_FIELD_PHONE },
		{ contents->latitude, EH_FIELD_LATITUDE },
	};

	for (size_t i = 0; contents->filled && i < sizeof SIGNS / sizeof *SIGNS; i++) {
		if (SIGNS[i].share < 0.6)
			continue;
		*ret_confidence = 0.6 + 0.35 * SIGNS[i].share;
		return SIGNS[i].field;
	}
	*ret_confidence = 0;
	return EH_FIELD_NONE;
}

/* True when the cells cannot be what the heading says. */
static bool contradicted(enum eh_sheet_field field, const struct eh_sheet_contents *contents)
{
	if (contents->filled < FEWEST_TO_CONTRADICT)
		return false;
	switch (field) {
	case EH_FIELD_POSTCODE:
		return contents->postcode < 0.2 && contents->address < 0.2;
	case EH_FIELD_EMAIL:
		return contents->email < 0.2;
	case EH_FIELD_LATITUDE:
	case EH_FIELD_LONGITUDE:
	case EH_FIELD_EASTING:
	case EH_FIELD_NORTHING:
	case EH_FIELD_AMOUNT:
	case EH_FIELD_INCOME:
		return contents->number < 0.5;
	case EH_FIELD_NAME:
		return contents->words < 0.4;
	case EH_FIELD_CONSENT:
		return contents->yes_no < 0.3 && contents->words > 0.9;
	case EH_FIELD_SERVICE:
		return contents->number > 0.5;
	default:
		return false;
	}
}

/* Contents that overrule whatever the heading says: nobody's name is an e-mail address. */
static bool overrules(enum eh_sheet_field by_contents, enum eh_sheet_field by_heading)
{
	if (by_contents == EH_FIELD_EMAIL || by_contents == EH_FIELD_WEB)
		return true;
	if (by_contents == EH_FIELD_POSTCODE)
		return true;
	if (by_contents == EH_FIELD_PHONE)
		return by_heading == EH_FIELD_CONTACT || by_heading == EH_FIELD_NAME;
	return false;
}

static void decide_column(struct eh_sheet_column_guess *column, double fit, const struct eh_sheet_contents *contents)
{
	double confidence;
	enum eh_sheet_field by_contents = field_by_contents(contents, &confidence);

	column->why = "heading";
	column->confidence = fit;
	if (column->field != EH_FIELD_NONE && contradicted(column->field, contents)) {
		column->field = EH_FIELD_NONE;
		column->confidence = 0;
	}
	if (by_contents == EH_FIELD_NONE)
		return;
	if (by_contents == column->field) {
		column->confidence = column->confidence > confidence ? column->confidence : confidence;
		column->why = "heading and contents";
	} else if (column->field == EH_FIELD_NONE || overrules(by_contents, column->field)) {
		column->field = by_contents;
		column->confidence = confidence;
		column->why = "contents";
	}
}

static enum eh_rc guess_columns(
        const struct eh_sheet_sample *sample, struct eh_sheet_guess *guess, struct eh_arena *arena, struct eh_error *err)
{
	for (size_t i = 0; i < guess->count; i++) {
		struct eh_sheet_column_guess *column = &guess->columns[i];
		struct eh_sheet_contents contents;
		struct eh_str folded;
		column->heading = guess->header ? eh_sheet_cell_at(sample, guess->header - 1, i) : (struct eh_str){ "", 0 };
		EH_TRY(eh_sheet_fold(column->heading, arena, &folded, err));
		double fit = best_fit(folded, &column->field);
		EH_TRY(eh_sheet_contents_of(sample, guess->header, i, &contents, err));
		decide_column(column, fit, &contents);
	}
	return EH_OK;
}

static struct eh_sheet_column_guess *column_of(struct eh_sheet_guess *guess, enum eh_sheet_field field)
{
	for (size_t i = 0; i < guess->count; i++)
		if (guess->columns[i].field == field)
			return &guess->columns[i];
	return NULL;
}

/* No heading says "name": the first column of words that are nearly all different is it, when the table is recognised otherwise. */
static enum eh_rc find_name(const struct eh_sheet_sample *sample, struct eh_sheet_guess *guess, struct eh_error *err)
{
	size_t recognised = 0;

	for (size_t i = 0; i < guess->count; i++)
		recognised += guess->columns[i].field != EH_FIELD_NONE;
	if (column_of(guess, EH_FIELD_NAME) || !recognised)
		return EH_OK;
	for (size_t i = 0; i < guess->count; i++) {
		struct eh_sheet_contents contents;
		if (guess->columns[i].field != EH_FIELD_NONE && guess->columns[i].field != EH_FIELD_SERVICE)
			continue;
		EH_TRY(eh_sheet_contents_of(sample, guess->header, i, &contents, err));
		if (contents.words < 0.9 || contents.distinct < 0.8 || contents.filled < 2)
			continue;
		guess->columns[i].field = EH_FIELD_NAME;
		guess->columns[i].confidence = 0.5;
		guess->columns[i].why = "contents";
		return EH_OK;
	}
	return EH_OK;
}

/* A longitude looks like many things, so it is taken from contents only beside a latitude. */
static enum eh_rc find_longitude(const struct eh_sheet_sample *sample, struct eh_sheet_guess *guess, struct eh_error *err)
{
	if (!column_of(guess, EH_FIELD_LATITUDE) || column_of(guess, EH_FIELD_LONGITUDE))
		return EH_OK;
	for (size_t i = 0; i < guess->count; i++) {
		struct eh_sheet_contents contents;
		EH_TRY(eh_sheet_contents_of(sample, guess->header, i, &contents, err));
		if (guess->columns[i].field != EH_FIELD_NONE || contents.longitude < 0.9)
			continue;
		guess->columns[i].field = EH_FIELD_LONGITUDE;
		guess->columns[i].confidence = 0.8;
		guess->columns[i].why = "contents";
		return EH_OK;
	}
	return EH_OK;
}

static const char *guess_rows(struct eh_sheet_guess *guess)
{
	const struct eh_sheet_column_guess *name = column_of(guess, EH_FIELD_NAME);

	if (column_of(guess, EH_FIELD_AMOUNT) && (column_of(guess, EH_FIELD_AWARD_DATE) || column_of(guess, EH_FIELD_FUNDER)))
		return "grants";
	if (name && eh_str_find_ascii_nocase(name->heading, EH_STR("supplier")) >= 0)
		return "suppliers";
	return column_of(guess, EH_FIELD_SERVICE) ? "services" : "organisations";
}

enum eh_rc eh_sheet_guess(const struct eh_str *const *rows, const size_t *counts, const uint64_t *lines, size_t row_count,
        bool positions, const char *what, struct eh_arena *arena, struct eh_sheet_guess *ret_guess, struct eh_error *err)
{
	struct eh_sheet_sample sample = { rows, counts, row_count };
	struct eh_sheet_guess guess = { 0 };

	EH_TRY(find_header(&sample, &guess.header, err));
	guess.header_line = guess.header ? lines[guess.header - 1] : 0;
	for (size_t i = 0; i < row_count; i++)
		if (counts[i] > guess.count && (positions ? i + 1 >= guess.header : !guess.header || i + 1 == guess.header))
			guess.count = counts[i];
	guess.columns = eh_arena_alloc_zero(arena, guess.count, sizeof *guess.columns);
	if (!guess.columns)
		return eh_fail_memory(err);
	EH_TRY(guess_columns(&sample, &guess, arena, err));
	EH_TRY(eh_sheet_settle(&guess, arena, err));
	EH_TRY(find_longitude(&sample, &guess, err));
	EH_TRY(find_name(&sample, &guess, err));
	guess.rows = what ? what : guess_rows(&guess);
	bool named = column_of(&guess, EH_FIELD_NAME) != NULL;
	guess.usable = named && guess.header;
	guess.headless = named && !guess.header;
	*ret_guess = guess;
	return EH_OK;
}
