/* identifier.h: organisations' identifiers as people and registers write them, made one.
 *
 * Schemes are org-id.guide prefixes. Charity numbers lose leading zeros; a linked charity keeps its suffix ("200047-4"), a suffix of 0 is
 * the main charity; company numbers are padded to eight; letters are upper case. "NA", "-", "0", "none" and their like are no
 * identifiers. */
#ifndef EH_SOURCES_IDENTIFIER_H
#define EH_SOURCES_IDENTIFIER_H

#include "base/base.h"

/* Normalises `id` under `scheme` ("GB-CHC"). With scheme NULL the id is an org-id ("GB-CHC-1129832"), or, where no known prefix
 * stands before it, evidence without a scheme. Charity numbers that say themselves whose they are ("SC012345", "NIC100012") change
 * scheme. False when there is no identifier in it. Results live in `arena` or are literals. */
bool eh_identifier_normalise(
        const char *scheme, struct eh_str id, struct eh_arena *arena, struct eh_str *ret_scheme, struct eh_str *ret_id);

/* "NA", "N/A", "-", "—", "none", "null", "0", "unknown" and blanks: a cell that says nothing. */
bool eh_identifier_absent(struct eh_str text);

#endif
