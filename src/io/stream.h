/* stream.h: the bytes of a file, decompressed on the way.
 *
 * Plain files, gzip (.gz, also several members one after another) and zip archives with one data file in them (or a named
 * member) are told apart by their first bytes, never by their name. Reading is sequential and takes constant memory. */
#ifndef EH_IO_STREAM_H
#define EH_IO_STREAM_H

#include "base/base.h"

struct eh_stream;

/* Guards against decompression bombs; zero fields take the defaults. */
struct eh_stream_limits {
	uint64_t max_bytes; /* expanded; default 64 GiB */
	uint64_t max_ratio; /* expanded ÷ compressed once 16 MiB are out; default 200 */
};

/* Opens `path` ("-": standard input). `member` names a member of a zip archive, NULL takes its only data file (folders, dot
 * files and __MACOSX are passed over); it is ignored for other files.
 *
 * EH_NOT_FOUND no such file or member (the message lists the members there are); EH_IO; EH_INVALID not a readable archive;
 * EH_UNSUPPORTED encrypted. Free with eh_stream_free. */
enum eh_rc eh_stream_open(const char *path, const char *member, const struct eh_stream_limits *limits,
        struct eh_stream **ret_stream, struct eh_error *err);

/* The same for bytes in memory, which must outlive the stream; `name` is for messages. */
enum eh_rc eh_stream_open_memory(struct eh_str bytes, const char *name, const char *member, const struct eh_stream_limits *limits,
        struct eh_stream **ret_stream, struct eh_error *err);

/* Reads up to `size` bytes; *ret_n is 0 only at the end of the data. EH_INVALID truncated or damaged compression; EH_TOO_LARGE
 * a limit was passed ("… expands to more than …: if this is right, raise …"); EH_IO. */
enum eh_rc eh_stream_read(struct eh_stream *stream, void *out, size_t size, size_t *ret_n, struct eh_error *err);

/* Bytes consumed of the file as it lies on disk, and its size (0 when unknown): for a progress line. */
void eh_stream_progress(const struct eh_stream *stream, uint64_t *ret_done, uint64_t *ret_size);

/* A data file in a zip archive: folders, dot files and __MACOSX are none. */
struct eh_stream_member {
	const char *name;
	uint64_t size; /* unpacked, as the archive states it */
};

/* The data files of a zip archive, in its order and in `arena`; *ret_count 0 for any other file. With path NULL the archive is `bytes`.
 * EH_NO_MEMORY is the only failure: opening the file tells what is wrong with it. */
enum eh_rc eh_stream_members(const char *path, struct eh_str bytes, struct eh_arena *arena, struct eh_stream_member **ret_members,
        size_t *ret_count, struct eh_error *err);

const char *eh_stream_name(const struct eh_stream *stream);
void eh_stream_free(struct eh_stream *stream);
static inline void eh_stream_free_p(struct eh_stream **stream) { eh_stream_free(*stream); }
#define EH_CLEANUP_STREAM __attribute__((cleanup(eh_stream_free_p)))

#endif
