/* csv.c: the CSV half of table.h.
 *
 * Bytes are decoded into one buffer, which holds the row being read and what was read ahead. Cells are found as spans first and
 * unescaped in place once their row is complete, so that a refill never has to go back. */
#include "base/swar.h"
#include "table_private.h"

enum { READ_BLOCK = 1 << 18, SNIFF_LINES = 24 };

struct span {
	size_t from, to; /* in the row, without the quotes */
	bool escaped;    /* holds doubled quotes */
};

struct csv {
	struct eh_stream *stream;
	struct eh_table_options options;
	struct eh_buf buf; /* decoded bytes */
	size_t row;        /* where the current row begins in buf */
	bool at_end, failed, started;
	uint64_t line; /* of buf[row] */
	enum { UTF8, UTF16LE, UTF16BE } encoding;
	unsigned char carry[4]; /* bytes of a UTF-16 unit cut by a block */
	size_t carry_n;
	bool windows; /* some row was not UTF-8 */
	EH_VEC(struct span) spans;
	EH_VEC(struct eh_str) cells;
	struct eh_arena decoded; /* cells of a row in Windows-1252 */
};

static const unsigned short CP1252[32] = { 0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
	0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122,
	0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178 };

static enum eh_rc add_code_point(struct eh_buf *out, uint32_t c)
{
	char bytes[4];
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	if (n == 1)
		return eh_buf_add_char(out, (char)c);
	static const unsigned char LEAD[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	for (size_t i = n; --i; c >>= 6)
		bytes[i] = (char)(0x80 | (c & 0x3f));
	bytes[0] = (char)(LEAD[n] | c);
	return eh_buf_add(out, (struct eh_str){ bytes, n });
}

enum eh_rc eh_cp1252_to_utf8(struct eh_str bytes, struct eh_buf *out)
{
	for (size_t i = 0; i < bytes.n; i++) {
		unsigned char c = (unsigned char)bytes.p[i];
		EH_TRY(add_code_point(out, c >= 0x80 && c < 0xa0 ? CP1252[c - 0x80] : c));
	}
	return EH_OK;
}

/* Appends UTF-16 bytes as UTF-8; what is left over waits in `carry`. Unpaired surrogates become U+FFFD. */
static enum eh_rc add_utf16(struct csv *csv, const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		csv->carry[csv->carry_n++] = p[i];
		if (csv->carry_n & 1)
			continue;
		int low = csv->encoding == UTF16LE ? 0 : 1;
		uint32_t unit = (uint32_t)(csv->carry[low] | csv->carry[1 - low] << 8), c = unit;
		if (csv->carry_n == 4) {
			uint32_t second = (uint32_t)(csv->carry[2 + low] | csv->carry[3 - low] << 8);
			bool pair = second >= 0xdc00 && second < 0xe000;
			c = pair ? 0x10000 + ((unit - 0xd800) << 10) + (second - 0xdc00) : 0xfffd;
			EH_TRY(add_code_point(&csv->buf, c));
			csv->carry_n = 0;
			if (!pair) {
				csv->carry[0] = csv->carry[2];
				csv->carry[1] = csv->carry[3];
				csv->carry_n = second >= 0xd800 && second < 0xdc00 ? 2 : 0;
				if (!csv->carry_n)
					EH_TRY(add_code_point(&csv->buf, second));
			}
			continue;
		}
		if (unit >= 0xd800 && unit < 0xdc00)
			continue;
		EH_TRY(add_code_point(&csv->buf, unit >= 0xdc00 && unit < 0xe000 ? 0xfffd : unit));
		csv->carry_n = 0;
	}
	return EH_OK;
}

/* Reads more bytes behind what is there. The current row moves to the front first. */
static enum eh_rc refill(struct csv *csv, struct eh_error *err)
{
	size_t n;

	if (csv->row) {
		memmove(csv->buf.p, csv->buf.p + csv->row, csv->buf.n - csv->row);
		csv->buf.n -= csv->row;
		csv->row = 0;
	}
	if (csv->encoding == UTF8) {
		if (eh_buf_reserve(&csv->buf, READ_BLOCK) < 0)
			return eh_fail_memory(err);
		EH_TRY(eh_stream_read(csv->stream, csv->buf.p + csv->buf.n, READ_BLOCK, &n, err));
		csv->buf.n += n;
	} else {
		unsigned char block[4096];
		EH_TRY(eh_stream_read(csv->stream, block, sizeof block, &n, err));
		if (add_utf16(csv, block, n) < 0)
			return eh_fail_memory(err);
		if (!n && csv->carry_n)
			return eh_fail(err, EH_INVALID, "%s is UTF-16 that ends in the middle of a character",
			        eh_stream_name(csv->stream));
	}
	csv->at_end = n == 0;
	return EH_OK;
}

