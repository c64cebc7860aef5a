/* multipart.c: forms with files (RFC 7578), read in memory. */
#include "http.h"

enum { LONGEST_BOUNDARY = 70, MOST_UPLOADS = 8 };

/* The value of a parameter of a header: `name` in "form-data; name=\"file\"; filename=\"a.csv\"". Quoted or bare. */
static struct eh_str parameter(struct eh_str header, const char *name)
{
	struct eh_str rest = header, part;

	eh_str_split(&rest, ';', &part);
	while (rest.p) {
		rest = eh_str_trim(rest);
		size_t n = 0;
		while (n < rest.n && rest.p[n] != '=' && rest.p[n] != ';')
			n++;
		struct eh_str key = eh_str_trim(eh_str_sub(rest, 0, n));
		struct eh_str value = eh_str_sub(rest, n < rest.n ? n + 1 : n, rest.n);
		size_t end = 0, skip = 0;
		if (n < rest.n && rest.p[n] == '=' && value.n && value.p[0] == '"') {
			for (end = 1; end < value.n && value.p[end] != '"'; end++)
				;
			skip = end < value.n ? end + 1 : end;
			if (eh_str_eq_ascii_nocase(key, eh_str_of(name)))
				return eh_str_sub(value, 1, end - 1);
		} else {
			while (end < value.n && value.p[end] != ';')
				end++;
			skip = end;
			if (eh_str_eq_ascii_nocase(key, eh_str_of(name)))
				return eh_str_trim(eh_str_sub(value, 0, end));
		}
		struct eh_str tail = eh_str_sub(value, skip, value.n);
		ptrdiff_t semicolon = eh_str_find(tail, EH_STR(";"));
		if (semicolon < 0)
			break;
		rest = eh_str_sub(tail, (size_t)semicolon + 1, tail.n);
	}
	return (struct eh_str){ NULL, 0 };
}

/* The Content-Disposition among a part's headers. */
static struct eh_str disposition(struct eh_str headers)
{
	static const struct eh_str NAME = { "content-disposition:", 20 };
	struct eh_str line;

	while (eh_str_split(&headers, '\n', &line)) {
		line = eh_str_trim(line);
		if (line.n >= NAME.n && eh_str_eq_ascii_nocase(eh_str_sub(line, 0, NAME.n), NAME))
			return eh_str_sub(line, NAME.n, line.n);
	}
	return (struct eh_str){ NULL, 0 };
}

/* A file's own name: some browsers send the folders too. */
static struct eh_str without_folders(struct eh_str name)
{
	for (size_t i = name.n; i--;)
		if (name.p[i] == '/' || name.p[i] == '\\')
			return eh_str_sub(name, i + 1, name.n);
	return name;
}

struct form {
	struct eh_arena *arena;
	struct eh_field *fields;
	struct eh_upload *uploads;
	size_t field_count, upload_count;
};

static enum eh_rc text_of(struct eh_arena *arena, struct eh_str bytes, struct eh_str *ret_text, struct eh_error *err)
{
	for (size_t i = 0; i < bytes.n; i++) {
		unsigned char c = (unsigned char)bytes.p[i];
		if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f)
			return eh_fail(err, EH_INVALID, "A field of the form holds control characters.");
	}
	if (!eh_utf8_valid(bytes, NULL))
		return eh_fail(err, EH_INVALID, "A field of the form is not UTF-8.");
	struct eh_str text = eh_arena_str(arena, bytes);
	if (!text.p)
		return eh_fail_memory(err);
	text.n = eh_utf8_plain((char *)(uintptr_t)text.p, text.n);
	*ret_text = text;
	return EH_OK;
}

static enum eh_rc add_part(struct form *form, struct eh_str part, struct eh_error *err)
{
	ptrdiff_t gap = eh_str_find(part, EH_STR("\r\n\r\n"));
	struct eh_str name, file;

	if (gap < 0)
		return eh_fail(err, EH_INVALID, "A part of the form has no end of its headers.");
	struct eh_str header = disposition(eh_str_sub(part, 0, (size_t)gap)), body = eh_str_sub(part, (size_t)gap + 4, part.n);
	name = parameter(header, "name");
	file = parameter(header, "filename");
	if (!name.p)
		return eh_fail(err, EH_INVALID, "A part of the form has no name.");
	EH_TRY(text_of(form->arena, name, &name, err));
	if (!file.p) {
		if (form->field_count == EH_HTTP_MOST_FIELDS)
			return eh_fail(err, EH_TOO_LARGE, "More than %d fields were sent.", EH_HTTP_MOST_FIELDS);
		EH_TRY(text_of(form->arena, body, &body, err));
		form->fields[form->field_count++] = (struct eh_field){ name, body };
		return EH_OK;
	}
	if (form->upload_count == MOST_UPLOADS)
		return eh_fail(err, EH_TOO_LARGE, "More than %d files were sent.", MOST_UPLOADS);
	EH_TRY(text_of(form->arena, without_folders(file), &file, err));
	if (file.n || body.n) /* a file field left empty is sent as a file without name or contents */
		form->uploads[form->upload_count++] = (struct eh_upload){ name, file, body };
	return EH_OK;
}

/* Where the next delimiter (CR LF, two dashes, the boundary) stands. */
static ptrdiff_t next_delimiter(struct eh_str body, struct eh_str delimiter)
{
	const char *at = body.n ? memmem(body.p, body.n, delimiter.p, delimiter.n) : NULL;

	return at ? at - body.p : -1;
}

enum eh_rc eh_multipart_parse(struct eh_arena *arena, struct eh_str type, struct eh_str body, struct eh_field **ret_fields,
        size_t *ret_count, struct eh_upload **ret_uploads, size_t *ret_upload_count, struct eh_error *err)
{
	struct eh_str boundary = parameter(type, "boundary");
	struct form form = { .arena = arena };
	char room[LONGEST_BOUNDARY + 5];

	if (!boundary.n || boundary.n > LONGEST_BOUNDARY)
		return eh_fail(err, EH_INVALID, "The form was sent without a boundary between its parts.");
	struct eh_str delimiter = { room, (size_t)snprintf(room, sizeof room, "\r\n--%.*s", EH_FMT(boundary)) };
	form.fields = eh_arena_alloc_zero(arena, EH_HTTP_MOST_FIELDS, sizeof *form.fields);
	form.uploads = eh_arena_alloc_zero(arena, MOST_UPLOADS, sizeof *form.uploads);
	if (!form.fields || !form.uploads)
		return eh_fail_memory(err);
	if (!eh_str_starts(body, eh_str_sub(delimiter, 2, delimiter.n)))
		return eh_fail(err, EH_INVALID, "The form does not begin with its boundary.");
	body = eh_str_sub(body, delimiter.n - 2, body.n);
	while (!eh_str_starts(body, EH_STR("--"))) {
		ptrdiff_t end;
		if (!eh_str_starts(body, EH_STR("\r\n")))
			return eh_fail(err, EH_INVALID, "The form is damaged after a boundary.");
		body = eh_str_sub(body, 2, body.n);
		end = next_delimiter(body, delimiter);
		if (end < 0)
			return eh_fail(err, EH_INVALID, "The form was cut short: its last part has no end.");
		EH_TRY(add_part(&form, eh_str_sub(body, 0, (size_t)end), err));
		body = eh_str_sub(body, (size_t)end + delimiter.n, body.n);
	}
	*ret_fields = form.fields;
	*ret_count = form.field_count;
	*ret_uploads = form.uploads;
	*ret_upload_count = form.upload_count;
	return EH_OK;
}
