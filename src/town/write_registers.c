/* The charity register: two editions of its main table and three tables beside; and the headings of all registers. */
#include "parts.h"

/* What a charity's row says, in the register's own order. Kinds: s text, n number, b yes or no. */
enum { COLUMNS = 32 };
static const struct {
	const char *name;
	char kind;
} columns[COLUMNS] = { { "date_of_extract", 's' }, { "organisation_number", 'n' }, { "registered_charity_number", 'n' },
	{ "linked_charity_number", 'n' }, { "charity_name", 's' }, { "charity_type", 's' },
	{ "charity_registration_status", 's' }, { "date_of_registration", 's' }, { "date_of_removal", 's' },
	{ "charity_reporting_status", 's' }, { "latest_acc_fin_period_start_date", 's' },
	{ "latest_acc_fin_period_end_date", 's' }, { "latest_income", 'n' }, { "latest_expenditure", 'n' },
	{ "charity_contact_address1", 's' }, { "charity_contact_address2", 's' }, { "charity_contact_address3", 's' },
	{ "charity_contact_address4", 's' }, { "charity_contact_address5", 's' }, { "charity_contact_postcode", 's' },
	{ "charity_contact_phone", 's' }, { "charity_contact_email", 's' }, { "charity_contact_web", 's' },
	{ "charity_company_registration_number", 's' }, { "charity_insolvent", 'b' }, { "charity_in_administration", 'b' },
	{ "charity_previously_excepted", 'b' }, { "charity_is_cdf_or_cif", 's' }, { "charity_is_cio", 'b' },
	{ "charity_activities", 's' }, { "charity_gift_aid", 'b' }, { "charity_has_land", 'b' } };

static void stamp(int32_t date, struct town_line *out)
{
	char text[11];

	town_line_clear(out);
	if (date == EH_NO_DATE)
		return;
	eh_date_format(date, text);
	town_line_add(out, text);
	town_line_add(out, "T00:00:00");
}

struct charity_row {
	struct town_line cells[COLUMNS];
};

static void set(struct charity_row *row, const char *column, const char *text)
{
	for (size_t i = 0; i < COLUMNS; i++)
		if (strcmp(columns[i].name, column) == 0) {
			town_line_clear(&row->cells[i]);
			town_line_add(&row->cells[i], text);
		}
}

static void set_number(struct charity_row *row, const char *column, int64_t value)
{
	struct town_line text = { 0 };

	town_line_number(&text, value, 1);
	set(row, column, text.p);
}

static void set_date(struct charity_row *row, const char *column, int32_t date)
{
	struct town_line text;

	stamp(date, &text);
	set(row, column, text.p);
}

static const char *charity_type(const struct town_org *org)
{
	if (org->linked)
		return "";
	switch (org->form) {
	case TOWN_CHARITABLE_COMPANY:
		return "Charitable company";
	case TOWN_CIO:
		return "CIO";
	case TOWN_TRUST:
		return "Trust";
	default:
		return "Other";
	}
}

static uint64_t organisation_number(const struct town_org *org) { return 90000001 + org->index; }

static void charity_fill(const struct town_org *org, int32_t extract, bool before, struct charity_row *row)
{
	bool old_name = before && org->renamed != EH_NO_DATE && org->renamed > extract;
	bool removed = org->closed != EH_NO_DATE && org->closed <= extract;
	int year, month, day;
	struct town_line name = { 0 };

	eh_date_split(extract, &year, &month, &day);
	for (size_t i = 0; i < COLUMNS; i++)
		town_line_clear(&row->cells[i]);
	for (size_t i = 0; i < COLUMNS; i++)
		if (columns[i].kind == 'b')
			set(row, columns[i].name, "false");
	town_line_add(&name, old_name ? org->former : org->legal);
	town_line_upper(&name);
	set_date(row, "date_of_extract", extract);
	set_number(row, "organisation_number", (int64_t)organisation_number(org));
	set_number(row, "registered_charity_number", (int64_t)org->charity_number);
	set_number(row, "linked_charity_number", org->linked);
	set(row, "charity_name", org->index % 3 ? name.p : old_name ? org->former : org->legal);
	set(row, "charity_type", charity_type(org));
	set(row, "charity_registration_status", removed ? "Removed" : "Registered");
	set_date(row, "date_of_registration", org->founded);
	set_date(row, "date_of_removal", removed ? org->closed : EH_NO_DATE);
	set(row, "charity_is_cio", org->form == TOWN_CIO ? "true" : "false");
	set(row, "charity_company_registration_number", org->company_number);
	set(row, "charity_activities", org->activities);
	if (removed)
		return;
	set(row, "charity_reporting_status", org->linked ? "" : "Submission Received");
	set_date(row, "latest_acc_fin_period_start_date", eh_date_make(year - 2, 4, 1));
	set_date(row, "latest_acc_fin_period_end_date", eh_date_make(year - 1, 3, 31));
	if (!org->linked) {
		set_number(row, "latest_income", before ? org->income * 9 / 10 : org->income);
		set_number(row, "latest_expenditure", org->income * 19 / 20);
	}
	bool moved = before && org->index % 17 == 4;
	set(row, "charity_contact_address1", moved ? org->street : org->registered);
	set(row, "charity_contact_address2", strncmp(org->registered_at.text, "ZZ97", 4) == 0 ? "Farrowmouth" : EH_TOWN_NAME);
	set(row, "charity_contact_postcode", moved ? org->at.text : org->registered_at.text);
	set(row, "charity_contact_phone", org->phone);
	set(row, "charity_contact_email", org->index % 4 ? org->email : "");
	set(row, "charity_contact_web", org->index % 5 < 3 ? org->web : "");
	set(row, "charity_has_land", org->index % 6 ? "false" : "true");
	set(row, "charity_gift_aid", org->index % 2 ? "true" : "false");
}

