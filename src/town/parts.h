/* parts.h: what the files of `town` share; not for other folders. */
#ifndef EH_TOWN_PARTS_H
#define EH_TOWN_PARTS_H

#include <stdio.h>

#include "cells.h"
#include "town.h"

/* Text that is cut, never overrun, at its end. */
struct town_line {
	size_t n;
	char p[760];
};

void town_line_clear(struct town_line *line);
void town_line_add(struct town_line *line, const char *text);
void town_line_char(struct town_line *line, char c);
void town_line_number(struct town_line *line, int64_t value, int digits); /* zero-padded to `digits` */
void town_line_upper(struct town_line *line);
/* "-1.234567" of a whole number of 10^-places. */
void town_line_decimal(struct town_line *line, int64_t value, int places);

/* One of the words of a list that has bars between them. */
const char *town_pick(struct eh_random *random, const char *list, struct town_line *ret_word);

/* Random numbers of one purpose for one thing of one town. */
enum town_purpose { TOWN_FOR_MAP, TOWN_FOR_ORGANISATION, TOWN_FOR_ROWS, TOWN_FOR_FILLER };
void town_random(struct eh_random *random, uint64_t seed, enum town_purpose purpose, uint64_t thing);
static inline bool town_chance(struct eh_random *random, unsigned per_thousand)
{
	return eh_random_below(random, 1000) < per_thousand;
}

/* ---- map.c. Coordinates are whole millionths of a degree. ---- */

struct town_map {
	uint64_t seed;
	uint32_t across, down; /* wards; each is two areas by two */
	uint32_t wards, areas;
	uint32_t postcodes; /* an area's */
};

struct town_point {
	int64_t x, y; /* longitude, latitude */
};

struct town_postcode {
	char text[9]; /* "ZZ1 1AA" */
	struct town_point point;
	bool live;
};

void town_map_init(struct town_map *map, uint64_t seed, uint64_t organisations);
/* The outline of cells x0 ≤ x < x1, y0 ≤ y < y1 (areas are one cell) counter-clockwise, each point once. */
typedef enum eh_rc town_visit(void *context, struct town_point point);
enum eh_rc town_map_outline(
        const struct town_map *map, uint32_t x0, uint32_t y0, uint32_t x1, uint32_t y1, town_visit *visit, void *context);
void town_map_cell(const struct town_map *map, uint32_t area, uint32_t *ret_x, uint32_t *ret_y);
void town_map_postcode(const struct town_map *map, uint32_t area, uint32_t slot, struct town_postcode *ret_postcode);
void town_map_ward_name(const struct town_map *map, uint32_t ward, struct town_line *out);
void town_map_area_name(const struct town_map *map, uint32_t area, struct town_line *out); /* of the neighbourhood */
/* So many places that the lists of names would come round: then every name is made from its ward's, which is its own. */
bool town_map_large(const struct town_map *map);
void town_map_street(const struct town_map *map, uint32_t area, uint32_t slot, struct town_line *out);
unsigned town_map_deprived(const struct town_map *map, uint32_t area);      /* 0 best … 1000 worst */
unsigned town_map_pull(const struct town_map *map, uint32_t area);          /* 1 … 24: how much organisations gather here */
void town_code(struct town_line *out, const char *prefix, uint32_t number); /* "Z01000001" */

/* ---- kinds.c ---- */

enum town_flag {
	TOWN_SPORT = 1 << 0,
	TOWN_SERVICE = 1 << 1,   /* has services of its own in the feed */
	TOWN_PROTECTED = 1 << 2, /* its place is not to be known */
	TOWN_NATIONAL = 1 << 3,
	TOWN_BRANCH = 1 << 4,
};

/* Templates: %P place, %T town, %S saint, %N ordinal, %F family name, %B brand. Lists have bars between their items. */
struct town_kind {
	const char *key;
	unsigned weight;
	unsigned flags;
	const char *forms; /* letters of enum town_form, one drawn */
	const char *names;
	const char *needs, *people; /* our codes, blanks between */
	const char *what, *who;     /* phrases for "we provide … for …" */
	const char *codes;          /* Charity Commission classification */
	const char *sic, *term;     /* industry code of its company; term of the services feed */
	unsigned income;            /* most, thousands of pounds a year */
};

extern const struct town_kind town_kinds[];
extern const size_t town_kind_count;
unsigned town_kind_draw(struct eh_random *random);
const struct town_kind *town_kind_find(const char *key);
extern const char *const town_families, *const town_saints;

/* ---- organisation.c ---- */

enum town_form {
	TOWN_GROUP = 'U',       /* on no register */
	TOWN_ASSOCIATION = 'A', /* registered charity, unincorporated */
	TOWN_TRUST = 'T',
	TOWN_CIO = 'O',
	TOWN_CHARITABLE_COMPANY = 'L',
	TOWN_CIC = 'I',
	TOWN_GUARANTEE = 'G', /* company limited by guarantee, no charity */
	TOWN_CASC = 'S',
};

#define TOWN_NONE UINT64_MAX

