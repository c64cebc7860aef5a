/* archives.h: zip and gzip files made on the spot. */
#ifndef EH_TEST_ARCHIVES_H
#define EH_TEST_ARCHIVES_H

#include "inputs.h"

#include <zip.h>
#include <zlib.h>

struct zip_part {
	const char *name;
	struct eh_str bytes;
};

/* A zip archive of these files, in their order; returns its path, valid until the next call. */
static inline const char *zip_file_of(const struct store *store, const char *name, const struct zip_part *parts, size_t count)
{
	static char path[512];
	int error = 0;

	snprintf(path, sizeof path, "%s/%s", store->folder, name);
	unlink(path);
	zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &error);
	assert_non_null(zip);
	for (size_t i = 0; i < count; i++) {
		zip_source_t *source = zip_source_buffer(zip, parts[i].bytes.p, parts[i].bytes.n, 0);
		assert_true(zip_file_add(zip, parts[i].name, source, ZIP_FL_ENC_UTF_8) >= 0);
	}
	assert_int_equal(zip_close(zip), 0);
	return path;
}

/* A gzip file; returns its path, valid until the next call. */
static inline const char *gzip_file_of(const struct store *store, const char *name, struct eh_str bytes)
{
	static char path[512];

	snprintf(path, sizeof path, "%s/%s", store->folder, name);
	gzFile out = gzopen(path, "wb9");
	assert_non_null(out);
	for (size_t at = 0; at < bytes.n;) {
		unsigned n = bytes.n - at > 1u << 20 ? 1u << 20 : (unsigned)(bytes.n - at);
		assert_int_equal(gzwrite(out, bytes.p + at, n), (int)n);
		at += n;
	}
	assert_int_equal(gzclose(out), Z_OK);
	return path;
}

/* Cuts a file to a share of its bytes. */
static inline void cut_file(const char *path, double share)
{
	FILE *in = fopen(path, "rb");

	assert_non_null(in);
	fseek(in, 0, SEEK_END);
	long n = ftell(in);
	fclose(in);
	assert_int_equal(truncate(path, (off_t)((double)n * share)), 0);
}

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"

/* The least that makes an XLSX of one sheet: `rows` is what stands in sheetData. */
static inline const char *xlsx_of(const struct store *store, const char *name, struct eh_str rows)
{
	static const char BOOK[] = XML_HEAD
	        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
	        "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>"
	        "<sheet name=\"List\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
	static const char RELATIONS[] = XML_HEAD
	        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
	        "Type=\"worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
	struct eh_buf sheet EH_CLEANUP_BUF = { 0 };

	eh_buf_add(&sheet,
	        EH_STR(XML_HEAD "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"));
	eh_buf_add(&sheet, rows);
	eh_buf_add(&sheet, EH_STR("</sheetData></worksheet>"));
	const struct zip_part parts[] = { { "xl/workbook.xml", EH_STR(BOOK) },
		{ "xl/_rels/workbook.xml.rels", EH_STR(RELATIONS) }, { "xl/worksheets/sheet1.xml", eh_buf_str(&sheet) } };
	return zip_file_of(store, name, parts, 3);
}

/* An ODS: `tables` is what stands in office:spreadsheet. */
static inline const char *ods_of(const struct store *store, const char *name, struct eh_str tables)
{
	struct eh_buf content EH_CLEANUP_BUF = { 0 };

	eh_buf_add(&content,
	        EH_STR(XML_HEAD
	                "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
	                "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "
	                "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" office:version=\"1.3\"><office:body>"
	                "<office:spreadsheet>"));
	eh_buf_add(&content, tables);
	eh_buf_add(&content, EH_STR("</office:spreadsheet></office:body></office:document-content>"));
	const struct zip_part parts[] = { { "mimetype", EH_STR("application/vnd.oasis.opendocument.spreadsheet") },
		{ "content.xml", eh_buf_str(&content) } };
	return zip_file_of(store, name, parts, 2);
}

#endif
