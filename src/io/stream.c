#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>
#include <zlib.h>

enum { RAW_BLOCK = 1 << 16 };

/* Expanded bytes that are forgiven whatever the ratio: small files of spaces compress a thousandfold. */
static const uint64_t RATIO_GRACE = 16u << 20, DEFAULT_MAX_BYTES = UINT64_C(64) << 30, DEFAULT_MAX_RATIO = 200;

struct eh_stream {
	char *name;
	struct eh_stream_limits limits;
	uint64_t size, consumed, produced; /* on disk; read of that; handed out */
	/* Raw bytes: a descriptor, or memory. */
	int fd;
	struct eh_str memory;
	unsigned char *block; /* RAW_BLOCK bytes read ahead of the descriptor */
	size_t block_n, block_at;
	/* What lies over them. */
	enum { PLAIN, GZIP, ZIP } kind;
	z_stream inflate;
	bool inflating, member_open, ended;
	zip_t *archive;
	zip_file_t *file;
};

static enum eh_rc fill_block(struct eh_stream *stream, struct eh_error *err)
{
	if (stream->fd < 0) {
		size_t n = stream->memory.n < RAW_BLOCK ? stream->memory.n : RAW_BLOCK;
		memcpy(stream->block, stream->memory.p, n);
		stream->memory = eh_str_sub(stream->memory, n, stream->memory.n);
		stream->block_n = n;
	} else {
		ssize_t n;
		do
			n = read(stream->fd, stream->block, RAW_BLOCK);
		while (n < 0 && errno == EINTR);
		if (n < 0)
			return eh_fail_errno(err, "read", stream->name);
		stream->block_n = (size_t)n;
	}
	stream->block_at = 0;
	stream->consumed += stream->block_n;
	return EH_OK;
}

static enum eh_rc check_limits(struct eh_stream *stream, struct eh_error *err)
{
	const struct eh_stream_limits *limits = &stream->limits;

	if (stream->produced > limits->max_bytes)
		return eh_fail(err, EH_TOO_LARGE, "%s expands to more than %llu bytes; if that is right, raise the limit",
		        stream->name, (unsigned long long)limits->max_bytes);
	if (stream->kind != PLAIN && stream->produced > RATIO_GRACE && stream->produced / limits->max_ratio > stream->consumed)
		return eh_fail(err, EH_TOO_LARGE,
		        "%s expands to more than %llu times its size, as a decompression bomb does; it was not read",
		        stream->name, (unsigned long long)limits->max_ratio);
	return EH_OK;
}

static enum eh_rc read_plain(struct eh_stream *stream, void *out, size_t size, size_t *ret_n, struct eh_error *err)
{
	if (stream->block_at == stream->block_n)
		EH_TRY(fill_block(stream, err));
	size_t n = stream->block_n - stream->block_at;
	if (n > size)
		n = size;
	memcpy(out, stream->block + stream->block_at, n);
	stream->block_at += n;
	*ret_n = n;
	return EH_OK;
}

static enum eh_rc damaged(const struct eh_stream *stream, const char *how, struct eh_error *err)
{
	return eh_fail(err, EH_INVALID, "%s is %s: fetch the file again", stream->name, how);
}

/* Goes on with the next member of a gzip file, if there is one: concatenated files are one. Anything but a member is passed over, as
 * gzip does with padding. */
static enum eh_rc next_member(struct eh_stream *stream, struct eh_error *err)
{
	if (stream->block_at == stream->block_n)
		EH_TRY(fill_block(stream, err));
	if (stream->block_n == stream->block_at || stream->block[stream->block_at] != 0x1f) {
		stream->ended = true;
		return EH_OK;
	}
	inflateReset(&stream->inflate);
	stream->member_open = true;
	return EH_OK;
}

static enum eh_rc read_gzip(struct eh_stream *stream, void *out, size_t size, size_t *ret_n, struct eh_error *err)
{
	z_stream *z = &stream->inflate;

	z->next_out = out;
	z->avail_out = size > UINT32_MAX ? UINT32_MAX : (uInt)size;
	uInt room = z->avail_out;
	while (z->avail_out == room && !stream->ended) {
		if (!stream->member_open) {
			EH_TRY(next_member(stream, err));
			continue;
		}
		if (stream->block_at == stream->block_n)
			EH_TRY(fill_block(stream, err));
		if (!stream->block_n)
			return damaged(stream, "cut short (its compressed data ends too early)", err);
		z->next_in = stream->block + stream->block_at;
		z->avail_in = (uInt)(stream->block_n - stream->block_at);
		int code = inflate(z, Z_NO_FLUSH);
		stream->block_at = stream->block_n - z->avail_in;
		if (code == Z_STREAM_END)
			stream->member_open = false;
		else if (code == Z_MEM_ERROR)
			return eh_fail_memory(err);
		else if (code != Z_OK && code != Z_BUF_ERROR)
			return damaged(stream, "damaged (its compressed data does not fit together)", err);
	}
	*ret_n = room - z->avail_out;
	return EH_OK;
}

