/* asset.h: the style sheet, script and pictures that are part of the program (made from assets/ by tools/gen_assets). */
#ifndef EH_WEB_ASSET_H
#define EH_WEB_ASSET_H

#include "http/http.h"

struct eh_asset {
	const char *name; /* "site.css" */
	const char *path; /* "site-1a2b3c4d.css": changes with the contents, so that browsers may keep it for ever */
	const char *type;
	const unsigned char *plain;
	size_t plain_n;
	const unsigned char *packed; /* gzip */
	size_t packed_n;
};

extern const struct eh_asset eh_assets[]; /* ends with a NULL name */

/* "/assets/site-1a2b3c4d.css" for "site.css"; a name that is not there is a programming error and gives "#". */
const char *eh_asset_address(const char *name, char out[96]);

/* GET /assets/{file} */
enum eh_rc eh_asset_serve(struct eh_request *request, struct eh_response *response, struct eh_error *err);

#endif
