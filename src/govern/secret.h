/* secret.h: the installation's own key, from which keyed hashes and sealed secrets are made.
 *
 * The key is 32 random bytes in a file that only its owner may read (mode 0600): EVENHAND_KEY_FILE, or FILE.key beside the store FILE. It
 * belongs into no backup of the store: whoever has both can read second factors and try out sign-in codes. Without it everybody signs in anew
 * and enrols a new authenticator; nothing else is lost. */
#ifndef EH_GOVERN_SECRET_H
#define EH_GOVERN_SECRET_H

#include "base/base.h"

enum { EH_SECRET_BYTES = 32, EH_HASH_BYTES = 32, EH_TOKEN_MAX = 44 };

struct eh_secret {
	unsigned char key[EH_SECRET_BYTES];
};

/* Reads the key of the store at `db_path`; with `make`, makes one when there is none. EH_NOT_FOUND: none. EH_INVALID: not 64 hexadecimal
 * digits, or others may read it; the message says what to do. EH_IO. */
enum eh_rc eh_secret_open(const char *db_path, bool make, struct eh_secret *ret_secret, struct eh_error *err);
/* A key of its own, for tests and for stores in memory. */
void eh_secret_random(struct eh_secret *ret_secret);
/* Overwrites it. */
void eh_secret_finish(struct eh_secret *secret);
#define EH_CLEANUP_SECRET __attribute__((cleanup(eh_secret_finish)))

/* What a hash or a sealed text is for: one is never taken for another. Numbers are stored; do not renumber. */
enum eh_purpose {
	EH_FOR_SIGNIN_TOKEN = 1,
	EH_FOR_SIGNIN_CODE = 2,
	EH_FOR_SIGNIN_HANDLE = 3,
	EH_FOR_RATE = 4,
	EH_FOR_SESSION = 5,
	EH_FOR_CSRF = 6,
	EH_FOR_FACTOR = 7,
	EH_FOR_MAIL = 8, /* links that other layers mail: unsubscribe, confirm */
	EH_FOR_POST = 9, /* codes in printed letters */
};

/* BLAKE2b-256 of `text`, keyed with a key that is derived (crypto_kdf) from the installation's for this purpose. */
void eh_secret_hash(
        const struct eh_secret *secret, enum eh_purpose purpose, struct eh_str text, unsigned char out[EH_HASH_BYTES]);

/* From the operating system. */
void eh_random_bytes(void *out, size_t size);

/* A hash as a token is written. */
void eh_token_of(const unsigned char hash[EH_HASH_BYTES], char out[EH_TOKEN_MAX]);

/* 256 random bits as 43 characters of base64url and a NUL. */
void eh_token_make(char out[EH_TOKEN_MAX]);
/* True for what eh_token_make could have made. */
bool eh_token_valid(struct eh_str token);

/* In constant time. */
bool eh_hash_equal(const unsigned char a[EH_HASH_BYTES], struct eh_str b);

/* XSalsa20-Poly1305 with a random nonce in front. Opening what was not sealed so is EH_INVALID. */
enum eh_rc eh_secret_seal(const struct eh_secret *secret, enum eh_purpose purpose, struct eh_str plain, struct eh_buf *out);
enum eh_rc eh_secret_unseal(
        const struct eh_secret *secret, enum eh_purpose purpose, struct eh_str sealed, struct eh_buf *out, struct eh_error *err);

#endif
