/* What the council publishes: grants, a sports directory, payees. */
#include "parts.h"

void town_headings_lists(struct town_files *files)
{
	town_put_heading(&files->grants,
	        "Identifier|Title|Description|Currency|Amount Awarded|Award Date|Planned Dates:Duration (months)|Recipient "
	        "Org:Identifier|Recipient Org:Name|"
	        "Recipient Org:Charity Number|Recipient Org:Company Number|Recipient Org:Country|Recipient Org:Postal "
	        "Code|Recipient Org:Web Address|"
	        "Beneficiary Location:Name|Beneficiary Location:Country Code|Beneficiary Location:Geographic Code|"
	        "Beneficiary Location:Geographic Code Type|Funding Org:Identifier|Funding Org:Name|Funding Org:Department|Grant "
	        "Programme:Code|"
	        "Grant Programme:Title|From an open call?|Last modified|Data Source");
	files->grants.cp1252 = true;
	town_put_heading(&files->clubs, "name|category|address|postcode");
	town_put_heading(&files->suppliers, "supplier_name|supplier_ids|vat_numbers|payments|total_gbp|main_category");
}

/* Cuts to so many bytes, as old systems do. */
static void cut(struct town_line *line, size_t most)
{
	line->n = eh_utf8_cut((struct eh_str){ line->p, line->n }, most).n;
	line->p[line->n] = '\0';
}

static void recipient_id(const struct town_org *org, struct town_line *out)
{
	town_line_clear(out);
	town_line_add(out, "360G-sallowby-");
	for (const char *p = org->name; *p && out->n < 60; p++)
		town_line_char(out, eh_is_alnum(*p) ? eh_lower(*p) : '_');
}

/* Numbers stand on about a third of the rows, some with a zero before them. */
static void grant_numbers(struct town_file *file, struct eh_random *random, const struct town_org *org)
{
	struct town_line number = { 0 };

	if (org->charity && town_chance(random, 550))
		town_line_number(&number, (int64_t)org->charity_number, town_chance(random, 250) ? 8 : 1);
	town_cell_text(&file->csv, number.p);
	town_cell_text(&file->csv, org->company && town_chance(random, 450) ? org->company_number : "");
}

static enum eh_rc grant(
        struct town_files *files, struct eh_random *random, const struct town_org *org, unsigned nth, struct eh_error *err)
{
	struct town_file *file = &files->grants;
	struct town_line name, id = { 0 }, line = { 0 };
	char date[11];

	town_line_add(&id, "360G-sallowbybc-VSG");
	town_line_number(&id, (int64_t)org->index * 4 + nth, 6);
	town_noise_name(random, org, &name);
	if (town_chance(random, 60))
		cut(&name, 30);
	town_cell_text(&file->csv, id.p);
	town_line_add(&line, "Voluntary Sector Grant to ");
	town_line_add(&line, name.p);
	town_cell_text(&file->csv, line.p);
	town_line_clear(&line);
	town_line_add(&line, org->activities);
	if (town_chance(random, 200))
		town_line_add(&line, " £500 of this is for equipment.");
	town_cell_text(&file->csv, line.p);
	town_cell_text(&file->csv, "GBP");
	town_cell_i64(&file->csv, 250 + (int64_t)eh_random_below(random, 60) * (org->income > 50000 ? 250 : 50));
	int32_t first = eh_date_make(2021, 4, 1), last = org->closed == EH_NO_DATE ? eh_date_make(2026, 1, 31) : org->closed;
	if (first < org->founded)
		first = org->founded;
	eh_date_format(last > first ? first + (int32_t)eh_random_below(random, (uint64_t)(last - first)) : first, date);
	town_cell_text(&file->csv, date);
	town_cell_text(&file->csv, "12");
	recipient_id(org, &line);
	town_cell_text(&file->csv, line.p);
	town_cell_text(&file->csv, name.p);
	grant_numbers(file, random, org);
	town_cell_text(&file->csv, "England");
	town_line_clear(&line);
	if (town_chance(random, 450))
		town_noise_postcode(random, files->map, org, &line);
	town_cell_text(&file->csv, line.p);
	town_cell_text(&file->csv, town_chance(random, 250) ? org->web : "");
	static const char *const rest[] = { EH_TOWN_NAME, "GB", EH_TOWN_COUNCIL, "UA", "GB-LAE-ZZZ",
		EH_TOWN_NAME " Borough Council (synthetic)", "Communities", "VSG", "Voluntary Sector Grants", "Yes",
		"2026-02-01T09:00:00Z", "https://www.sallowby-council.example/" };
	for (size_t i = 0; i < sizeof rest / sizeof rest[0]; i++)
		town_cell_text(&file->csv, rest[i]);
	town_cells_end(&file->csv);
	file->rows++;
	EH_TRY(town_truth(files, file->name, id.p, file->rows, org->index, err));
	return town_file_row(file, err);
}

