/* sheet_guess.c: which row is the header and what each column holds.
 *
 * A heading counts with how well its words fit a field; the cells below count with how many of them are what the field wants. Contents
 * that cannot be mistaken (postcodes, e-mails, web addresses) overrule a heading that says otherwise. */
#include <math.h>

#include "geo/postcode.h"
#include "identifier.h"
#include "spreadsheet.h"

enum { DEEPEST_HEADER = 30, SAMPLE_ROWS = 200, LONGEST_HEADING = 120, FEWEST_TO_CONTRADICT = 3 };

/* What the cells of a column look like, as shares of those that say anything. */
struct contents {
	size_t filled;
	double postcode, address, email, web, phone, number, charity, date, latitude, longitude, words, yes_no, distinct;
};

static bool is_email(struct eh_str s)
{
	ptrdiff_t at = eh_str_find(s, EH_STR("@"));

	return at > 0 && eh_str_find(eh_str_sub(s, (size_t)at, s.n), EH_STR(".")) > 1 && eh_str_find(s, EH_STR(" ")) < 0;
}

static bool is_web(struct eh_str s)
{
	return eh_str_find(s, EH_STR(" ")) < 0 && eh_str_find(s, EH_STR("@")) < 0 &&
	       (eh_str_starts(s, EH_STR("http")) || eh_str_starts(s, EH_STR("www.")) || eh_str_starts(s, EH_STR("WWW.")));
}

static bool is_phone(struct eh_str s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (eh_is_digit(s.p[i]))
			digits++;
		else if (!strchr(" +()-./", s.p[i]))
			return false;
	}
	return digits >= 10 && digits <= 13 && (*s.p == '0' || *s.p == '+' || *s.p == '(' || digits == 10);
}

static bool is_charity_number(struct eh_str s)
{
	int64_t number;

	if (eh_str_ends(s, EH_STR(".0")))
		s.n -= 2;
	return s.n >= 6 && s.n <= 7 && eh_str_to_i64(s, &number) == EH_OK &&
	       ((number >= 200000 && number < 330000) || (number >= 500000 && number < 530000) ||
	               (number >= 700000 && number < 703000) || (number >= 1000000 && number < 1300000));
}

static bool is_yes_no(struct eh_str s)
{
	static const char *const WORDS[] = { "yes", "no", "y", "n", "true", "false", "x" };

	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
		if (eh_str_eq_ascii_nocase(s, eh_str_of(WORDS[i])))
			return true;
	return false;
}

static void look(struct contents *contents, struct eh_str cell)
{
	struct eh_postcode code;
	double number;
	int32_t date;
	bool numeric = eh_str_to_double(cell, &number) == EH_OK;
	size_t letters = 0;

	contents->filled++;
	contents->postcode += eh_postcode_parse(cell, &code) == EH_OK;
	contents->address += cell.n > 10 && eh_postcode_find(cell, &code, NULL, NULL) == EH_OK;
	contents->email += is_email(cell);
	contents->web += is_web(cell);
	contents->phone += is_phone(cell);
	contents->number += numeric;
	contents->charity += is_charity_number(cell);
	contents->date += !numeric && eh_date_parse(cell, &date) == EH_OK;
	contents->latitude += numeric && number > 49.8 && number < 61 && eh_str_find(cell, EH_STR(".")) > 0;
	contents->longitude += numeric && number > -8.7 && number < 1.9 && eh_str_find(cell, EH_STR(".")) > 0;
	contents->yes_no += is_yes_no(cell);
	for (size_t i = 0; i < cell.n; i++)
		letters += eh_is_alpha(cell.p[i]) || (unsigned char)cell.p[i] >= 0x80;
	contents->words += letters * 2 > cell.n && cell.n > 3;
}

static void to_shares(struct contents *contents)
{
	double *const SHARES[] = { &contents->postcode, &contents->address, &contents->email, &contents->web, &contents->phone,
		&contents->number, &contents->charity, &contents->date, &contents->latitude, &contents->longitude,
		&contents->words, &contents->yes_no };

	for (size_t i = 0; contents->filled && i < sizeof SHARES / sizeof *SHARES; i++)
		*SHARES[i] /= (double)contents->filled;
}

struct sample {
	const struct eh_str *const *rows;
	const size_t *counts;
	size_t row_count;
};

static struct eh_str cell_at(const struct sample *sample, size_t row, size_t column)
{
	return column < sample->counts[row] ? eh_str_trim(sample->rows[row][column]) : (struct eh_str){ NULL, 0 };
}

