/* registers.c: the registers whose rows are one organisation each: Northern Ireland, Scotland, sports clubs, Companies House. */
#include <stdio.h>

#include "identifier.h"
#include "readers.h"

static enum eh_rc missing(const struct eh_rows_reader *reader, const char *what, const char *needs, struct eh_error *err)
{
	char list[256] = "";
	size_t n = 0;

	for (size_t i = 0; i < reader->columns.count && n + 40 < sizeof list; i++)
		n += (size_t)snprintf(
		        list + n, sizeof list - n, "%s%.*s", i ? ", " : "", EH_FMT(eh_utf8_cut(reader->columns.written[i], 30)));
	return eh_fail(
	        err, EH_INVALID, "this does not look like %s: it needs the columns %s; its columns are %s", what, needs, list);
}

static enum eh_rc refuse(const char *reason, const char *column, const char **ret_reason, const char **ret_column)
{
	*ret_reason = reason;
	*ret_column = column;
	return EH_NOT_FOUND;
}

struct ccni {
	int number, sub, name, registered, status, income, spending, year_end, address, web, company, what, who, how;
};

static enum eh_rc ccni_find(struct eh_rows_reader *reader, struct eh_error *err)
{
	struct ccni *at = reader->own;
	const struct eh_columns *all = &reader->columns;

	*at = (struct ccni){ .number = eh_columns_find(all, "reg charity number"),
		.sub = eh_columns_find(all, "sub charity number"),
		.name = eh_columns_find(all, "charity name"),
		.registered = eh_columns_find(all, "date registered"),
		.status = eh_columns_find(all, "status"),
		.income = eh_columns_find(all, "total income"),
		.spending = eh_columns_find(all, "total spending"),
		.year_end = eh_columns_find(all, "date for financial year ending"),
		.address = eh_columns_find(all, "public address"),
		.web = eh_columns_find(all, "website"),
		.company = eh_columns_find(all, "company number"),
		.what = eh_columns_find(all, "what the charity does"),
		.who = eh_columns_find(all, "who the charity helps"),
		.how = eh_columns_find(all, "how the charity works") };
	return at->number < 0 || at->name < 0
	               ? missing(reader, "the Northern Irish register", "Reg charity number, Charity name", err)
	               : EH_OK;
}

static enum eh_rc ccni_row(struct eh_rows_reader *reader, const struct eh_row *row, struct eh_record *record,
        const char **ret_reason, const char **ret_column)
{
	const struct ccni *at = reader->own;
	struct eh_str number = eh_columns_cell(row, at->number), sub = eh_columns_cell(row, at->sub),
	              status = eh_columns_cell(row, at->status);

	record->name = eh_columns_cell(row, at->name);
	if (!number.n || !record->name.n)
		return refuse(number.n ? "there is no name" : "there is no charity number",
		        number.n ? "Charity name" : "Reg charity number", ret_reason, ret_column);
	record->key = sub.n ? eh_arena_printf(&reader->arena, "%.*s-%.*s", EH_FMT(number), EH_FMT(sub)) : number;
	eh_record_add_id(record, &reader->arena, "GB-NIC", record->key);
	eh_record_add_id(record, &reader->arena, "GB-COH", eh_columns_cell(row, at->company));
	record->status = eh_str_find_ascii_nocase(status, EH_STR("removed")) >= 0 ? EH_STATUS_CLOSED : EH_STATUS_ACTIVE;
	eh_source_date(eh_columns_cell(row, at->registered), &record->registered);
	eh_source_date(eh_columns_cell(row, at->year_end), &record->income_year_end);
	record->income_pence = eh_source_pence(eh_columns_cell(row, at->income));
	record->expenditure_pence = eh_source_pence(eh_columns_cell(row, at->spending));
	eh_source_take_address(record, eh_columns_cell(row, at->address), &reader->arena);
	record->web = eh_columns_cell(row, at->web);
	record->activities = eh_columns_cell(row, at->what);
	record->beneficiaries = eh_columns_cell(row, at->who);
	eh_source_take_list(record, "CCNI", record->activities, ',');
	eh_source_take_list(record, "CCNI", record->beneficiaries, ',');
	eh_source_take_list(record, "CCNI", eh_columns_cell(row, at->how), ',');
	return EH_OK;
}

