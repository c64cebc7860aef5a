#include "totp.h"

#include <liboath/oath.h>
#include <sodium.h>

enum eh_rc eh_totp_code(const unsigned char secret[EH_TOTP_SECRET], int64_t step, char out[7], struct eh_error *err)
{
	char code[7];
	int rc = oath_hotp_generate(
	        (const char *)secret, EH_TOTP_SECRET, (uint64_t)step, 6, false, OATH_HOTP_DYNAMIC_TRUNCATION, code);

	if (rc != OATH_OK)
		return eh_fail(err, EH_IO, "the authenticator's code could not be worked out: %s", oath_strerror(rc));
	memcpy(out, code, sizeof code);
	sodium_memzero(code, sizeof code);
	return EH_OK;
}

enum eh_rc eh_totp_find(const unsigned char secret[EH_TOTP_SECRET], int64_t now, int64_t after, const char code[7],
        int64_t *ret_step, struct eh_error *err)
{
	int64_t found = -1;
	char want[7];

	for (int64_t step = eh_totp_step(now) - 1; step <= eh_totp_step(now) + 1; step++) {
		EH_TRY(eh_totp_code(secret, step, want, err));
		bool same = sodium_memcmp(want, code, 6) == 0;
		found = same && step > after ? step : found;
	}
	sodium_memzero(want, sizeof want);
	if (found < 0)
		return eh_fail(err, EH_NOT_FOUND, "no step has this code");
	*ret_step = found;
	return EH_OK;
}