static enum eh_rc contents_of(
        const struct sample *sample, size_t first, size_t column, struct contents *ret_contents, struct eh_error *err)
{
	struct eh_map seen EH_CLEANUP_MAP = { 0 };

	*ret_contents = (struct contents){ 0 };
	for (size_t row = first; row < sample->row_count && row < first + SAMPLE_ROWS; row++) {
		struct eh_str cell = cell_at(sample, row, column);
		if (eh_identifier_absent(cell))
			continue;
		look(ret_contents, cell);
		if (eh_map_put(&seen, cell, 1, NULL, NULL) < 0)
			return eh_fail_memory(err);
	}
	to_shares(ret_contents);
	if (ret_contents->filled)
		ret_contents->distinct = (double)seen.count / (double)ret_contents->filled;
	return EH_OK;
}

static enum eh_rc fold_heading(struct eh_str heading, struct eh_arena *arena, struct eh_str *ret_folded, struct eh_error *err)
{
	struct eh_buf folded EH_CLEANUP_BUF = { 0 };

	if (eh_sheet_heading_fold(heading, &folded) < 0 || !(*ret_folded = eh_arena_str(arena, eh_buf_str(&folded))).p)
		return eh_fail_memory(err);
	return EH_OK;
}

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
static enum eh_rc header_score(const struct sample *sample, size_t row, double *ret_score, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	double score = 0;
	size_t filled = 0;

	for (size_t column = 0; column < sample->counts[row]; column++) {
		struct eh_str cell = cell_at(sample, row, column), folded;
		enum eh_sheet_field field = EH_FIELD_NONE;
		struct contents contents = { 0 };
		if (!cell.n)
			continue;
		filled++;
		if (column && eh_str_eq(cell, cell_at(sample, row, column - 1)))
			continue; /* a merged title covers several columns */
		EH_TRY(fold_heading(cell, &arena, &folded, err));
		look(&contents, cell);
		if (cell.n > LONGEST_HEADING || contents.postcode > 0 || contents.number > 0 || contents.email > 0 || contents.date > 0)
			score -= 0.5;
		else
			score += best_fit(folded, &field) + (field == EH_FIELD_NAME ? 0.2 : 0);
	}
	*ret_score = filled > 1 || sample->counts[row] == 1 ? score : score - 0.5;
	return EH_OK;
}

/* Index of the header row plus one, or 0 when no row reads like one. */
static enum eh_rc find_header(const struct sample *sample, size_t *ret_header, struct eh_error *err)
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
static enum eh_sheet_field field_by_contents(const struct contents *contents, double *ret_confidence)
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
static bool contradicted(enum eh_sheet_field field, const struct contents *contents)
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

static void decide_column(struct eh_sheet_column_guess *column, double fit, const struct contents *contents)
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
        const struct sample *sample, struct eh_sheet_guess *guess, struct eh_arena *arena, struct eh_error *err)
{
	for (size_t i = 0; i < guess->count; i++) {
		struct eh_sheet_column_guess *column = &guess->columns[i];
		struct contents contents;
		struct eh_str folded;
		column->heading = guess->header ? cell_at(sample, guess->header - 1, i) : (struct eh_str){ "", 0 };
		EH_TRY(fold_heading(column->heading, arena, &folded, err));
		double fit = best_fit(folded, &column->field);
		EH_TRY(contents_of(sample, guess->header, i, &contents, err));
		decide_column(column, fit, &contents);
	}
	return EH_OK;
}

/* What becomes of the column that lost: a plain "Name" beside the organisations' is somebody's, a "Title" that of a grant. */
static void beaten(struct eh_sheet_column_guess *column)
{
	struct eh_str heading = eh_str_trim(column->heading);
	bool name = column->field == EH_FIELD_NAME;

	column->field = !name                                                  ? EH_FIELD_NONE
	                : eh_str_eq_ascii_nocase(heading, EH_STR("name"))      ? EH_FIELD_CONTACT
	                : eh_str_eq_ascii_nocase(heading, EH_STR("full name")) ? EH_FIELD_CONTACT
	                : eh_str_eq_ascii_nocase(heading, EH_STR("title"))     ? EH_FIELD_GRANT_TITLE
	                                                                       : EH_FIELD_NONE;
	column->confidence = 0.1;
}

/* A contact's address or postcode, which is somebody's home, where another column says where the group meets. */
static bool is_contacts(const struct eh_sheet_column_guess *column, struct eh_arena *arena, struct eh_error *err, enum eh_rc *rc)
{
	static const char *const WORDS[] = { "contact address", "contact postcode", "contact post code",
		"correspondence postcode", "postal address", "postal postcode" };
	struct eh_str folded = { NULL, 0 };

	if (column->field != EH_FIELD_ADDRESS && column->field != EH_FIELD_POSTCODE)
		return false;
	if ((*rc = fold_heading(column->heading, arena, &folded, err)) < 0)
		return false;
	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
		if (eh_str_find(folded, eh_str_of(WORDS[i])) == 0)
			return true;
	return false;
}