/* How often each line of the sample holds the delimiter; the more lines agree on one number above none, the better it fits. */
static size_t fit(struct eh_str sample, char delimiter)
{
	size_t counts[SNIFF_LINES] = { 0 }, lines = 0, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < sample.n && lines < SNIFF_LINES; i++) {
		if (sample.p[i] == '"')
			quoted = !quoted;
		else if (!quoted && sample.p[i] == delimiter)
			counts[lines]++;
		else if (!quoted && sample.p[i] == '\n')
			lines++;
	}
	if (lines < SNIFF_LINES)
		lines++;
	for (size_t i = 0; i < lines; i++) {
		size_t same = 0;
		for (size_t j = 0; j < lines; j++)
			same += counts[j] == counts[i];
		if (counts[i] && same * 1000 + counts[i] > best)
			best = same * 1000 + counts[i];
	}
	return best;
}

static char find_delimiter(struct eh_str sample)
{
	static const char CANDIDATES[] = { ',', ';', '\t', '|' };
	char best = ',';
	size_t best_fit = 0;

	for (size_t i = 0; i < sizeof CANDIDATES; i++) {
		size_t now = fit(sample, CANDIDATES[i]);
		if (now > best_fit) {
			best_fit = now;
			best = CANDIDATES[i];
		}
	}
	return best;
}

/* Reads the first block, takes a byte order mark for what it says, finds the delimiter. */
static enum eh_rc begin(struct csv *csv, struct eh_error *err)
{
	csv->started = true;
	EH_TRY(refill(csv, err));
	struct eh_str head = eh_buf_str(&csv->buf);
	if (eh_str_starts(head, EH_STR("\xef\xbb\xbf"))) {
		csv->row = 3;
	} else if (eh_str_starts(head, EH_STR("\xff\xfe")) || eh_str_starts(head, EH_STR("\xfe\xff"))) {
		struct eh_buf raw = csv->buf;
		csv->encoding = head.p[0] == '\xff' ? UTF16LE : UTF16BE;
		csv->buf = (struct eh_buf){ 0 };
		enum eh_rc rc = eh_buf_reserve(&csv->buf, raw.n);
		if (rc == EH_OK)
			rc = add_utf16(csv, (const unsigned char *)raw.p + 2, raw.n - 2);
		eh_buf_finish(&raw);
		if (rc < 0)
			return eh_fail_memory(err);
	}
	if (!csv->options.delimiter) {
		struct eh_str sample = eh_buf_str(&csv->buf);
		csv->options.delimiter = find_delimiter(eh_str_sub(sample, csv->row, sample.n));
	}
	return EH_OK;
}

/* A row on its way through the buffer; offsets count from its start. */
struct scan {
	size_t at, cell;
	bool quoted, closed, escaped; /* inside quotes; after the closing quote; doubled quotes seen */
	uint64_t lines, quote_line;
};

static enum eh_rc too_large(struct csv *csv, struct eh_error *err)
{
	eh_fail(err, EH_TOO_LARGE, "a cell holds over %zu bytes; if that is right, raise the limit", csv->options.max_cell);
	return eh_error_at(err, EH_TOO_LARGE, eh_stream_name(csv->stream), csv->line, csv->spans.count + 1);
}

static enum eh_rc end_cell(struct csv *csv, struct scan *scan, size_t to, struct eh_error *err)
{
	struct span span = { scan->cell, to, scan->escaped };

	if (scan->closed) {
		span.from++;
		span.to--;
	}
	if (span.to - span.from > csv->options.max_cell)
		return too_large(csv, err);
	if (csv->spans.count == csv->options.max_cells) {
		eh_fail(err, EH_TOO_LARGE, "a row has over %zu cells", csv->options.max_cells);
		return eh_error_at(err, EH_TOO_LARGE, eh_stream_name(csv->stream), csv->line, 0);
	}
	if (!eh_vec_push(&csv->spans, span))
		return eh_fail_memory(err);
	scan->quoted = scan->closed = scan->escaped = false;
	return EH_OK;
}

static uint64_t count_lines(const char *p, size_t n)
{
	const char *end = p + n, *line;
	uint64_t lines = 0;

	for (; p < end && (line = memchr(p, '\n', (size_t)(end - p))); p = line + 1)
		lines++;
	return lines;
}