static enum eh_rc read_zip(struct eh_stream *stream, void *out, size_t size, size_t *ret_n, struct eh_error *err)
{
	zip_int64_t n = zip_fread(stream->file, out, size);

	if (n < 0)
		return damaged(stream, "damaged (a file in the archive cannot be unpacked)", err);
	*ret_n = (size_t)n;
	return EH_OK;
}

enum eh_rc eh_stream_read(struct eh_stream *stream, void *out, size_t size, size_t *ret_n, struct eh_error *err)
{
	static enum eh_rc (*const READ[])(
	        struct eh_stream *, void *, size_t, size_t *, struct eh_error *) = { read_plain, read_gzip, read_zip };
	size_t n = 0;

	EH_TRY(READ[stream->kind](stream, out, size, &n, err));
	stream->produced += n;
	EH_TRY(check_limits(stream, err));
	*ret_n = n;
	return EH_OK;
}

static bool is_data_file(const char *name)
{
	const char *base = strrchr(name, '/');
	size_t n = strlen(name);

	return n && name[n - 1] != '/' && (base ? base[1] : name[0]) != '.' && strncmp(name, "__MACOSX", 8) != 0;
}

/* The member to read: the named one, or the only data file. */
static enum eh_rc choose_member(struct eh_stream *stream, const char *member, zip_uint64_t *ret_index, struct eh_error *err)
{
	struct eh_buf names EH_CLEANUP_BUF = { .max = 400 };
	zip_int64_t total = zip_get_num_entries(stream->archive, 0), found = -1;
	int count = 0;

	for (zip_int64_t i = 0; i < total; i++) {
		const char *name = zip_get_name(stream->archive, (zip_uint64_t)i, ZIP_FL_ENC_GUESS);
		if (!name || !is_data_file(name))
			continue;
		if (member && strcmp(name, member) == 0) {
			*ret_index = (zip_uint64_t)i;
			return EH_OK;
		}
		found = i;
		if (eh_buf_printf(&names, "%s%s", count++ ? ", " : "", name) == EH_NO_MEMORY)
			return eh_fail_memory(err);
	}
	if (member)
		return eh_fail(err, EH_NOT_FOUND, "%s holds no file %s; it holds %s", stream->name, member,
		        count ? names.p : "no data file");
	if (count != 1)
		return eh_fail(err, EH_NOT_FOUND, "%s holds %d files (%s); say which one to read", stream->name, count,
		        count ? names.p : "none");
	*ret_index = (zip_uint64_t)found;
	return EH_OK;
}

static zip_t *open_archive(const char *path, struct eh_str bytes)
{
	zip_error_t error;

	zip_error_init(&error);
	zip_source_t *source = path ? zip_source_file_create(path, 0, -1, &error)
	                            : zip_source_buffer_create(bytes.p, bytes.n, 0, &error);
	zip_t *archive = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
	if (source && !archive)
		zip_source_free(source);
	zip_error_fini(&error);
	return archive;
}

static enum eh_rc open_zip(
        struct eh_stream *stream, const char *path, struct eh_str bytes, const char *member, struct eh_error *err)
{
	zip_uint64_t index = 0;
	zip_stat_t info;

	stream->archive = open_archive(path, bytes);
	if (!stream->archive)
		return damaged(stream, "no readable zip archive (cut short or damaged)", err);
	EH_TRY(choose_member(stream, member, &index, err));
	if (zip_stat_index(stream->archive, index, 0, &info) == 0 && (info.valid & ZIP_STAT_ENCRYPTION_METHOD) &&
	        info.encryption_method != ZIP_EM_NONE)
		return eh_fail(err, EH_UNSUPPORTED, "%s is locked with a password; unpack it first", stream->name);
	stream->file = zip_fopen_index(stream->archive, index, 0);
	if (!stream->file)
		return damaged(stream, "damaged (a file in the archive cannot be opened)", err);
	if (info.valid & ZIP_STAT_COMP_SIZE)
		stream->consumed = info.comp_size < stream->size ? info.comp_size
		                                                 : stream->size; /* an archive may lie about itself */
	return EH_OK;
}

static enum eh_rc start(struct eh_stream *stream, const char *path, struct eh_str bytes, const char *member, struct eh_error *err)
{
	static const unsigned char GZIP_MAGIC[] = { 0x1f, 0x8b }, ZIP_MAGIC[] = { 'P', 'K', 3, 4 },
	                           EMPTY_ZIP[] = { 'P', 'K', 5, 6 };

