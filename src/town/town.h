/* town.h: the door of `town`: a synthetic town, written as the files that a real place would have.
 *
 * Everything in it is invented and says so. The town lies in the North Sea; codes begin with Z (LSOA Z01…, ward Z05…, council
 * Z06000001), postcodes with ZZ, charity numbers run from 9,000,001 (past the millionth organisation from 21,000,000), company
 * numbers from ZC900001 (past the hundred-thousandth organisation ZD…), telephones are the ones set aside for drama (organisations
 * past their number have none), web and mail domains end in .example.
 *
 * Organisation number i is made from (seed, i) alone, so that any slice of a town can be made by itself, and files of any length
 * are written in one pass and constant memory. The arithmetic of what is written is that of whole numbers: the same seed and
 * options give the same bytes on every machine (the XLSX file: with the same version of libxlsxwriter and zlib).
 *
 * Files, each with its rows in truth.csv (file, row_key, row_number, organisation); README.txt in the folder tells them again:
 *   boundaries_lsoa.geojson, boundaries_ward.geojson, boundaries_lad.geojson, postcodes.csv, lsoa_lookup.csv, need.csv,
 *   population.csv                                  the place
 *   publicextract.charity.json                      charity register, with charity_other_names, charity_classification and
 *                                                   charity_area_of_operation as publicextract.*.txt (tabs)
 *   publicextract.charity.2024-03-01.txt            the same register two years before
 *   companies.csv                                   basic company data, CICs and charitable companies among ordinary companies
 *   council_grants.csv                              360Giving, Windows-1252
 *   services.json                                   Open Referral UK 3.0, one page of services
 *   sports_clubs.csv, casc.csv, suppliers.csv       directory, register, payees (names cut at 35 characters)
 *   council_list.xlsx, community_groups.ods         a council's lists, as such lists are (at most EH_TOWN_SHEET_ROWS rows)
 *   truth_organisations.csv                         what is really so
 */
#ifndef EH_TOWN_TOWN_H
#define EH_TOWN_TOWN_H

#include "base/base.h"

enum { EH_TOWN_DEFAULT_ORGANISATIONS = 600, EH_TOWN_SHEET_ROWS = 20000 };
#define EH_TOWN_MOST_ORGANISATIONS UINT64_C(10000000)
#define EH_TOWN_NAME "Sallowby"
#define EH_TOWN_COUNCIL "Z06000001"

struct eh_town_options {
	uint64_t organisations; /* 0: the default */
	uint64_t seed;
	const char *folder; /* made when it is not there; files of the same name in it are replaced */
};

/* Called now and then with organisations done and in all; a result other than EH_OK stops the work and is returned. May be NULL. */
struct eh_town_progress {
	void *context;
	enum eh_rc (*call)(void *context, uint64_t done, uint64_t all);
};

/* Writes the town. EH_USAGE: more than EH_TOWN_MOST_ORGANISATIONS, or no folder; EH_NOT_FOUND: the folder above it; EH_IO;
 * EH_NO_MEMORY. After a failure the folder holds what was written so far. */
enum eh_rc eh_town_generate(const struct eh_town_options *options, const struct eh_town_progress *progress, struct eh_error *err);

#define EH_TOWN_MOST_RECORDS UINT64_C(20000000)

struct eh_town_records_options {
	uint64_t rows; /* 1 to EH_TOWN_MOST_RECORDS */
	uint64_t seed;
	const char *folder; /* made when it is not there; files of the same name in it are replaced */
};

/* Writes the organisations of a town as one flat list, for linkage: records.csv (id, source, name, address, postcode, phone, web,
 * activities) and truth.csv (row, cluster), `row` being the row's number from 1, which is its id too. Two rows an organisation on average,
 * one to nine, far apart; names, postcodes and telephones are written as in the town's own files (noise.c). One pass and constant memory;
 * the same seed and rows give the same bytes. Failures as of eh_town_generate. */
enum eh_rc eh_town_records(
        const struct eh_town_records_options *options, const struct eh_town_progress *progress, struct eh_error *err);

#endif