enum eh_rc town_write_grants(struct town_files *files, const struct town_org *org, struct eh_error *err)
{
	struct eh_random random;
	bool national = org->kind->flags & TOWN_NATIONAL && !org->branch;

	town_rows_random(&random, files->map, TOWN_ROWS_GRANTS, org->index);
	if (!town_chance(&random, national ? 100 : org->kind->flags & TOWN_SERVICE ? 450 : 220))
		return EH_OK;
	unsigned count = 1 + (unsigned)eh_random_below(&random, 3);
	for (unsigned i = 0; i < count; i++)
		EH_TRY(grant(files, &random, org, i, err));
	return EH_OK;
}

/* A row of a list without numbers is known by what it says: "name|postcode". */
static void row_key(const struct town_line *name, const struct town_line *postcode, struct town_line *out)
{
	*out = *name;
	town_line_char(out, '|');
	town_line_add(out, postcode->p);
}

static enum eh_rc club(struct town_files *files, struct eh_random *random, const struct town_org *org, struct eh_error *err)
{
	struct town_file *file = &files->clubs;
	struct town_line name, postcode, address = { 0 }, category = { 0 }, key;

	town_noise_name(random, org, &name);
	town_noise_postcode(random, files->map, org, &postcode);
	town_line_add(&category, org->kind->key);
	category.p[0] = eh_upper(category.p[0]);
	if (town_chance(random, 150))
		town_line_add(&address, "Playing Fields, ");
	town_line_add(&address, town_chance(random, 700) ? org->street : org->place);
	town_line_add(&address, ", " EH_TOWN_NAME);
	town_cell_text(&file->csv, name.p);
	town_cell_text(&file->csv, category.p);
	town_cell_text(&file->csv, address.p);
	town_cell_text(&file->csv, postcode.p);
	town_cells_end(&file->csv);
	file->rows++;
	row_key(&name, &postcode, &key);
	EH_TRY(town_truth(files, file->name, key.p, file->rows, org->index, err));
	return town_file_row(file, err);
}

enum eh_rc town_write_club(struct town_files *files, const struct town_org *org, struct eh_error *err)
{
	struct eh_random random;

	if (!(org->kind->flags & TOWN_SPORT))
		return EH_OK;
	town_rows_random(&random, files->map, TOWN_ROWS_CLUBS, org->index);
	if (!town_chance(&random, org->closed == EH_NO_DATE ? 850 : 400)) /* directories are slow to forget */
		return EH_OK;
	EH_TRY(club(files, &random, org, err));
	return town_chance(&random, 40) ? club(files, &random, org, err) : EH_OK;
}

static enum eh_rc supplier(struct town_files *files, struct eh_random *random, const struct town_line *name, uint64_t index,
        uint64_t number, struct eh_error *err)
{
	struct town_file *file = &files->suppliers;
	struct town_line id = { 0 }, line = { 0 }, kept = *name;

	town_line_number(&id, (int64_t)(700000 + number), 1);
	cut(&kept, 35);
	town_cell_text(&file->csv, kept.p);
	town_cell_text(&file->csv, id.p);
	town_cell_text(&file->csv, "NA");
	town_cell_i64(&file->csv, 1 + (int64_t)eh_random_below(random, 40));
	town_line_decimal(&line, 5000 + (int64_t)eh_random_below(random, 9000000), 2);
	town_cell_text(&file->csv, line.p);
	town_cell_text(&file->csv, index == TOWN_NONE ? "SERVICES : General" : "GRANTS : Voluntary Organisations");
	town_cells_end(&file->csv);
	file->rows++;
	EH_TRY(town_truth(files, file->name, id.p, file->rows, index, err));
	return town_file_row(file, err);
}

enum eh_rc town_write_supplier(struct town_files *files, const struct town_org *org, struct eh_error *err)
{
	struct eh_random random;
	struct town_line name = { 0 }, word;

	town_rows_random(&random, files->map, TOWN_ROWS_SUPPLIERS, org->index);
	if (town_chance(&random, 250)) {
		if (town_chance(&random, 500))
			town_line_add(&name, org->legal);
		else
			town_noise_name(&random, org, &name);
		if (town_chance(&random, 300))
			town_line_upper(&name);
		EH_TRY(supplier(files, &random, &name, org->index, org->index * 2, err));
	}
	if (!town_chance(&random, 300))
		return EH_OK;
	town_line_clear(&name);
	town_line_add(&name, town_pick(&random, town_families, &word));
	town_line_add(&name,
	        town_pick(&random, " Building Supplies| Taxis| Care Homes| Software| Office Furniture| Legal LLP| Electrical",
	                &word));
	town_line_add(&name, town_chance(&random, 700) ? " Ltd" : "");
	return supplier(files, &random, &name, TOWN_NONE, org->index * 2 + 1, err);
}