enum eh_rc eh_source_ccni_read(const struct eh_source_options *options, const struct eh_source_sink *sink, struct eh_error *err)
{
	static const struct eh_rows_layout LAYOUT = { ccni_find, ccni_row, "email|telephone|phone", sizeof(struct ccni) };

	return eh_rows_read(options, sink, &LAYOUT, err);
}

struct oscr {
	int number, name, registered, ceased, reason, known_as, status, form, objectives, purposes, beneficiaries, activities,
	        income, spending, year_end, parent_name, parent_number, postcode, address, web, council;
};

static enum eh_rc oscr_find(struct eh_rows_reader *reader, struct eh_error *err)
{
	struct oscr *at = reader->own;
	const struct eh_columns *all = &reader->columns;

	*at = (struct oscr){ .number = eh_columns_find(all, "charity number"),
		.name = eh_columns_find(all, "charity name"),
		.registered = eh_columns_find(all, "registered date"),
		.ceased = eh_columns_find(all, "ceased date"),
		.reason = eh_columns_find(all, "reason for removal"),
		.known_as = eh_columns_find(all, "known as"),
		.status = eh_columns_find(all, "charity status"),
		.form = eh_columns_find(all, "constitutional form"),
		.objectives = eh_columns_find(all, "objectives"),
		.purposes = eh_columns_find(all, "purposes"),
		.beneficiaries = eh_columns_find(all, "beneficiaries"),
		.activities = eh_columns_find(all, "activities"),
		.income = eh_columns_find(all, "most recent year income"),
		.spending = eh_columns_find(all, "most recent year expenditure"),
		.year_end = eh_columns_find(all, "year end"),
		.parent_name = eh_columns_find(all, "parent charity name"),
		.parent_number = eh_columns_find(all, "parent charity number"),
		.postcode = eh_columns_find(all, "postcode"),
		.address = eh_columns_find(all, "principal office trustees address|address"),
		.web = eh_columns_find(all, "website"),
		.council = eh_columns_find(all, "main operating location") };
	return at->number < 0 || at->name < 0 ? missing(reader, "the Scottish register", "Charity Number, Charity Name", err)
	                                      : EH_OK;
}

static enum eh_rc oscr_row(struct eh_rows_reader *reader, const struct eh_row *row, struct eh_record *record,
        const char **ret_reason, const char **ret_column)
{
	const struct oscr *at = reader->own;
	struct eh_str purposes = eh_columns_cell(row, at->purposes), council = eh_columns_cell(row, at->council);

	record->key = eh_columns_cell(row, at->number);
	record->name = eh_columns_cell(row, at->name);
	if (!record->key.n || !record->name.n)
		return refuse(record->key.n ? "there is no name" : "there is no charity number",
		        record->key.n ? "Charity Name" : "Charity Number", ret_reason, ret_column);
	eh_record_add_id(record, &reader->arena, "GB-SC", record->key);
	eh_record_add_name(record, eh_columns_cell(row, at->known_as), EH_NAME_WORKING);
	eh_source_date(eh_columns_cell(row, at->registered), &record->registered);
	eh_source_date(eh_columns_cell(row, at->ceased), &record->removed);
	bool closed = record->removed != EH_NO_DATE ||
	              eh_str_find_ascii_nocase(eh_columns_cell(row, at->status), EH_STR("removed")) >= 0;
	record->status = closed ? EH_STATUS_CLOSED : EH_STATUS_ACTIVE;
	record->removed_reason = eh_columns_cell(row, at->reason);
	record->organisation_type = eh_columns_cell(row, at->form);
	record->activities = eh_columns_cell(row, at->objectives).n ? eh_columns_cell(row, at->objectives) : purposes;
	record->beneficiaries = eh_columns_cell(row, at->beneficiaries);
	eh_source_take_list(record, "OSCR", purposes, ',');
	eh_source_take_list(record, "OSCR", record->beneficiaries, ',');
	record->income_pence = eh_source_pence(eh_columns_cell(row, at->income));
	record->expenditure_pence = eh_source_pence(eh_columns_cell(row, at->spending));
	eh_source_date(eh_columns_cell(row, at->year_end), &record->income_year_end);
	record->parent_name = eh_columns_cell(row, at->parent_name);
	record->address = eh_columns_cell(row, at->address);
	eh_source_take_postcode(record, eh_columns_cell(row, at->postcode), &reader->arena);
	record->web = eh_columns_cell(row, at->web);
	if (council.n)
		eh_record_add_area(record, eh_arena_printf(&reader->arena, "name:%.*s", EH_FMT(council)));
	return EH_OK;
}