/* Bytes up to the next delimiter or line end; n when there is none. */
static size_t plain_run(const char *p, size_t n, char delimiter)
{
	size_t i = 0;

	for (; i + 8 <= n; i += 8) {
		uint64_t word = eh_swar_load(p + i);
		uint64_t ends = eh_swar_equal(word, delimiter) | eh_swar_equal(word, '\n') | eh_swar_equal(word, '\r');
		if (ends)
			return i + eh_swar_first(ends);
	}
	while (i < n && p[i] != delimiter && p[i] != '\n' && p[i] != '\r')
		i++;
	return i;
}

/* Inside quotes: goes to the closing one. False when the buffer ran out first. A quote that neither closes nor is doubled stands for
 * itself, as people type it. */
static bool pass_quoted(struct csv *csv, struct scan *scan)
{
	const char *row = csv->buf.p + csv->row;
	size_t n = csv->buf.n - csv->row;

	while (scan->at < n) {
		const char *quote = memchr(row + scan->at, '"', n - scan->at);
		size_t stop = quote ? (size_t)(quote - row) : n;
		scan->lines += count_lines(row + scan->at, stop - scan->at);
		scan->at = stop;
		if (!quote || (stop + 1 == n && !csv->at_end))
			return false;
		char next = stop + 1 < n ? row[stop + 1] : '\n';
		scan->at = stop + 1;
		if (next == '"') {
			scan->escaped = true;
			scan->at++;
		} else if (next == csv->options.delimiter || next == '\n' || next == '\r') {
			scan->quoted = false;
			scan->closed = true;
			return true;
		}
	}
	return false;
}

/* Finds the spans of the row. EH_OK: complete, scan->at is behind its line end. EH_END: the buffer ran out. */
static enum eh_rc scan_row(struct csv *csv, struct scan *scan, struct eh_error *err)
{
	const char delimiter = csv->options.delimiter;

	for (;;) {
		const char *row = csv->buf.p + csv->row;
		size_t n = csv->buf.n - csv->row;
		if (scan->quoted && !pass_quoted(csv, scan))
			return EH_END;
		while (scan->at < n) {
			char c = row[scan->at];
			if (c == delimiter) {
				EH_TRY(end_cell(csv, scan, scan->at, err));
				scan->cell = ++scan->at;
			} else if (c == '\n' || c == '\r') {
				if (c == '\r' && scan->at + 1 == n && !csv->at_end)
					return EH_END;
				EH_TRY(end_cell(csv, scan, scan->at, err));
				scan->at += c == '\r' && scan->at + 1 < n && row[scan->at + 1] == '\n' ? 2 : 1;
				scan->lines++;
				return EH_OK;
			} else if (c == '"' && scan->at == scan->cell && !scan->closed) {
				scan->quoted = true;
				scan->quote_line = csv->line + scan->lines;
				scan->at++;
				break;
			} else {
				scan->at += plain_run(row + scan->at, n - scan->at, delimiter);
			}
		}
		if (!scan->quoted)
			return EH_END;
	}
}

static enum eh_rc complete_row(struct csv *csv, struct scan *scan, struct eh_error *err)
{
	for (;;) {
		enum eh_rc rc = scan_row(csv, scan, err);
		if (rc != EH_END)
			return rc;
		if (scan->at - scan->cell > csv->options.max_cell)
			return too_large(csv, err);
		if (scan->at > EH_TABLE_MAX_ROW) {
			eh_fail(err, EH_TOO_LARGE, "a row holds over 64 MiB; a quote may be missing");
			return eh_error_at(err, EH_TOO_LARGE, eh_stream_name(csv->stream), csv->line, 0);
		}
		if (csv->at_end)
			break;
		EH_TRY(refill(csv, err));
	}
	if (scan->quoted) {
		eh_fail(err, EH_INVALID,
		        "a quoted cell begins here and its quote is never closed; close it, or double the quotes inside it");
		return eh_error_at(err, EH_INVALID, eh_stream_name(csv->stream), scan->quote_line, csv->spans.count + 1);
	}
	if (!scan->at)
		return EH_END;
	return end_cell(csv, scan, scan->at, err);
}

static struct eh_str unescape(char *p, size_t n)
{
	size_t to = 0;

	for (size_t i = 0; i < n; i++) {
		p[to++] = p[i];
		if (p[i] == '"' && i + 1 < n && p[i + 1] == '"')
			i++;
	}
	return (struct eh_str){ p, to };
}

static enum eh_rc nul_byte(struct csv *csv, size_t at, struct eh_error *err)
{
	size_t column = 1;

	while (column < csv->spans.count && csv->spans.items[column].from <= at)
		column++;
	eh_fail(err, EH_INVALID,
	        "this is not plain text: it holds NUL bytes. If it is UTF-16, save it as UTF-8 or with a byte order mark");
	return eh_error_at(err, EH_INVALID, eh_stream_name(csv->stream), csv->line, column);
}