	stream->block = eh_alloc(RAW_BLOCK);
	if (!stream->block)
		return eh_fail_memory(err);
	EH_TRY(fill_block(stream, err));
	if (stream->block_n >= 2 && memcmp(stream->block, GZIP_MAGIC, 2) == 0) {
		stream->kind = GZIP;
		if (inflateInit2(&stream->inflate, 15 + 16) != Z_OK)
			return eh_fail_memory(err);
		stream->inflating = stream->member_open = true;
		return EH_OK;
	}
	if (stream->block_n >= 4 && (memcmp(stream->block, ZIP_MAGIC, 4) == 0 || memcmp(stream->block, EMPTY_ZIP, 4) == 0)) {
		if (path && strcmp(path, "-") == 0)
			return eh_fail(err, EH_UNSUPPORTED, "a zip archive cannot be read from standard input; name the file");
		stream->kind = ZIP;
		return open_zip(stream, path, bytes, member, err);
	}
	return EH_OK;
}

static enum eh_rc open_stream(const char *path, struct eh_str bytes, const char *name, const char *member,
        const struct eh_stream_limits *limits, struct eh_stream **ret_stream, struct eh_error *err)
{
	struct eh_stream *stream = eh_alloc_zero(1, sizeof *stream);
	struct stat info;

	if (!stream)
		return eh_fail_memory(err);
	stream->fd = -1;
	stream->memory = bytes;
	stream->size = bytes.n;
	stream->limits = limits ? *limits : (struct eh_stream_limits){ 0 };
	if (!stream->limits.max_bytes)
		stream->limits.max_bytes = DEFAULT_MAX_BYTES;
	if (!stream->limits.max_ratio)
		stream->limits.max_ratio = DEFAULT_MAX_RATIO;
	stream->name = eh_strndup(name, strlen(name));
	enum eh_rc rc = stream->name ? EH_OK : eh_fail_memory(err);
	if (rc == EH_OK && path) {
		stream->fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
		if (stream->fd < 0)
			rc = eh_fail_errno(err, "read", path);
		else if (fstat(stream->fd, &info) == 0 && S_ISDIR(info.st_mode))
			rc = eh_fail(err, EH_INVALID, "%s is a folder; name a file in it", path);
		else if (S_ISREG(info.st_mode))
			stream->size = (uint64_t)info.st_size;
	}
	if (rc == EH_OK)
		rc = start(stream, path, bytes, member, err);
	if (rc != EH_OK) {
		eh_stream_free(stream);
		return rc;
	}
	*ret_stream = stream;
	return EH_OK;
}

enum eh_rc eh_stream_open(const char *path, const char *member, const struct eh_stream_limits *limits,
        struct eh_stream **ret_stream, struct eh_error *err)
{
	const char *slash = strrchr(path, '/');
	const char *name = strcmp(path, "-") == 0 ? "standard input" : slash ? slash + 1 : path;

	return open_stream(path, (struct eh_str){ NULL, 0 }, name, member, limits, ret_stream, err);
}

enum eh_rc eh_stream_open_memory(struct eh_str bytes, const char *name, const char *member, const struct eh_stream_limits *limits,
        struct eh_stream **ret_stream, struct eh_error *err)
{
	return open_stream(NULL, bytes.p ? bytes : EH_STR(""), name, member, limits, ret_stream, err);
}

enum eh_rc eh_stream_members(const char *path, struct eh_str bytes, struct eh_arena *arena, struct eh_stream_member **ret_members,
        size_t *ret_count, struct eh_error *err)
{
	zip_t *archive = path && strcmp(path, "-") == 0 ? NULL : open_archive(path, bytes);
	zip_int64_t total = archive ? zip_get_num_entries(archive, 0) : 0;
	struct eh_stream_member *members = eh_arena_alloc_zero(arena, (size_t)total + 1, sizeof *members);
	bool good = members != NULL;
	size_t count = 0;

	for (zip_int64_t i = 0; good && i < total; i++) {
		zip_stat_t info;
		if (zip_stat_index(archive, (zip_uint64_t)i, 0, &info) != 0 || !(info.valid & ZIP_STAT_NAME) ||
		        !is_data_file(info.name))
			continue;
		members[count].name = eh_arena_str(arena, eh_str_of(info.name)).p;
		members[count].size = info.valid & ZIP_STAT_SIZE ? info.size : 0;
		good = members[count++].name != NULL;
	}
	if (archive)
		zip_discard(archive);
	if (!good)
		return eh_fail_memory(err);
	*ret_members = members;
	*ret_count = count;
	return EH_OK;
}

void eh_stream_progress(const struct eh_stream *stream, uint64_t *ret_done, uint64_t *ret_size)
{
	*ret_done = stream->kind == ZIP ? 0 : stream->consumed;
	*ret_size = stream->size;
}

const char *eh_stream_name(const struct eh_stream *stream) { return stream->name; }

void eh_stream_free(struct eh_stream *stream)
{
	if (!stream)
		return;
	if (stream->inflating)
		inflateEnd(&stream->inflate);
	if (stream->file)
		zip_fclose(stream->file);
	if (stream->archive)
		zip_discard(stream->archive);
	if (stream->fd >= 0)
		close(stream->fd);
	eh_free(stream->block);
	eh_free(stream->name);
	eh_free(stream);
}
