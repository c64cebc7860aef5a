/* The one pass: every organisation is made once and written wherever it stands. */
#include <errno.h>
#include <sys/stat.h>

#include "parts.h"

static void organisation_id(uint64_t index, struct town_line *out)
{
	town_line_clear(out);
	if (index == TOWN_NONE)
		return;
	town_line_char(out, 'T');
	town_line_number(out, (int64_t)index + 1, 8);
}

enum eh_rc town_truth(
        struct town_files *files, const char *file, const char *key, uint64_t row, uint64_t index, struct eh_error *err)
{
	struct town_line id;

	organisation_id(index, &id);
	town_cell_text(&files->truth.csv, file);
	town_cell_text(&files->truth.csv, key);
	town_cell_i64(&files->truth.csv, (int64_t)row);
	town_cell_text(&files->truth.csv, id.p);
	town_cells_end(&files->truth.csv);
	return town_file_row(&files->truth, err);
}

static void cell_date(struct town_file *file, int32_t date)
{
	char text[11];

	eh_date_format(date, text);
	town_cell_text(&file->csv, text);
}

static enum eh_rc write_organisation(struct town_files *files, const struct town_org *org, struct eh_error *err)
{
	struct town_file *file = &files->organisations;
	struct town_line line;

	organisation_id(org->index, &line);
	town_cell_text(&file->csv, line.p);
	town_cell_text(&file->csv, org->name);
	town_cell_text(&file->csv, org->former);
	town_cell_text(&file->csv, org->working);
	town_cell_text(&file->csv, town_form_name(org->form));
	organisation_id(org->parent, &line);
	town_cell_text(&file->csv, line.p);
	town_cell_text(&file->csv, org->merged != TOWN_NONE ? "merged" : org->closed != EH_NO_DATE ? "closed" : "live");
	organisation_id(org->merged, &line);
	town_cell_text(&file->csv, line.p);
	town_cell_text(&file->csv, org->kind->key);
	town_cell_text(&file->csv, org->kind->needs);
	town_cell_text(&file->csv, org->kind->people);
	town_cell_text(&file->csv, org->kind->flags & TOWN_PROTECTED ? "yes" : "no");
	town_cell_text(&file->csv, org->kind->flags & TOWN_NATIONAL && !org->branch ? "national" : "local");
	town_line_clear(&line);
	town_line_decimal(&line, org->at.point.y, 6);
	town_cell_text(&file->csv, line.p);
	town_line_clear(&line);
	town_line_decimal(&line, org->at.point.x, 6);
	town_cell_text(&file->csv, line.p);
	town_cell_text(&file->csv, org->at.text);
	town_line_clear(&line);
	town_code(&line, "Z01", org->area + 1);
	town_cell_text(&file->csv, line.p);
	town_line_clear(&line);
	town_code(&line, "Z05", org->ward + 1);
	town_cell_text(&file->csv, line.p);
	cell_date(file, org->founded);
	cell_date(file, org->closed);
	town_line_clear(&line);
	if (org->charity)
		town_line_number(&line, (int64_t)org->charity_number, 1);
	if (org->linked) {
		town_line_char(&line, '-');
		town_line_number(&line, org->linked, 1);
	}
	town_cell_text(&file->csv, line.p);
	town_cell_text(&file->csv, org->company_number);
	town_cells_end(&file->csv);
	file->rows++;
	return town_file_row(file, err);
}

struct named {
	size_t offset;
	const char *name;
	char delimiter;
};

#define AT(member) offsetof(struct town_files, member)
static const struct named named[] = { { AT(charity), "publicextract.charity.json", ',' },
	{ AT(other_names), "publicextract.charity_other_names.txt", '\t' },
	{ AT(classification), "publicextract.charity_classification.txt", '\t' },
	{ AT(operation), "publicextract.charity_area_of_operation.txt", '\t' },
	{ AT(charity_before), "publicextract.charity.2024-03-01.txt", '\t' }, { AT(companies), "companies.csv", ',' },
	{ AT(casc), "casc.csv", ',' }, { AT(grants), "council_grants.csv", ',' }, { AT(services), "services.json", ',' },
	{ AT(clubs), "sports_clubs.csv", ',' }, { AT(suppliers), "suppliers.csv", ',' }, { AT(truth), "truth.csv", ',' },
	{ AT(organisations), "truth_organisations.csv", ',' } };
enum { FILES = sizeof named / sizeof named[0] };

static struct town_file *nth_file(struct town_files *files, size_t i)
{
	return (struct town_file *)((char *)files + named[i].offset);
}

static enum eh_rc open_all(struct town_files *files, struct eh_error *err)
{
	for (size_t i = 0; i < FILES; i++)
		EH_TRY(town_file_open(nth_file(files, i), files->folder, named[i].name, named[i].delimiter, err));
	EH_TRY(town_sheets_new(files->folder, &files->sheets, err));
	town_headings_registers(files);
	town_headings_lists(files);
	town_put_heading(&files->truth, "file|row_key|row_number|organisation");
	town_put_heading(&files->organisations,
	        "id|name|former_name|working_name|legal_form|parent|status|merged_into|kind|needs|people|protected|reach|"
	        "latitude|"
	        "longitude|postcode|lsoa21_code|ward_code|founded|closed|charity_number|company_number");
	return EH_OK;
}

