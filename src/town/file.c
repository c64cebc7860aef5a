#include <errno.h>

#include "parts.h"

enum eh_rc town_file_open(struct town_file *file, const char *folder, const char *name, char delimiter, struct eh_error *err)
{
	EH_CLEANUP_BUF struct eh_buf path = { 0 };

	*file = (struct town_file){ .name = name };
	town_cells_init(&file->csv, &file->buf, delimiter);
	if (eh_buf_printf(&path, "%s/%s", folder, name) != EH_OK)
		return eh_fail_memory(err);
	file->file = fopen(path.p, "wb");
	return file->file ? EH_OK : eh_fail_errno(err, "write", path.p);
}

/* The few characters beyond ASCII that a town's texts have, in Windows-1252; shortens in place. */
static void to_cp1252(struct eh_buf *buf)
{
	static const struct {
		const char *utf8;
		unsigned char byte;
	} table[] = { { "’", 0x92 }, { "–", 0x96 }, { "—", 0x97 }, { "é", 0xe9 }, { "£", 0xa3 } };
	size_t out = 0;

	for (size_t i = 0; i < buf->n;) {
		char c = buf->p[i];
		size_t length = 1;
		for (size_t k = 0; k < sizeof table / sizeof table[0]; k++)
			if (eh_str_starts((struct eh_str){ buf->p + i, buf->n - i }, eh_str_of(table[k].utf8))) {
				c = (char)table[k].byte;
				length = strlen(table[k].utf8);
			}
		buf->p[out++] = c;
		i += length;
	}
	buf->n = out;
}

static enum eh_rc flush(struct town_file *file, struct eh_error *err)
{
	if (file->csv.rc != EH_OK)
		return eh_fail_memory(err);
	if (file->cp1252)
		to_cp1252(&file->buf);
	if (file->buf.n && fwrite(file->buf.p, 1, file->buf.n, file->file) != file->buf.n)
		return eh_fail_errno(err, "write", file->name);
	eh_buf_reset(&file->buf);
	return EH_OK;
}

enum eh_rc town_file_row(struct town_file *file, struct eh_error *err)
{
	return file->buf.n < 65536 && file->csv.rc == EH_OK ? EH_OK : flush(file, err);
}

enum eh_rc town_file_close(struct town_file *file, struct eh_error *err)
{
	EH_TRY(flush(file, err));
	FILE *stream = file->file;
	file->file = NULL;
	return fclose(stream) == 0 ? EH_OK : eh_fail_errno(err, "write", file->name);
}

void town_file_finish(struct town_file *file)
{
	if (file->file)
		fclose(file->file);
	file->file = NULL;
	eh_buf_finish(&file->buf);
}

static void put(struct town_file *file, struct eh_str text)
{
	if (file->csv.rc == EH_OK)
		file->csv.rc = eh_buf_add(&file->buf, text);
}

void town_put(struct town_file *file, const char *text) { put(file, eh_str_of(text)); }

void town_put_heading(struct town_file *file, const char *cells)
{
	struct eh_str rest = eh_str_of(cells), cell;

	while (eh_str_split(&rest, '|', &cell))
		town_cell(&file->csv, cell);
	town_cells_end(&file->csv);
}

static void put_key(struct town_file *file, const char *key)
{
	if (file->comma)
		town_put(file, ",");
	file->comma = true;
	if (key) {
		town_put(file, "\"");
		town_put(file, key);
		town_put(file, "\":");
	}
}

void town_put_string(struct town_file *file, const char *key, const char *value)
{
	put_key(file, key);
	if (!value || !*value) {
		town_put(file, "null");
		return;
	}
	town_put(file, "\"");
	for (const char *p = value; *p; p++) {
		if (*p == '"' || *p == '\\')
			town_put(file, "\\");
		put(file, (struct eh_str){ p, 1 });
	}
	town_put(file, "\"");
}

void town_put_raw(struct town_file *file, const char *key, const char *value)
{
	put_key(file, key);
	town_put(file, value);
}

void town_put_open(struct town_file *file, const char *key, const char *bracket)
{
	put_key(file, key);
	town_put(file, bracket);
	file->comma = false;
}

void town_put_shut(struct town_file *file, const char *bracket)
{
	town_put(file, bracket);
	file->comma = true;
}