static void put_json(struct town_file *file, const struct charity_row *row)
{
	town_put(file, file->rows ? ",\n" : "\xef\xbb\xbf[");
	file->comma = false;
	town_put_open(file, NULL, "{");
	for (size_t i = 0; i < COLUMNS; i++) {
		const char *value = row->cells[i].p;
		if (columns[i].kind == 's' || !*value)
			town_put_string(file, columns[i].name, value);
		else
			town_put_raw(file, columns[i].name, value);
	}
	town_put_shut(file, "}");
}

/* organisation_number, registered_charity_number and linked_charity_number stand first in each of the register's tables. */
static void put_numbers(struct town_file *file, const struct charity_row *row)
{
	for (size_t i = 0; i < 4; i++)
		town_cell_text(&file->csv, row->cells[i].p);
}

static enum eh_rc put_name(struct town_file *file, const struct charity_row *row, const struct town_org *org, int type,
        const char *name, struct eh_error *err)
{
	if (!*name)
		return EH_OK;
	put_numbers(file, row);
	town_cell_i64(&file->csv, (int64_t)(org->index * 2 + (uint64_t)type + 1));
	town_cell_text(&file->csv, type ? "Working Name" : "Previous Name");
	town_cell_text(&file->csv, name);
	town_cells_end(&file->csv);
	file->rows++;
	return town_file_row(file, err);
}

static enum eh_rc put_classes(
        struct town_file *file, const struct charity_row *row, const struct town_org *org, struct eh_error *err)
{
	static const struct {
		const char *code, *name;
	} classes[] = { { "101", "General Charitable Purposes" }, { "102", "Education/training" },
		{ "103", "The Advancement Of Health Or Saving Of Lives" }, { "104", "Disability" },
		{ "105", "The Prevention Or Relief Of Poverty" }, { "107", "Accommodation/housing" },
		{ "108", "Religious Activities" }, { "109", "Arts/culture/heritage/science" }, { "110", "Amateur Sport" },
		{ "111", "Animals" }, { "112", "Environment/conservation/heritage" },
		{ "113", "Economic/community Development/employment" },
		{ "115", "Human Rights/religious Or Racial Harmony/equality Or Diversity" }, { "116", "Recreation" },
		{ "201", "Children/young People" }, { "202", "Elderly/old People" }, { "203", "People With Disabilities" },
		{ "204", "People Of A Particular Ethnic Or Racial Origin" }, { "206", "Other Defined Groups" },
		{ "207", "The General Public/mankind" }, { "301", "Makes Grants To Individuals" },
		{ "305", "Provides Buildings/facilities/open Space" }, { "306", "Provides Services" },
		{ "307", "Provides Advocacy/advice/information" }, { "309", "Acts As An Umbrella Or Resource Body" } };
	struct eh_str rest = eh_str_of(org->kind->codes), code;

	while (eh_str_split(&rest, ',', &code))
		for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
			if (!eh_str_eq(code, eh_str_of(classes[i].code)))
				continue;
			put_numbers(file, row);
			town_cell(&file->csv, code);
			town_cell_text(&file->csv, code.p[0] == '1' ? "What" : code.p[0] == '2' ? "Who" : "How");
			town_cell_text(&file->csv, classes[i].name);
			town_cells_end(&file->csv);
			file->rows++;
		}
	return town_file_row(file, err);
}

static enum eh_rc put_operation(
        struct town_file *file, const struct charity_row *row, const struct town_org *org, struct eh_error *err)
{
	bool national = org->kind->flags & TOWN_NATIONAL && !org->branch;

