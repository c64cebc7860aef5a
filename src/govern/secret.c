#include "secret.h"

#include <sodium.h>

enum { NONCE = crypto_secretbox_NONCEBYTES, MAC = crypto_secretbox_MACBYTES };

void eh_random_bytes(void *out, size_t size)
{
	/* Fails only where the system has no randomness at all; there libsodium ends the program itself. */
	if (sodium_init() >= 0)
		randombytes_buf(out, size);
	else
		sodium_misuse();
}

void eh_secret_random(struct eh_secret *ret_secret) { eh_random_bytes(ret_secret->key, sizeof ret_secret->key); }

void eh_secret_finish(struct eh_secret *secret) { sodium_memzero(secret, sizeof *secret); }

static void derive(const struct eh_secret *secret, enum eh_purpose purpose, unsigned char out[32])
{
	static const char CONTEXT[crypto_kdf_CONTEXTBYTES + 1] = "evenhand";

	crypto_kdf_derive_from_key(out, 32, (uint64_t)purpose, CONTEXT, secret->key);
}

void eh_secret_hash(const struct eh_secret *secret, enum eh_purpose purpose, struct eh_str text, unsigned char out[EH_HASH_BYTES])
{
	unsigned char key[32];

	derive(secret, purpose, key);
	crypto_generichash(out, EH_HASH_BYTES, (const unsigned char *)text.p, text.n, key, sizeof key);
	sodium_memzero(key, sizeof key);
}

static void to_base64(const unsigned char bytes[32], char out[EH_TOKEN_MAX])
{
	sodium_bin2base64(out, EH_TOKEN_MAX, bytes, 32, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

void eh_token_make(char out[EH_TOKEN_MAX])
{
	unsigned char bytes[32];

	eh_random_bytes(bytes, sizeof bytes);
	to_base64(bytes, out);
	sodium_memzero(bytes, sizeof bytes);
}

void eh_token_of(const unsigned char hash[EH_HASH_BYTES], char out[EH_TOKEN_MAX]) { to_base64(hash, out); }

/* By hand: libsodium's decoder takes some bytes over 127 for letters. The last character has two bits to spare, which are zero. */
bool eh_token_valid(struct eh_str token)
{
	static const char LAST[] = "AEIMQUYcgkosw048";

	if (token.n != EH_TOKEN_MAX - 1)
		return false;
	for (size_t i = 0; i < token.n; i++)
		if (!eh_is_alnum(token.p[i]) && token.p[i] != '-' && token.p[i] != '_')
			return false;
	return memchr(LAST, token.p[token.n - 1], sizeof LAST - 1) != NULL;
}

bool eh_hash_equal(const unsigned char a[EH_HASH_BYTES], struct eh_str b)
{
	return b.n == EH_HASH_BYTES && sodium_memcmp(a, b.p, EH_HASH_BYTES) == 0;
}

enum eh_rc eh_secret_seal(const struct eh_secret *secret, enum eh_purpose purpose, struct eh_str plain, struct eh_buf *out)
{
	unsigned char key[32];

	EH_TRY(eh_buf_reserve(out, NONCE + MAC + plain.n + 1));
	unsigned char *to = (unsigned char *)out->p + out->n;
	eh_random_bytes(to, NONCE);
	derive(secret, purpose, key);
	crypto_secretbox_easy(to + NONCE, (const unsigned char *)plain.p, plain.n, to, key);
	sodium_memzero(key, sizeof key);
	out->n += NONCE + MAC + plain.n;
	out->p[out->n] = '\0';
	return EH_OK;
}

enum eh_rc eh_secret_unseal(
        const struct eh_secret *secret, enum eh_purpose purpose, struct eh_str sealed, struct eh_buf *out, struct eh_error *err)
{
	const unsigned char *from = (const unsigned char *)sealed.p;
	unsigned char key[32];

	if (sealed.n < NONCE + MAC)
		return eh_fail(err, EH_INVALID, "a sealed secret is cut short");
	size_t n = sealed.n - NONCE - MAC;
	if (eh_buf_reserve(out, n + 1) < 0)
		return eh_fail_memory(err);
	derive(secret, purpose, key);
	int rc = crypto_secretbox_open_easy((unsigned char *)out->p + out->n, from + NONCE, sealed.n - NONCE, from, key);
	sodium_memzero(key, sizeof key);
	if (rc != 0)
		return eh_fail(err, EH_INVALID,
		        "a sealed secret does not open: the installation's key file is not the one it was sealed with");
	out->n += n;
	out->p[out->n] = '\0';
	return EH_OK;
}
