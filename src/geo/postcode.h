/* postcode.h: UK postcodes, read from what people type.
 *
 * A postcode is an outward code ("M33", "SW1A") and an inward code, always a digit and two letters ("7ZF"). Its canonical form here is
 * upper case with one space. Lists differ (ONS pads to seven characters, people leave the space out), so every look-up goes through
 * eh_postcode_parse first.
 *
 * Shapes of the outward code: A9, A99, AA9, AA99, A9A, AA9A (ONS Postcode Directory user guide). */
#ifndef EH_GEO_POSTCODE_H
#define EH_GEO_POSTCODE_H

#include "base/base.h"

/* "SW1A 1AA" and its NUL. */
struct eh_postcode {
	char text[9];
};

/* Reads a postcode: case, spaces and a trailing full stop are forgiven; a letter O where a digit must stand and a zero where a letter
 * must are put right. Anything before or after it is an error.
 *
 * EH_OK, or EH_INVALID with *ret_code untouched. */
enum eh_rc eh_postcode_parse(struct eh_str in, struct eh_postcode *ret_code);

/* Finds the last postcode in an address, where people write it. *ret_from and *ret_n (may be NULL) say where it stands. EH_OK, or
 * EH_NOT_FOUND with everything untouched. */
enum eh_rc eh_postcode_find(struct eh_str address, struct eh_postcode *ret_code, size_t *ret_from, size_t *ret_n);

/* A number for a canonical postcode, in the order of the text; and back. eh_postcode_unpack gives an empty text for a number that no
 * postcode has. */
int64_t eh_postcode_pack(const struct eh_postcode *code);
struct eh_postcode eh_postcode_unpack(int64_t packed);

/* The outward code ("M33"), in the postcode's own memory. */
struct eh_str eh_postcode_outward(const struct eh_postcode *code);

#endif
