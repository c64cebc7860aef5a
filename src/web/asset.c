#include "asset.h"

const char *eh_asset_address(const char *name, char out[96])
{
	for (const struct eh_asset *asset = eh_assets; asset->name; asset++)
		if (strcmp(asset->name, name) == 0) {
			snprintf(out, 96, "/assets/%s", asset->path);
			return out;
		}
	return "#";
}

enum eh_rc eh_asset_serve(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_str wanted = eh_request_capture(request, 0);

	for (const struct eh_asset *asset = eh_assets; asset->name; asset++) {
		if (!eh_str_eq(wanted, eh_str_of(asset->path)))
			continue;
		bool packed = eh_str_find(request->accept_encoding, EH_STR("gzip")) >= 0;
		response->type = asset->type;
		response->immutable = true;
		response->fixed = packed ? (struct eh_str){ (const char *)asset->packed, asset->packed_n }
		                         : (struct eh_str){ (const char *)asset->plain, asset->plain_n };
		if (packed)
			response->encoding = EH_STR("gzip");
		return EH_OK;
	}
	return eh_fail(err, EH_NOT_FOUND, "This file is not here any more.");
}
