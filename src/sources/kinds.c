/* kinds.c: the table of the kinds of source that give records. */
#include "readers.h"
#include "spreadsheet.h"

static const struct eh_source_kind KINDS[] = {
	{ "spreadsheet", "any CSV, XLSX or ODS; columns recognised from headings and contents", "whole", false,
	        eh_source_spreadsheet_read },
	{ "charity-commission", "tables of the Charity Commission's public extract, JSON or tab-separated", "whole", true,
	        eh_source_ccew_read },
	{ "ccni", "the register of charities in Northern Ireland, CSV", "whole", true, eh_source_ccni_read },
	{ "oscr", "the Scottish charity register, CSV, current or removed", "whole", true, eh_source_oscr_read },
	{ "casc", "HMRC's Community Amateur Sports Clubs, CSV", "whole", true, eh_source_casc_read },
	{ "companies-house", "Companies House basic company data, CSV", "whole", true, eh_source_companies_read },
	{ "360giving", "grants in the 360Giving standard, CSV, XLSX or JSON", "whole", false, eh_source_360giving_read },
	{ "open-referral", "an Open Referral UK feed saved as JSON, 1.0 or 3.0", "whole", false, eh_source_open_referral_read },
};

const struct eh_source_kind *eh_source_kinds(size_t *ret_count)
{
	*ret_count = sizeof KINDS / sizeof *KINDS;
	return KINDS;
}

const struct eh_source_kind *eh_source_kind_find(struct eh_str name)
{
	for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
		if (eh_str_eq(name, eh_str_of(KINDS[i].name)))
			return &KINDS[i];
	return NULL;
}
