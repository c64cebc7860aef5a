/* types.h: what a column may be, and how each type is compared. */
#ifndef EH_LINK_TYPES_H
#define EH_LINK_TYPES_H

#include "base/base.h"
#include "evenhand/linkage.h"

/* How cells are prepared and compared. */
enum eh_kind {
	EH_KIND_NAME,     /* words of organisations' names, several names a row */
	EH_KIND_TEXT,     /* words */
	EH_KIND_ADDRESS,  /* numbers and words */
	EH_KIND_PERSON,   /* one short string */
	EH_KIND_CODE,     /* letters and digits without anything between */
	EH_KIND_POSTCODE, /* the same, in parts */
	EH_KIND_DATE,
	EH_KIND_NUMBER,
	EH_KIND_CATEGORY,
	EH_KIND_HOST, /* the domain of an address on the web or of e-mail */
	EH_KIND_GEO,
	EH_KINDS,
};

enum { EH_MOST_LEVELS = 8 };

struct eh_type_info {
	const char *name; /* as users write it */
	enum eh_kind kind;
};
extern const struct eh_type_info eh_type_infos[EHL_TYPES];

struct eh_kind_info {
	unsigned levels;          /* 1 … levels; 0 is "missing on a side" */
	bool words;               /* prepared as words; else as one value */
	double m[EH_MOST_LEVELS]; /* before any training */
	double u[EH_MOST_LEVELS];
	const char *say[EH_MOST_LEVELS]; /* in words, for a level */
};
extern const struct eh_kind_info eh_kind_infos[EH_KINDS];

/* How long values of a kind take, to prepare or to compare: single values, then short words, then long texts. */
enum { EH_SLOWEST = 3 };
static inline unsigned eh_kind_slowness(enum eh_kind kind)
{
	return kind == EH_KIND_TEXT ? EH_SLOWEST : kind == EH_KIND_NAME ? 2 : kind == EH_KIND_ADDRESS ? 1 : 0;
}

#endif