struct town_org {
	uint64_t index;
	const struct town_kind *kind;
	enum town_form form;
	bool charity, company, branch, elsewhere; /* elsewhere: registered at an address that is not where it works */
	uint64_t parent, merged;                  /* indexes, or TOWN_NONE */
	uint64_t charity_number;                  /* a branch: its parent's */
	uint32_t linked;
	char company_number[9];
	char name[160], former[160], working[160], legal[176], acronym[16];
	uint32_t area, slot, ward;
	struct town_postcode at, registered_at;
	char place[64], street[96], registered[128];
	char phone[16], web[96], email[112];
	int32_t founded, closed, renamed; /* EH_NO_DATE when not */
	int64_t income;                   /* pounds a year */
	char activities[700];
};

enum { TOWN_FIRST_YEAR = 1962, TOWN_THIS_YEAR = 2026 };

void town_org_make(const struct town_map *map, uint64_t index, struct town_org *ret_org);
uint64_t town_charity_number(uint64_t index);
void town_company_number(uint64_t index, char out[9]);
const char *town_form_name(enum town_form form);

/* ---- noise.c: how others write it ---- */

void town_noise_name(struct eh_random *random, const struct town_org *org, struct town_line *out);
/* Where the row says it is: mostly right. `out` is "" for a missing postcode. */
void town_noise_postcode(struct eh_random *random, const struct town_map *map, const struct town_org *org, struct town_line *out);
void town_typo(struct eh_random *random, struct town_line *line);

/* ---- file.c ---- */

/* A file that grows by rows. Failures stick in csv.rc and come out of town_file_row and town_file_close. */
struct town_file {
	FILE *file;
	const char *name;
	struct eh_buf buf;
	struct town_cells csv;
	uint64_t rows; /* about organisations: headings not counted */
	bool cp1252;
	bool comma; /* JSON: something stands before */
};

enum eh_rc town_file_open(struct town_file *file, const char *folder, const char *name, char delimiter, struct eh_error *err);
/* To be called after each row: writes what has gathered, when it is much. */
enum eh_rc town_file_row(struct town_file *file, struct eh_error *err);
enum eh_rc town_file_close(struct town_file *file, struct eh_error *err);
void town_file_finish(struct town_file *file);
void town_put(struct town_file *file, const char *text);
/* Cells of a row as one text with bars between them. */
void town_put_heading(struct town_file *file, const char *cells);
/* JSON members: a comma where one is due, key (NULL: none), then the value. */
void town_put_string(struct town_file *file, const char *key, const char *value); /* NULL or "": null */
void town_put_raw(struct town_file *file, const char *key, const char *value);
void town_put_open(struct town_file *file, const char *key, const char *bracket);
void town_put_shut(struct town_file *file, const char *bracket);

/* ---- write_*.c. Each writes the rows that one organisation has in its files, and their truth. ---- */

struct town_sheets;

struct town_files {
	const struct town_map *map;
	const char *folder;
	struct town_file charity, other_names, classification, operation, charity_before, companies, casc, grants, services,
	        clubs, suppliers;
	struct town_file truth, organisations;
	struct town_sheets *sheets;
};

enum town_rows {
	TOWN_ROWS_COMPANY = 1,
	TOWN_ROWS_CASC,
	TOWN_ROWS_GRANTS,
	TOWN_ROWS_SERVICES,
	TOWN_ROWS_CLUBS,
	TOWN_ROWS_SUPPLIERS,
	TOWN_ROWS_XLSX,
	TOWN_ROWS_ODS,
	TOWN_ROWS_CHARITY
};

/* The random numbers of an organisation's rows in one file. */
static inline void town_rows_random(struct eh_random *random, const struct town_map *map, enum town_rows rows, uint64_t index)
{
	town_random(random, map->seed, TOWN_FOR_ROWS, index * 16 + (uint64_t)rows);
}

/* The true organisation of a row; TOWN_NONE: it is none of the town's voluntary sector. */
enum eh_rc town_truth(
        struct town_files *files, const char *file, const char *key, uint64_t row, uint64_t index, struct eh_error *err);

enum eh_rc town_write_place(const struct town_map *map, const char *folder, struct eh_error *err);
enum eh_rc town_write_readme(const struct eh_town_options *options, const char *folder, struct eh_error *err);

void town_headings_registers(struct town_files *files);
enum eh_rc town_write_charity(struct town_files *files, const struct town_org *org, struct eh_error *err);
enum eh_rc town_write_company(struct town_files *files, const struct town_org *org, struct eh_error *err);
enum eh_rc town_write_casc(struct town_files *files, const struct town_org *org, struct eh_error *err);
void town_headings_lists(struct town_files *files);
enum eh_rc town_write_grants(struct town_files *files, const struct town_org *org, struct eh_error *err);
enum eh_rc town_write_club(struct town_files *files, const struct town_org *org, struct eh_error *err);
enum eh_rc town_write_supplier(struct town_files *files, const struct town_org *org, struct eh_error *err);
enum eh_rc town_write_services(struct town_files *files, const struct town_org *org, struct eh_error *err);
void town_end_services(struct town_files *files);

enum eh_rc town_sheets_new(const char *folder, struct town_sheets **ret_sheets, struct eh_error *err);
enum eh_rc town_write_sheets(struct town_files *files, const struct town_org *org, struct eh_error *err);
enum eh_rc town_sheets_close(struct town_sheets *sheets, struct eh_error *err);
void town_sheets_free(struct town_sheets *sheets);

#endif
