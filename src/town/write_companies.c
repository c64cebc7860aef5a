/* The registers of companies, ordinary ones among them, and of community amateur sports clubs. */
#include "parts.h"

/* A company that is no business of the town's voluntary sector. */
static void filler_name(struct eh_random *random, struct town_line *out)
{
	struct town_line word;

	town_line_clear(out);
	town_line_add(out, town_pick(random, town_families, &word));
	town_line_char(out, ' ');
	town_line_add(out, town_pick(random,
	                           "Plumbing|Roofing|Consulting|Haulage|Catering|Motors|Software|Lettings|Dental|Interiors|"
	                           "Scaffolding|Fisheries",
	                           &word));
	if (town_chance(random, 500)) {
		town_line_char(out, ' ');
		town_line_add(out, town_pick(random, "Services|Group|Holdings|Partners|Solutions", &word));
	}
	town_line_add(out, town_chance(random, 800) ? " Limited" : " Ltd");
}

static void slashed(int32_t date, struct town_line *out)
{
	int year, month, day;

	town_line_clear(out);
	if (date == EH_NO_DATE)
		return;
	eh_date_split(date, &year, &month, &day);
	town_line_number(out, day, 2);
	town_line_char(out, '/');
	town_line_number(out, month, 2);
	town_line_char(out, '/');
	town_line_number(out, year, 4);
}

static const char *company_category(const struct town_org *org)
{
	if (!org->company)
		return "Private Limited Company";
	if (org->form == TOWN_CIC)
		return "Community Interest Company";
	return eh_str_ends(eh_str_of(org->legal), EH_STR("Limited"))
	               ? "PRI/LTD BY GUAR/NSC (Private, limited by guarantee, no share capital)"
	               : "PRI/LBG/NSC (Private, Limited by guarantee, no share capital, use of 'Limited' exemption)";
}

static void blanks(struct town_file *file, int n)
{
	for (int i = 0; i < n; i++)
		town_cell_text(&file->csv, "");
}

enum eh_rc town_write_company(struct town_files *files, const struct town_org *org, struct eh_error *err)
{
	struct town_file *file = &files->companies;
	struct eh_random random;
	struct town_line name = { 0 }, line;
	char number[9];

	town_rows_random(&random, files->map, TOWN_ROWS_COMPANY, org->index);
	if (!org->company && !town_chance(&random, 300))
		return EH_OK;
	if (org->company && org->closed != EH_NO_DATE && org->index % 2)
		return EH_OK; /* dissolved long enough to have left the file */
	if (org->company)
		town_line_add(&name, org->legal);
	else
		filler_name(&random, &name);
	town_line_upper(&name);
	town_company_number(org->index, number);
	town_cell_text(&file->csv, name.p);
	town_cell_text(&file->csv, number);
	blanks(file, 2);
	town_cell_text(&file->csv, org->registered);
	blanks(file, 1);
	town_cell_text(&file->csv, "SALLOWBY");
	blanks(file, 1);
	town_cell_text(&file->csv, "SYNTHETIC");
	town_cell_text(&file->csv, org->registered_at.text);
	town_cell_text(&file->csv, company_category(org));
	town_cell_text(&file->csv, org->company && org->closed != EH_NO_DATE ? "Liquidation" : "Active");
	town_cell_text(&file->csv, "United Kingdom");
	blanks(file, 1);
	slashed(org->founded, &line);
	town_cell_text(&file->csv, line.p);
	town_cell_text(&file->csv, "31");
	town_cell_text(&file->csv, "3");
	town_cell_text(&file->csv, "31/12/2026");
	town_cell_text(&file->csv, "31/03/2025");
	town_cell_text(&file->csv, "MICRO ENTITY");
	blanks(file, 2);
	for (int i = 0; i < 4; i++)
		town_cell_text(&file->csv, "0");
	town_line_clear(&line);
	town_line_add(&line, org->company ? org->kind->sic : "82990");
	town_line_add(&line, " - synthetic");
	town_cell_text(&file->csv, line.p);
	blanks(file, 3);
	town_cell_text(&file->csv, "0");
	town_cell_text(&file->csv, "0");
	town_line_clear(&line);
	town_line_add(&line, "http://companies.example/id/company/");
	town_line_add(&line, number);
	town_cell_text(&file->csv, line.p);
	bool former = org->company && org->former[0];
	slashed(former ? org->renamed : EH_NO_DATE, &line);
	town_cell_text(&file->csv, line.p);
	town_line_clear(&line);
	town_line_add(&line, former ? org->former : "");
	town_line_upper(&line);
	town_cell_text(&file->csv, line.p);
	blanks(file, 20);
	town_cells_end(&file->csv);
	file->rows++;
	EH_TRY(town_truth(files, file->name, number, file->rows, org->company ? org->index : TOWN_NONE, err));
	return town_file_row(file, err);
}

enum eh_rc town_write_casc(struct town_files *files, const struct town_org *org, struct eh_error *err)
{
	struct town_file *file = &files->casc;
	struct eh_random random;
	struct town_line id = { 0 }, address = { 0 };

	if (org->form != TOWN_CASC)
		return EH_OK;
	town_rows_random(&random, files->map, TOWN_ROWS_CASC, org->index);
	town_line_add(&id, "GB-CASC-z");
	town_line_number(&id, (int64_t)org->index + 1, 7);
	town_line_add(&address, org->registered);
	town_line_add(&address, ", " EH_TOWN_NAME);
	town_cell_text(&file->csv, id.p);
	town_cell_text(&file->csv, town_chance(&random, 200) ? org->legal : org->name);
	town_cell_text(&file->csv, address.p);
	uint64_t way = eh_random_below(&random, 1000);
	town_cell_text(&file->csv, way < 30 ? "—" : way < 60 ? "No data" : way < 100 ? "" : org->registered_at.text);
	town_cell_text(&file->csv, org->closed == EH_NO_DATE ? "True" : "False");
	town_cells_end(&file->csv);
	file->rows++;
	EH_TRY(town_truth(files, file->name, id.p, file->rows, org->index, err));
	return town_file_row(file, err);
}
