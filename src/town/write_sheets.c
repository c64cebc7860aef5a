/* Two spreadsheets as councils keep them: an XLSX with titles above its headings, merged cells and two sheets; an ODS with a column
 * of consent. */
#include <xlsxwriter.h>
#include <zip.h>

#include "parts.h"

enum { SHEETS = 2 };

struct town_sheets {
	lxw_workbook *book;
	lxw_worksheet *sheets[SHEETS];
	lxw_format *date, *bold;
	lxw_row_t at[SHEETS];
	uint64_t xlsx_rows, ods_rows;
	struct eh_buf content; /* of the ODS */
	struct eh_buf path;
};

static const char xlsx_name[] = "council_list.xlsx", ods_name[] = "community_groups.ods";

static const char *const headings[] = { "Organisation", "What they do", "Address (incl. postcode)", "Tel", "Charity no.",
	"Date added", "Ward" };
enum { XLSX_COLUMNS = sizeof headings / sizeof headings[0] };

static void begin_sheet(struct town_sheets *sheets, int i, const char *name, const char *title)
{
	lxw_worksheet *sheet = sheets->sheets[i] = workbook_add_worksheet(sheets->book, name);

	worksheet_merge_range(sheet, 0, 0, 0, XLSX_COLUMNS - 1, title, sheets->bold);
	worksheet_write_string(sheet, 1, 0, "Please do not sort this sheet. Ask Communities before changing anything.", NULL);
	worksheet_merge_range(sheet, 3, 2, 3, 3, "How to reach them", sheets->bold);
	for (lxw_col_t c = 0; c < XLSX_COLUMNS; c++)
		worksheet_write_string(sheet, 4, c, headings[c], sheets->bold);
	sheets->at[i] = 5;
}

enum eh_rc town_sheets_new(const char *folder, struct town_sheets **ret_sheets, struct eh_error *err)
{
	struct town_sheets *sheets = eh_alloc_zero(1, sizeof *sheets);

	if (!sheets)
		return eh_fail_memory(err);
	if (eh_buf_printf(&sheets->path, "%s/%s", folder, xlsx_name) != EH_OK || !(sheets->book = workbook_new(sheets->path.p))) {
		town_sheets_free(sheets);
		return eh_fail_memory(err);
	}
	sheets->path.n = strlen(folder) + 1;
	if (eh_buf_add(&sheets->path, eh_str_of(ods_name)) != EH_OK) {
		town_sheets_free(sheets);
		return eh_fail_memory(err);
	}
	lxw_doc_properties properties = { .title = "Voluntary sector list (synthetic)",
		.created = (time_t)eh_date_make(2026, 2, 1) * 86400 };
	workbook_set_properties(sheets->book, &properties);
	sheets->date = workbook_add_format(sheets->book);
	format_set_num_format(sheets->date, "dd/mm/yyyy");
	sheets->bold = workbook_add_format(sheets->book);
	format_set_bold(sheets->bold);
	begin_sheet(sheets, 0, "Community groups",
	        EH_TOWN_NAME " Borough Council: voluntary and community groups (SYNTHETIC, all invented)");
	begin_sheet(sheets, 1, "Sport and leisure", EH_TOWN_NAME " sports and leisure contacts (SYNTHETIC, all invented)");
	*ret_sheets = sheets;
	return EH_OK;
}

static enum eh_rc sheet_truth(struct town_files *files, const char *file, const struct town_line *name, const char *postcode,
        uint64_t row, uint64_t index, struct eh_error *err)
{
	struct town_line key = *name;

	town_line_char(&key, '|');
	town_line_add(&key, postcode);
	return town_truth(files, file, key.p, row, index, err);
}

static enum eh_rc xlsx_row(struct town_files *files, struct eh_random *random, const struct town_org *org, struct eh_error *err)
{
	struct town_sheets *sheets = files->sheets;
	int i = org->kind->flags & TOWN_SPORT ? 1 : 0;
	lxw_worksheet *sheet = sheets->sheets[i];
	lxw_row_t row = sheets->at[i]++;
	struct town_line name, postcode, address = { 0 }, ward;
	int year, month, day;