static enum eh_rc keep_contacts_apart(struct eh_sheet_guess *guess, struct eh_arena *arena, struct eh_error *err)
{
	bool places[2] = { false, false }; /* an address, a postcode that is not a contact's */
	enum eh_rc rc = EH_OK;

	for (size_t i = 0; i < guess->count; i++) {
		const struct eh_sheet_column_guess *column = &guess->columns[i];
		if ((column->field == EH_FIELD_ADDRESS || column->field == EH_FIELD_POSTCODE) &&
		        !is_contacts(column, arena, err, &rc))
			places[column->field == EH_FIELD_POSTCODE] = true;
		EH_TRY(rc);
	}
	for (size_t i = 0; i < guess->count; i++) {
		struct eh_sheet_column_guess *column = &guess->columns[i];
		if (places[column->field == EH_FIELD_POSTCODE] && is_contacts(column, arena, err, &rc))
			column->field = EH_FIELD_PRIVATE_ADDRESS;
		EH_TRY(rc);
	}
	return EH_OK;
}

/* How much surer one of two columns must be. Headings of a name or an id have an order of their own; two postcodes, numbers or points are
 * two people's, and taking the wrong one mixes them up. */
static double margin_of(enum eh_sheet_field field)
{
	static const enum eh_sheet_field STRICT[] = { EH_FIELD_POSTCODE, EH_FIELD_CHARITY_NUMBER, EH_FIELD_COMPANY_NUMBER,
		EH_FIELD_LATITUDE, EH_FIELD_LONGITUDE, EH_FIELD_EASTING, EH_FIELD_NORTHING, EH_FIELD_CONSENT };

	for (size_t i = 0; i < sizeof STRICT / sizeof *STRICT; i++)
		if (field == STRICT[i])
			return 0.02;
	return 1e-9;
}

/* One column a field: the surest keeps it. Two that are equally sure stop the import, since a guess would mix up people's data. */
static enum eh_rc settle_claims(struct eh_sheet_guess *guess, struct eh_error *err)
{
	for (enum eh_sheet_field field = 1; field < EH_FIELD_COUNT; field++) {
		struct eh_sheet_column_guess *best = NULL;
		if (eh_sheet_fields[field].several)
			continue;
		for (size_t i = 0; i < guess->count; i++) {
			struct eh_sheet_column_guess *column = &guess->columns[i];
			if (column->field != field)
				continue;
			if (best && fabs(column->confidence - best->confidence) < margin_of(field))
				return eh_fail(err, EH_INVALID,
				        "two columns look like the %s: \"%.*s\" and \"%.*s\". Say which in a mapping: evenhand "
				        "import FILE --guess "
				        "prints one to change",
				        eh_sheet_fields[field].name, EH_FMT(best->heading), EH_FMT(column->heading));
			if (best && column->confidence < best->confidence) {
				beaten(column);
				continue;
			}
			if (best)
				beaten(best);
			best = column;
		}
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
static enum eh_rc find_name(const struct sample *sample, struct eh_sheet_guess *guess, struct eh_error *err)
{
	size_t recognised = 0;

	for (size_t i = 0; i < guess->count; i++)
		recognised += guess->columns[i].field != EH_FIELD_NONE;
	if (column_of(guess, EH_FIELD_NAME) || !recognised)
		return EH_OK;
	for (size_t i = 0; i < guess->count; i++) {
		struct contents contents;
		if (guess->columns[i].field != EH_FIELD_NONE && guess->columns[i].field != EH_FIELD_SERVICE)
			continue;
		EH_TRY(contents_of(sample, guess->header, i, &contents, err));
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
static enum eh_rc find_longitude(const struct sample *sample, struct eh_sheet_guess *guess, struct eh_error *err)
{
	if (!column_of(guess, EH_FIELD_LATITUDE) || column_of(guess, EH_FIELD_LONGITUDE))
		return EH_OK;
	for (size_t i = 0; i < guess->count; i++) {
		struct contents contents;
		EH_TRY(contents_of(sample, guess->header, i, &contents, err));
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
	struct sample sample = { rows, counts, row_count };
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
	EH_TRY(keep_contacts_apart(&guess, arena, err));
	EH_TRY(settle_claims(&guess, err));
	EH_TRY(find_longitude(&sample, &guess, err));
	EH_TRY(find_name(&sample, &guess, err));
	guess.rows = what ? what : guess_rows(&guess);
	bool named = column_of(&guess, EH_FIELD_NAME) != NULL;
	guess.usable = named && guess.header;
	guess.headless = named && !guess.header;
	*ret_guess = guess;
	return EH_OK;
}