	put_numbers(file, row);
	town_cell_text(&file->csv, national ? "Region" : "Local Authority");
	town_cell_text(&file->csv, national ? "Throughout England And Wales" : EH_TOWN_NAME);
	for (int i = 0; i < 3; i++)
		town_cell_text(&file->csv, "");
	town_cell_text(&file->csv, "false");
	town_cells_end(&file->csv);
	file->rows++;
	return town_file_row(file, err);
}

static enum eh_rc charity_truth(
        struct town_files *files, const struct town_file *file, const struct town_org *org, struct eh_error *err)
{
	struct town_line key = { 0 };

	town_line_number(&key, (int64_t)org->charity_number, 1);
	if (org->linked) {
		town_line_char(&key, '-');
		town_line_number(&key, org->linked, 1);
	}
	return town_truth(files, file->name, key.p, file->rows, org->index, err);
}

enum eh_rc town_write_charity(struct town_files *files, const struct town_org *org, struct eh_error *err)
{
	const int32_t now = eh_date_make(2026, 3, 1), then = eh_date_make(2024, 3, 1);
	struct charity_row row;

	if (!org->charity || (org->branch && !org->linked))
		return EH_OK;
	if (org->founded < then && (org->closed == EH_NO_DATE || org->closed > then || org->index % 3)) {
		struct town_file *file = &files->charity_before;
		charity_fill(org, then, true, &row);
		for (size_t i = 0; i < COLUMNS; i++)
			town_cell_text(&file->csv, row.cells[i].p);
		town_cells_end(&file->csv);
		file->rows++;
		EH_TRY(charity_truth(files, file, org, err));
		EH_TRY(town_file_row(file, err));
	}
	/* Some of the removed are no longer in the newer edition at all. */
	if (org->closed != EH_NO_DATE && org->index % 3 == 0)
		return EH_OK;
	charity_fill(org, now, false, &row);
	put_json(&files->charity, &row);
	files->charity.rows++;
	EH_TRY(charity_truth(files, &files->charity, org, err));
	EH_TRY(town_file_row(&files->charity, err));
	EH_TRY(put_name(&files->other_names, &row, org, 0, org->former, err));
	EH_TRY(put_name(&files->other_names, &row, org, 1, org->working, err));
	if (org->linked)
		return EH_OK;
	EH_TRY(put_classes(&files->classification, &row, org, err));
	return put_operation(&files->operation, &row, org, err);
}

void town_headings_registers(struct town_files *files)
{
	struct town_line line;

	for (size_t i = 0; i < COLUMNS; i++)
		town_cell_text(&files->charity_before.csv, columns[i].name);
	town_cells_end(&files->charity_before.csv);
#define NUMBERS "date_of_extract|organisation_number|registered_charity_number|linked_charity_number|"
	town_put_heading(&files->other_names, NUMBERS "charity_name_id|charity_name_type|charity_name");
	town_put_heading(&files->classification, NUMBERS "classification_code|classification_type|classification_description");
	town_put_heading(&files->operation,
	        NUMBERS "geographic_area_type|geographic_area_description|parent_geographic_area_type|"
	                "parent_geographic_area_id|parent_geographic_area_description|welsh_ind");
#undef NUMBERS
	town_put_heading(&files->casc, "id|name|address|postcode|active");
	/* The blanks before some headings are the publisher's. */
	struct town_file *file = &files->companies;
	town_put(file,
	        "CompanyName, CompanyNumber,RegAddress.CareOf,RegAddress.POBox,RegAddress.AddressLine1, "
	        "RegAddress.AddressLine2,RegAddress.PostTown,"
	        "RegAddress.County,RegAddress.Country,RegAddress.PostCode,CompanyCategory,CompanyStatus,CountryOfOrigin,"
	        "DissolutionDate,"
	        "IncorporationDate,Accounts.AccountRefDay,Accounts.AccountRefMonth,Accounts.NextDueDate,Accounts.LastMadeUpDate,"
	        "Accounts.AccountCategory,Returns.NextDueDate,Returns.LastMadeUpDate,Mortgages.NumMortCharges,Mortgages."
	        "NumMortOutstanding,"
	        "Mortgages.NumMortPartSatisfied,Mortgages.NumMortSatisfied,SICCode.SicText_1,SICCode.SicText_2,SICCode.SicText_3,"
	        "SICCode.SicText_4,LimitedPartnerships.NumGenPartners,LimitedPartnerships.NumLimPartners,URI");
	for (int i = 1; i <= 10; i++) {
		town_line_clear(&line);
		town_line_add(&line, ",PreviousName_");
		town_line_number(&line, i, 1);
		town_line_add(&line, ".CONDATE, PreviousName_");
		town_line_number(&line, i, 1);
		town_line_add(&line, ".CompanyName");
		town_put(file, line.p);
	}
	town_put(file, ",ConfStmtNextDueDate, ConfStmtLastMadeUpDate\r\n");
	file->csv.quote_all = file->csv.crlf = true;
}