	town_noise_name(random, org, &name);
	town_noise_postcode(random, files->map, org, &postcode);
	town_line_add(&address, org->street);
	town_line_add(&address, ", " EH_TOWN_NAME);
	if (postcode.n) {
		town_line_char(&address, ' ');
		town_line_add(&address, postcode.p);
	}
	worksheet_write_string(sheet, row, 0, name.p, NULL);
	worksheet_write_string(sheet, row, 1, town_chance(random, 800) ? org->activities : org->kind->term, NULL);
	worksheet_write_string(sheet, row, 2, address.p, NULL);
	if (town_chance(random, 700))
		worksheet_write_string(sheet, row, 3, org->phone, NULL);
	if (org->charity && town_chance(random, 400))
		worksheet_write_number(sheet, row, 4, (double)org->charity_number, NULL);
	eh_date_split(org->founded, &year, &month, &day);
	year = year < 2010 ? 2010 + (int)(org->index % 9) : year;
	worksheet_write_datetime(sheet, row, 5, &(lxw_datetime){ .year = year, .month = month, .day = day }, sheets->date);
	town_map_ward_name(files->map, org->ward, &ward);
	if (town_chance(random, 850))
		worksheet_write_string(sheet, row, 6, ward.p, NULL);
	sheets->xlsx_rows++;
	return sheet_truth(files, xlsx_name, &name, postcode.p, sheets->xlsx_rows, org->index, err);
}

static void xml_cell(struct eh_buf *out, const char *text, enum eh_rc *rc)
{
	if (*rc == EH_OK)
		*rc = eh_buf_add(out, *text ? EH_STR("<table:table-cell office:value-type=\"string\"><text:p>")
		                            : EH_STR("<table:table-cell/>"));
	for (const char *p = text; *p && *rc == EH_OK; p++)
		*rc = *p == '&'   ? eh_buf_add(out, EH_STR("&amp;"))
		      : *p == '<' ? eh_buf_add(out, EH_STR("&lt;"))
		                  : eh_buf_add_char(out, *p);
	if (*text && *rc == EH_OK)
		*rc = eh_buf_add(out, EH_STR("</text:p></table:table-cell>"));
}

static enum eh_rc ods_row(struct town_files *files, struct eh_random *random, const struct town_org *org, struct eh_error *err)
{
	struct town_sheets *sheets = files->sheets;
	struct eh_buf *out = &sheets->content;
	struct town_line name, postcode, word;
	char date[11];
	enum eh_rc rc = eh_buf_add(out, EH_STR("<table:table-row>"));

	town_noise_name(random, org, &name);
	town_noise_postcode(random, files->map, org, &postcode);
	xml_cell(out, name.p, &rc);
	xml_cell(out, org->activities, &rc);
	xml_cell(out, org->street, &rc);
	xml_cell(out, postcode.p, &rc);
	xml_cell(out, town_chance(random, 600) ? org->phone : "", &rc);
	xml_cell(out, town_chance(random, 500) ? org->email : "", &rc);
	xml_cell(out, town_pick(random, "Yes|Yes|Yes|yes|No|||", &word), &rc);
	eh_date_format(eh_date_make(2020 + (int)eh_random_below(random, 6), 1 + (int)eh_random_below(random, 12),
	                       1 + (int)eh_random_below(random, 28)),
	        date);
	if (rc == EH_OK)
		rc = eh_buf_printf(out,
		        "<table:table-cell table:style-name=\"ce1\" office:value-type=\"date\" "
		        "office:date-value=\"%s\"><text:p>%s</text:p>"
		        "</table:table-cell></table:table-row>",
		        date, date);
	if (rc != EH_OK)
		return eh_fail_memory(err);
	sheets->ods_rows++;
	return sheet_truth(files, ods_name, &name, postcode.p, sheets->ods_rows, org->index, err);
}

enum eh_rc town_write_sheets(struct town_files *files, const struct town_org *org, struct eh_error *err)
{
	struct town_sheets *sheets = files->sheets;
	struct eh_random random;
	bool national = org->kind->flags & TOWN_NATIONAL && !org->branch;
	bool protected = org->kind->flags & TOWN_PROTECTED;

	if (national)
		return EH_OK;
	town_rows_random(&random, files->map, TOWN_ROWS_XLSX, org->index);
	if (sheets->xlsx_rows < EH_TOWN_SHEET_ROWS &&
	        (protected || town_chance(&random, org->closed == EH_NO_DATE ? 400 : 200))) {
		EH_TRY(xlsx_row(files, &random, org, err));
		if (sheets->xlsx_rows < EH_TOWN_SHEET_ROWS && town_chance(&random, 40)) /* entered twice */
			EH_TRY(xlsx_row(files, &random, org, err));
	}
	town_rows_random(&random, files->map, TOWN_ROWS_ODS, org->index);
	if (sheets->ods_rows < EH_TOWN_SHEET_ROWS &&
	        (protected || (!(org->kind->flags & TOWN_SPORT) && town_chance(&random, 300))))
		return ods_row(files, &random, org, err);
	return EH_OK;
}

#define OFFICE "urn:oasis:names:tc:opendocument:xmlns:"

