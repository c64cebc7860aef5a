/* sheet_claims.c: which of several columns is what, and whose. */
#include <math.h>

#include "sheet_private.h"

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
	if ((*rc = eh_sheet_fold(column->heading, arena, &folded, err)) < 0)
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
				        "import FILE --guess prints one to change",
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

enum eh_rc eh_sheet_settle(struct eh_sheet_guess *guess, struct eh_arena *arena, struct eh_error *err)
{
	EH_TRY(keep_contacts_apart(guess, arena, err));
	return settle_claims(guess, err);
}
