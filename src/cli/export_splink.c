#include "export_splink.h"

#include <stdio.h>

#include "io/json.h"
#include "whole_file.h"

static enum eh_rc lost_as_json(struct eh_str lost, struct eh_buf *out)
{
	struct eh_json_writer json;
	struct eh_str line;

	eh_json_write_init(&json, out, true);
	eh_json_write_object(&json);
	eh_json_write_key(&json, "evenhand_not_expressed");
	eh_json_write_array(&json);
	while (eh_str_split(&lost, '\n', &line))
		if (line.n)
			eh_json_write_str(&json, line);
	eh_json_write_array_end(&json);
	eh_json_write_object_end(&json);
	return eh_json_write_end(&json);
}

/* "a/settings.json" → "a/settings.not-expressed.json". */
static enum eh_rc beside(const char *path, char *out, size_t size, struct eh_error *err)
{
	size_t n = strlen(path);
	bool json = n > 5 && strcmp(path + n - 5, ".json") == 0;
	int wrote = snprintf(out, size, "%.*s.not-expressed.json", (int)(json ? n - 5 : n), path);

	return wrote > 0 && (size_t)wrote < size ? EH_OK : eh_fail(err, EH_TOO_LARGE, "the path of --export-splink is too long");
}

enum eh_rc eh_export_splink(const struct eh_splink *splink, const char *path, struct eh_error *err)
{
	struct eh_buf settings EH_CLEANUP_BUF = { 0 }, lost EH_CLEANUP_BUF = { 0 }, list EH_CLEANUP_BUF = { 0 };
	char other[4096];

	EH_TRY(beside(path, other, sizeof other, err));
	EH_TRY(eh_model_splink(splink, &settings, &lost, err));
	if (lost_as_json(eh_buf_str(&lost), &list) < 0)
		return eh_fail_memory(err);
	EH_TRY(eh_whole_file_write(path, eh_buf_str(&settings), err));
	EH_TRY(eh_whole_file_write(other, eh_buf_str(&list), err));
	fprintf(stderr, "Splink's settings could not express, of this model:\n%.*s", EH_FMT(eh_buf_str(&lost)));
	return EH_OK;
}