enum eh_rc eh_source_oscr_read(const struct eh_source_options *options, const struct eh_source_sink *sink, struct eh_error *err)
{
	static const struct eh_rows_layout LAYOUT = { oscr_find, oscr_row, "", sizeof(struct oscr) };

	return eh_rows_read(options, sink, &LAYOUT, err);
}

struct casc {
	int id, name, address, postcode, active;
};

static enum eh_rc casc_find(struct eh_rows_reader *reader, struct eh_error *err)
{
	struct casc *at = reader->own;
	const struct eh_columns *all = &reader->columns;

	*at = (struct casc){ .id = eh_columns_find(all, "id"),
		.name = eh_columns_find(all, "name|organisation name|club name|name of club"),
		.address = eh_columns_find(all, "address"),
		.postcode = eh_columns_find(all, "postcode|post code"),
		.active = eh_columns_find(all, "active") };
	return at->name < 0 || at->postcode < 0 ? missing(reader, "the list of sports clubs", "name, postcode", err) : EH_OK;
}

static enum eh_rc casc_row(struct eh_rows_reader *reader, const struct eh_row *row, struct eh_record *record,
        const char **ret_reason, const char **ret_column)
{
	const struct casc *at = reader->own;
	struct eh_str id = eh_columns_cell(row, at->id), active = eh_columns_cell(row, at->active);

	record->name = eh_columns_cell(row, at->name);
	if (!record->name.n)
		return refuse("there is no name", "name", ret_reason, ret_column);
	record->key = id.n ? id
	                   : eh_arena_printf(&reader->arena, "%.*s|%.*s", EH_FMT(record->name),
	                             EH_FMT(eh_columns_cell(row, at->postcode)));
	eh_record_add_id(record, &reader->arena, NULL, id);
	record->address = eh_columns_cell(row, at->address);
	eh_source_take_postcode(record, eh_columns_cell(row, at->postcode), &reader->arena);
	if (eh_str_eq_ascii_nocase(active, EH_STR("false")))
		record->removed_reason = EH_STR(EH_LEFT_SPORTS_REGISTER);
	else
		record->status = EH_STATUS_ACTIVE;
	record->organisation_type = EH_STR("Community Amateur Sports Club");
	record->activities = EH_STR("Community amateur sports club");
	eh_record_add_code(record, "UKCAT", EH_STR("LE106"));
	return EH_OK;
}

enum eh_rc eh_source_casc_read(const struct eh_source_options *options, const struct eh_source_sink *sink, struct eh_error *err)
{
	static const struct eh_rows_layout LAYOUT = { casc_find, casc_row, "", sizeof(struct casc) };

	return eh_rows_read(options, sink, &LAYOUT, err);
}

enum { PREVIOUS_NAMES = 10, SIC_CODES = 4 };

struct companies {
	int name, number, line1, line2, town, county, postcode, category, status, founded, dissolved, previous[PREVIOUS_NAMES],
	        sic[SIC_CODES];
};

static enum eh_rc companies_find(struct eh_rows_reader *reader, struct eh_error *err)
{
	struct companies *at = reader->own;
	const struct eh_columns *all = &reader->columns;

