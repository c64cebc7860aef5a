/* gen_assets: puts files into the program: each as bytes, as gzip, and with a name that changes with its contents.
 *
 *     gen_assets OUT.c FILE...
 *
 * Writes `const struct eh_asset eh_assets[]` (web/asset.h), ended by a NULL name. A file's address is /assets/NAME-HASH.EXT. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { MOST = 4 << 20 };

static const struct {
	const char *end, *type;
} TYPES[] = {
	{ ".css", "text/css; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".svg", "image/svg+xml" },
	{ ".png", "image/png" },
	{ ".ico", "image/x-icon" },
	{ ".woff2", "font/woff2" },
	{ ".webmanifest", "application/manifest+json" },
};

static void write_bytes(FILE *out, const char *name, size_t number, const unsigned char *bytes, size_t n)
{
	fprintf(out, "static const unsigned char %s_%zu[] = {", name, number);
	for (size_t i = 0; i < n; i++)
		fprintf(out, "%s%u,", i % 32 ? "" : "\n\t", bytes[i]);
	fprintf(out, "\n};\n");
}

static size_t gzip(const unsigned char *in, size_t n, unsigned char *out, size_t room)
{
	z_stream stream = {
		.next_in = (unsigned char *)(uintptr_t)in, .avail_in = (unsigned)n, .next_out = out, .avail_out = (unsigned)room
	};

	if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK ||
	        deflate(&stream, Z_FINISH) != Z_STREAM_END)
		exit(1);
	deflateEnd(&stream);
	return stream.total_out;
}

int main(int argc, char **argv)
{
	static unsigned char bytes[MOST], packed[MOST + (MOST >> 8) + 4096];
	FILE *out = argc > 1 ? fopen(argv[1], "w") : NULL, *table = tmpfile();
	char block[4096];
	size_t read;

	if (!out || !table) {
		fprintf(stderr, "usage: gen_assets OUT.c FILE...\n");
		return 2;
	}
	fprintf(out, "/* Made from the built files of assets/ by tools/gen_assets. */\n#include \"web/asset.h\"\n\n");
	for (int i = 2; i < argc; i++) {
		FILE *in = fopen(argv[i], "rb");
		size_t n = in ? fread(bytes, 1, sizeof bytes, in) : 0, number = (size_t)i;
		const char *base = strrchr(argv[i], '/') ? strrchr(argv[i], '/') + 1 : argv[i], *dot = strrchr(base, '.');
		const char *type = NULL;
		for (size_t t = 0; dot && t < sizeof TYPES / sizeof *TYPES; t++)
			if (strcmp(dot, TYPES[t].end) == 0)
				type = TYPES[t].type;
		if (!in || n == sizeof bytes || !type) {
			fprintf(stderr, "gen_assets: %s cannot be read, is over 4 MiB, or of an unknown kind\n", argv[i]);
			return 1;
		}
		fclose(in);
		size_t packed_n = gzip(bytes, n, packed, sizeof packed);
		write_bytes(out, "plain", number, bytes, n);
		write_bytes(out, "packed", number, packed, packed_n);
		fprintf(table,
		        "\t{ \"%s\", \"%.*s-%08lx%s\", \"%s\", plain_%zu, sizeof plain_%zu, packed_%zu, sizeof packed_%zu },\n",
		        base, (int)(dot - base), base, crc32(crc32(0, NULL, 0), bytes, (unsigned)n), dot, type, number, number,
		        number, number);
	}
	fprintf(out, "\nconst struct eh_asset eh_assets[] = {\n");
	rewind(table);
	while ((read = fread(block, 1, sizeof block, table)))
		fwrite(block, 1, read, out);
	fprintf(out, "\t{ 0 },\n};\n");
	return fclose(out) ? 1 : 0;
}