static enum eh_rc close_all(struct town_files *files, struct eh_error *err)
{
	town_end_services(files);
	town_put(&files->charity, files->charity.rows ? "]\n" : "\xef\xbb\xbf[]\n");
	for (size_t i = 0; i < FILES; i++)
		EH_TRY(town_file_close(nth_file(files, i), err));
	return town_sheets_close(files->sheets, err);
}

static enum eh_rc write_all(
        struct town_files *files, uint64_t count, const struct eh_town_progress *progress, struct eh_error *err)
{
	static enum eh_rc (*const writers[])(struct town_files *, const struct town_org *,
	        struct eh_error *) = { write_organisation, town_write_charity, town_write_company, town_write_casc,
		town_write_grants, town_write_services, town_write_club, town_write_supplier, town_write_sheets };

	for (uint64_t i = 0; i < count; i++) {
		struct town_org org;
		town_org_make(files->map, i, &org);
		for (size_t w = 0; w < sizeof writers / sizeof writers[0]; w++)
			EH_TRY(writers[w](files, &org, err));
		if (progress && progress->call && (i % 1024 == 0 || i + 1 == count)) {
			enum eh_rc rc = progress->call(progress->context, i + 1, count);
			if (rc != EH_OK)
				return eh_fail(err, rc, "Stopped after %llu organisations.", (unsigned long long)i + 1);
		}
	}
	return EH_OK;
}

enum eh_rc town_write_readme(const struct eh_town_options *options, const char *folder, struct eh_error *err)
{
	struct town_file file;
	struct town_line line = { 0 };
	enum eh_rc rc = town_file_open(&file, folder, "README.txt", ',', err);

	if (rc != EH_OK)
		return rc;
	town_put(&file, EH_TOWN_NAME
	        ": a SYNTHETIC town. Nothing in this folder is real.\n\n"
	        "Every place, organisation, person, number and code here was invented by a program (evenhand generate town).\n"
	        "The town lies in the North Sea. Codes begin with Z, postcodes with ZZ, charity numbers with 9, web addresses "
	        "end\n"
	        "in .example, and the telephone numbers are those kept for drama. No licence is needed: CC0.\n\n");
	town_line_add(&line, "Organisations: ");
	town_line_number(&line, (int64_t)options->organisations, 1);
	town_line_add(&line, "\nSeed: ");
	town_line_number(&line, (int64_t)options->seed, 1);
	town_put(&file, line.p);
	town_put(&file,
	        "\n\nThe place: boundaries_*.geojson, postcodes.csv, lsoa_lookup.csv, need.csv, population.csv.\n"
	        "Registers: publicextract.charity*.json and .txt (with an edition of 1 March 2024), companies.csv, casc.csv.\n"
	        "Council: council_grants.csv (Windows-1252), sports_clubs.csv, suppliers.csv, council_list.xlsx, "
	        "community_groups.ods.\n"
	        "Services: services.json (Open Referral UK 3.0).\n\n"
	        "truth.csv says which organisation each row is of (empty: none of the voluntary sector). row_key is the "
	        "publisher's\n"
	        "number, else what the row says as name|postcode; row_number counts the rows of a file from 1 without headings "
	        "and\n"
	        "titles, through both sheets in the order they were entered. truth_organisations.csv tells what is really so.\n"
	        "Refuges stand in the files with their addresses, as real lists have them by mistake: nothing of that may come "
	        "out.\n");
	rc = town_file_close(&file, err);
	town_file_finish(&file);
	return rc;
}

enum eh_rc eh_town_generate(const struct eh_town_options *options, const struct eh_town_progress *progress, struct eh_error *err)
{
	struct eh_town_options filled = *options;
	struct town_map map;

	if (!filled.organisations)
		filled.organisations = EH_TOWN_DEFAULT_ORGANISATIONS;
	if (filled.organisations > EH_TOWN_MOST_ORGANISATIONS)
		return eh_fail(
		        err, EH_USAGE, "A town has at most %llu organisations.", (unsigned long long)EH_TOWN_MOST_ORGANISATIONS);
	if (!filled.folder || !*filled.folder)
		return eh_fail(err, EH_USAGE, "Say in which folder to write the town.");
	if (mkdir(filled.folder, 0777) != 0 && errno != EEXIST)
		return eh_fail_errno(err, "make the folder", filled.folder);
	town_map_init(&map, filled.seed, filled.organisations);
	struct town_files *files = eh_alloc_zero(1, sizeof *files);
	if (!files)
		return eh_fail_memory(err);
	files->map = &map;
	files->folder = filled.folder;
	enum eh_rc rc = town_write_place(&map, filled.folder, err);
	if (rc == EH_OK)
		rc = town_write_readme(&filled, filled.folder, err);
	if (rc == EH_OK)
		rc = open_all(files, err);
	if (rc == EH_OK)
		rc = write_all(files, filled.organisations, progress, err);
	if (rc == EH_OK)
		rc = close_all(files, err);
	for (size_t i = 0; i < FILES; i++)
		town_file_finish(nth_file(files, i));
	town_sheets_free(files->sheets);
	eh_free(files);
	return rc;
}