static enum eh_rc finish_cells(struct csv *csv, size_t row_n, struct eh_error *err)
{
	char *row = csv->buf.p + csv->row;
	size_t fault;
	bool utf8 = eh_utf8_valid((struct eh_str){ row, row_n }, &fault);
	const char *nul = utf8 ? NULL : memchr(row, 0, row_n);

	if (nul)
		return nul_byte(csv, (size_t)(nul - row), err);
	csv->windows |= !utf8;
	csv->cells.count = 0;
	eh_arena_reset(&csv->decoded);
	for (size_t i = 0; i < csv->spans.count; i++) {
		const struct span *span = &csv->spans.items[i];
		struct eh_str cell = { row + span->from, span->to - span->from };
		if (span->escaped)
			cell = unescape(row + span->from, cell.n);
		if (!utf8 && !eh_utf8_valid(cell, NULL)) {
			struct eh_buf text EH_CLEANUP_BUF = { 0 };
			if (eh_cp1252_to_utf8(cell, &text) < 0 || !(cell = eh_arena_str(&csv->decoded, eh_buf_str(&text))).p)
				return eh_fail_memory(err);
		}
		if (!eh_vec_push(&csv->cells, cell))
			return eh_fail_memory(err);
	}
	return EH_OK;
}

static bool blank(const struct csv *csv) { return csv->cells.count == 1 && !eh_str_trim(csv->cells.items[0]).n; }

static enum eh_rc read_row(struct csv *csv, struct eh_row *ret_row, struct eh_error *err)
{
	for (;;) {
		struct scan scan = { 0 };
		csv->spans.count = 0;
		enum eh_rc rc = complete_row(csv, &scan, err);
		if (rc != EH_OK)
			return rc;
		EH_TRY(finish_cells(csv, scan.at, err));
		uint64_t line = csv->line;
		csv->row += scan.at;
		csv->line += scan.lines;
		if (blank(csv))
			continue;
		*ret_row = (struct eh_row){ csv->cells.items, NULL, csv->cells.count, line };
		return EH_OK;
	}
}

static enum eh_rc csv_next(void *self, struct eh_row *ret_row, struct eh_error *err)
{
	struct csv *csv = self;
	enum eh_rc rc = csv->failed ? EH_END : csv->started ? EH_OK : begin(csv, err);

	if (rc == EH_OK)
		rc = read_row(csv, ret_row, err);
	if (rc < 0) {
		csv->failed = true;
		eh_error_at(err, rc, eh_stream_name(csv->stream), csv->line, 0);
	}
	return rc;
}

static enum eh_rc csv_select(void *self, size_t sheet, struct eh_error *err)
{
	const struct csv *csv = self;

	if (sheet || csv->started)
		return eh_fail(err, EH_NOT_FOUND, "a CSV file has one sheet, read once");
	return EH_OK;
}

static size_t csv_sheet_count(const void *self)
{
	(void)self;
	return 1;
}

static const char *csv_sheet_name(const void *self, size_t sheet)
{
	(void)self;
	(void)sheet;
	return "";
}

static const char *csv_encoding(const void *self)
{
	const struct csv *csv = self;
	static const char *const NAMES[] = { "UTF-8", "UTF-16LE", "UTF-16BE" };

	return csv->windows ? "Windows-1252" : NAMES[csv->encoding];
}

static void csv_progress(const void *self, uint64_t *ret_done, uint64_t *ret_size)
{
	eh_stream_progress(((const struct csv *)self)->stream, ret_done, ret_size);
}

static void csv_free(void *self)
{
	struct csv *csv = self;

	eh_stream_free(csv->stream);
	eh_buf_finish(&csv->buf);
	eh_vec_finish(&csv->spans);
	eh_vec_finish(&csv->cells);
	eh_arena_finish(&csv->decoded);
	eh_free(csv);
}

const struct eh_table_reader eh_csv_reader = { csv_next, csv_select, csv_sheet_count, csv_sheet_name, csv_encoding, csv_progress,
	csv_free };

enum eh_rc eh_csv_new(struct eh_stream *stream, const struct eh_table_options *options, void **ret_self, struct eh_error *err)
{
	struct csv *csv = eh_alloc_zero(1, sizeof *csv);

	if (!csv) {
		eh_stream_free(stream);
		return eh_fail_memory(err);
	}
	csv->stream = stream;
	csv->options = *options;
	csv->line = 1;
	*ret_self = csv;
	return EH_OK;
}