static bool add_member(zip_t *archive, const char *name, const char *bytes, size_t n)
{
	zip_source_t *source = zip_source_buffer(archive, bytes, n, 0);
	zip_int64_t at = source ? zip_file_add(archive, name, source, ZIP_FL_ENC_UTF_8) : -1;

	if (at < 0) {
		zip_source_free(source);
		return false;
	}
	/* Stored, at a fixed hour (1 February 2026, 00:00 in MS-DOS's way), so that the bytes never differ. */
	return zip_set_file_compression(archive, (zip_uint64_t)at, ZIP_CM_STORE, 0) == 0 &&
	       zip_file_set_dostime(archive, (zip_uint64_t)at, 0, 46 << 9 | 2 << 5 | 1, 0) == 0;
}

static enum eh_rc write_ods(struct town_sheets *sheets, struct eh_error *err)
{
	static const char mimetype[] = "application/vnd.oasis.opendocument.spreadsheet";
	static const char manifest[] =
	        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest:manifest xmlns:manifest=\"" OFFICE
	        "manifest:1.0\" manifest:version=\"1.2\">"
	        "<manifest:file-entry manifest:full-path=\"/\" "
	        "manifest:media-type=\"application/vnd.oasis.opendocument.spreadsheet\"/>"
	        "<manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/></manifest:manifest>";
	static const char head[] =
	        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content xmlns:office=\"" OFFICE
	        "office:1.0\" xmlns:table=\"" OFFICE "table:1.0\" xmlns:text=\"" OFFICE "text:1.0\" xmlns:style=\"" OFFICE
	        "style:1.0\" xmlns:number=\"" OFFICE
	        "datastyle:1.0\" office:version=\"1.2\"><office:automatic-styles><number:date-style "
	        "style:name=\"N1\"><number:day "
	        "number:style=\"long\"/><number:text>/</number:text><number:month "
	        "number:style=\"long\"/><number:text>/</number:text>"
	        "<number:year number:style=\"long\"/></number:date-style><style:style style:name=\"ce1\" "
	        "style:family=\"table-cell\" "
	        "style:data-style-name=\"N1\"/></office:automatic-styles><office:body><office:spreadsheet><table:table "
	        "table:name=\"Groups (synthetic)\">";
	static const char tail[] = "</table:table></office:spreadsheet></office:body></office:document-content>";
	static const char *const columns[] = { "Group name", "Activities", "Where we meet", "Postcode", "Contact number", "Email",
		"Happy to be listed publicly?", "Last updated" };
	EH_CLEANUP_BUF struct eh_buf all = { 0 };
	enum eh_rc rc = eh_buf_add(&all, EH_STR(head));
	int code = 0;

	if (rc == EH_OK)
		rc = eh_buf_add(&all, EH_STR("<table:table-row>"));
	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
		xml_cell(&all, columns[i], &rc);
	if (rc == EH_OK)
		rc = eh_buf_add(&all, EH_STR("</table:table-row>"));
	if (rc == EH_OK)
		rc = eh_buf_add(&all, eh_buf_str(&sheets->content));
	if (rc == EH_OK)
		rc = eh_buf_add(&all, EH_STR(tail));
	if (rc != EH_OK)
		return eh_fail_memory(err);
	zip_t *archive = zip_open(sheets->path.p, ZIP_CREATE | ZIP_TRUNCATE, &code);
	if (!archive)
		return eh_fail(err, EH_IO, "Cannot write %s.", sheets->path.p);
	bool good = add_member(archive, "mimetype", mimetype, sizeof mimetype - 1) &&
	            add_member(archive, "META-INF/manifest.xml", manifest, sizeof manifest - 1) &&
	            add_member(archive, "content.xml", all.p, all.n);
	if (!good || zip_close(archive) != 0) {
		zip_discard(archive);
		return eh_fail(err, EH_IO, "Cannot write %s.", sheets->path.p);
	}
	return EH_OK;
}

enum eh_rc town_sheets_close(struct town_sheets *sheets, struct eh_error *err)
{
	lxw_error code = workbook_close(sheets->book);

	sheets->book = NULL;
	if (code != LXW_NO_ERROR)
		return eh_fail(err, EH_IO, "Cannot write %s: %s", xlsx_name, lxw_strerror(code));
	return write_ods(sheets, err);
}

void town_sheets_free(struct town_sheets *sheets)
{
	if (!sheets)
		return;
	if (sheets->book)
		lxw_workbook_free(sheets->book);
	eh_buf_finish(&sheets->content);
	eh_buf_finish(&sheets->path);
	eh_free(sheets);
}
