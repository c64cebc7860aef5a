#include "tiles.h"

#include "place_file.h"

enum { MOST_PLACES = 512, MOST_ZOOM = 19, LEAST_ZOOM = 1, DEEPEST = 22 };

struct eh_tiles_file {
	struct eh_arena arena;
	struct eh_tiles places[MOST_PLACES];
	size_t count;
};

/* Up to the path, and nothing in it that could end a word of a header. Nobody but this machine is asked without encryption. */
static struct eh_str origin_of(struct eh_str address)
{
	static const char *const BEGIN[] = { "https://", "http://localhost:", "http://127.0.0.1:" };
	struct eh_str none = { NULL, 0 };
	size_t host = 0, end;

	for (size_t i = 0; i < sizeof BEGIN / sizeof *BEGIN && !host; i++)
		if (eh_str_starts(address, eh_str_of(BEGIN[i])))
			host = strcspn(address.p, "/") + 2;
	if (!host)
		return none;
	for (end = host; end < address.n && address.p[end] != '/'; end++)
		if (!eh_is_alnum(address.p[end]) && !strchr(".-:", address.p[end]))
			return none;
	return end > host && end < address.n ? eh_str_sub(address, 0, end) : none;
}

static bool is_template(struct eh_str address)
{
	for (size_t i = 0; i < address.n; i++)
		if ((unsigned char)address.p[i] <= ' ' || strchr("\"'<>\\`", address.p[i]))
			return false;
	return eh_str_find(address, EH_STR("{z}")) > 0 && eh_str_find(address, EH_STR("{x}")) > 0 &&
	       eh_str_find(address, EH_STR("{y}")) > 0;
}

static enum eh_rc take(
        struct eh_tiles_file *file, struct eh_tiles *tiles, const char *key, const char *value, struct eh_error *err)
{
	struct eh_str text = eh_arena_str(&file->arena, eh_str_of(value));

	if (!text.p)
		return eh_fail_memory(err);
	if (strcmp(key, "tiles") == 0) {
		tiles->address = text;
		tiles->origin = eh_arena_str(&file->arena, origin_of(text));
		return tiles->origin.n && is_template(text)
		               ? EH_OK
		               : eh_fail(err, EH_INVALID,
		                         "tiles = an address such as https://maps.example.org/{z}/{x}/{y}.png, not \"%s\"",
		                         value);
	}
	if (strcmp(key, "attribution") == 0) {
		tiles->attribution = text;
		return EH_OK;
	}
	if (strcmp(key, "most_zoom") == 0)
		return eh_str_to_i64(text, &tiles->most_zoom) >= 0 && tiles->most_zoom >= LEAST_ZOOM &&
		                       tiles->most_zoom <= DEEPEST
		               ? EH_OK
		               : eh_fail(err, EH_INVALID, "most_zoom is a number from %d to %d", LEAST_ZOOM, DEEPEST);
	return eh_fail(
	        err, EH_INVALID, "[%.*s] has no key \"%s\"; it has tiles, attribution, most_zoom", EH_FMT(tiles->place), key);
}

static enum eh_rc setting(void *context, struct eh_str place, const char *key, const char *value, struct eh_error *err)
{
	struct eh_tiles_file *file = context;
	struct eh_tiles *tiles = (struct eh_tiles *)(uintptr_t)eh_tiles_of(file, place);

	if (!tiles && file->count == MOST_PLACES)
		return eh_fail(err, EH_TOO_LARGE, "over %d places", MOST_PLACES);
	if (!tiles) {
		tiles = &file->places[file->count++];
		*tiles = (struct eh_tiles){ .place = eh_arena_str(&file->arena, place), .most_zoom = MOST_ZOOM };
	}
	return take(file, tiles, key, value, err);
}

/* Who made a map must be named beside it. */
static enum eh_rc check(const struct eh_tiles_file *file, struct eh_error *err)
{
	for (size_t i = 0; i < file->count; i++)
		if (!file->places[i].address.n || !file->places[i].attribution.n)
			return eh_fail(err, EH_INVALID, "[%.*s] needs both tiles and attribution", EH_FMT(file->places[i].place));
	return eh_arena_check(&((struct eh_tiles_file *)(uintptr_t)file)->arena, EH_OK, err);
}

enum eh_rc eh_tiles_read(const char *path, struct eh_tiles_file **ret_file, struct eh_error *err)
{
	struct eh_tiles_file *file = eh_alloc_zero(1, sizeof *file);
	enum eh_rc rc = file ? eh_place_file_read(path, setting, file, err) : eh_fail_memory(err);

	if (rc >= 0)
		rc = check(file, err);
	if (rc < 0) {
		eh_tiles_free(file);
		return rc;
	}
	*ret_file = file;
	return EH_OK;
}

void eh_tiles_free(struct eh_tiles_file *file)
{
	if (!file)
		return;
	eh_arena_finish(&file->arena);
	eh_free(file);
}

const struct eh_tiles *eh_tiles_of(const struct eh_tiles_file *file, struct eh_str place)
{
	for (size_t i = 0; file && i < file->count; i++)
		if (eh_str_eq(file->places[i].place, place))
			return &file->places[i];
	return NULL;
}