	*at = (struct companies){ .name = eh_columns_find(all, "companyname"),
		.number = eh_columns_find(all, "companynumber"),
		.line1 = eh_columns_find(all, "regaddress addressline1"),
		.line2 = eh_columns_find(all, "regaddress addressline2"),
		.town = eh_columns_find(all, "regaddress posttown"),
		.county = eh_columns_find(all, "regaddress county"),
		.postcode = eh_columns_find(all, "regaddress postcode"),
		.category = eh_columns_find(all, "companycategory"),
		.status = eh_columns_find(all, "companystatus"),
		.founded = eh_columns_find(all, "incorporationdate"),
		.dissolved = eh_columns_find(all, "dissolutiondate") };
	for (int i = 0; i < PREVIOUS_NAMES; i++) {
		char name[40];
		snprintf(name, sizeof name, "previousname %d companyname", i + 1);
		at->previous[i] = eh_columns_find(all, name);
		snprintf(name, sizeof name, "siccode sictext %d", i + 1);
		if (i < SIC_CODES)
			at->sic[i] = eh_columns_find(all, name);
	}
	return at->name < 0 || at->number < 0 || at->category < 0
	               ? missing(reader, "Companies House basic company data", "CompanyName, CompanyNumber, CompanyCategory", err)
	               : EH_OK;
}

/* Legal forms that voluntary organisations take; ordinary companies are not for this list. */
static bool wanted_company(struct eh_str category)
{
	static const char *const FORMS[] = { "community interest company", "guarant", "charitable incorporated",
		"registered society", "industrial and provident", "royal charter", "pri/ltd by guar", "pri/lbg" };

	for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++)
		if (eh_str_find_ascii_nocase(category, eh_str_of(FORMS[i])) >= 0)
			return true;
	return false;
}

static enum eh_rc companies_row(struct eh_rows_reader *reader, const struct eh_row *row, struct eh_record *record,
        const char **ret_reason, const char **ret_column)
{
	const struct companies *at = reader->own;
	const int lines[] = { at->line1, at->line2, at->town, at->county };
	struct eh_buf address EH_CLEANUP_BUF = { 0 };
	struct eh_buf activities EH_CLEANUP_BUF = { 0 };

	record->organisation_type = eh_columns_cell(row, at->category);
	if (!wanted_company(record->organisation_type))
		return EH_END;
	record->key = eh_columns_cell(row, at->number);
	record->name = eh_columns_cell(row, at->name);
	if (!record->key.n || !record->name.n)
		return refuse(record->key.n ? "there is no name" : "there is no company number",
		        record->key.n ? "CompanyName" : "CompanyNumber", ret_reason, ret_column);
	eh_record_add_id(record, &reader->arena, "GB-COH", record->key);
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct eh_str line = eh_columns_cell(row, lines[i]);
		if (line.n && eh_buf_printf(&address, "%s%.*s", address.n ? ", " : "", EH_FMT(line)) < 0)
			return EH_NO_MEMORY;
	}
	for (int i = 0; i < SIC_CODES; i++) {
		struct eh_str text = eh_columns_cell(row, at->sic[i]);
		ptrdiff_t dash = eh_str_find(text, EH_STR(" - "));
		if (dash > 0)
			eh_record_add_code(record, "SIC2007", eh_str_sub(text, 0, (size_t)dash));
		if (dash > 0 && eh_buf_printf(&activities, "%s%.*s", activities.n ? ". " : "",
		                        EH_FMT(eh_str_sub(text, (size_t)dash + 3, text.n))) < 0)
			return EH_NO_MEMORY;
	}
	record->address = address.n ? eh_arena_str(&reader->arena, eh_buf_str(&address)) : record->address;
	record->activities = activities.n ? eh_arena_str(&reader->arena, eh_buf_str(&activities)) : record->activities;
	eh_source_take_postcode(record, eh_columns_cell(row, at->postcode), &reader->arena);
	for (int i = 0; i < PREVIOUS_NAMES; i++)
		eh_record_add_name(record, eh_columns_cell(row, at->previous[i]), EH_NAME_FORMER);
	eh_source_date(eh_columns_cell(row, at->founded), &record->registered);
	eh_source_date(eh_columns_cell(row, at->dissolved), &record->removed);
	bool active = eh_str_find_ascii_nocase(eh_columns_cell(row, at->status), EH_STR("active")) == 0;
	record->status = record->removed != EH_NO_DATE || !active ? EH_STATUS_CLOSED : EH_STATUS_ACTIVE;
	return EH_OK;
}

enum eh_rc eh_source_companies_read(
        const struct eh_source_options *options, const struct eh_source_sink *sink, struct eh_error *err)
{
	static const struct eh_rows_layout LAYOUT = { companies_find, companies_row, "", sizeof(struct companies) };

	return eh_rows_read(options, sink, &LAYOUT, err);
}
