/* sheet_fields.c: the words that people put over columns. */
#include "spreadsheet.h"

const struct eh_sheet_field_row eh_sheet_fields[EH_FIELD_COUNT] = {
	[EH_FIELD_NONE] = { "ignore", "kept as written, used for nothing", "", true },
	[EH_FIELD_NAME] = { "name", "the organisation's name",
	        "^name of organisation|^organisation name|^organization name|^name of group|^group name|^charity name|^club "
	        "name|^name of club|"
	        "^recipient org name|^recipient name|^supplier "
	        "name|^organisation|^organization|^charity|^group|^club|^recipient|^community hub|"
	        "^establishment name|^library name|^name of the group|^name of charity|^company name|^provider "
	        "name|^provider|^supplier|^who are you|"
	        "^name|^names|organisation name|group name|club name|charity name|^title|^body|^society|^association|^hub|^hub "
	        "name|^place of worship|"
	        "^service provider|^group org|^org|^org name|^organisation group|^group organisation|organisation|name of",
	        false },
	[EH_FIELD_SERVICE] = { "service", "what a service is called, where that differs from its organisation",
	        "^service name|^name of service|^service|^project name|^activity name|^session|^class", false },
	[EH_FIELD_OTHER_NAME] = { "other-name", "another name it goes by",
	        "^other names|^other name|^also known as|^known as|^aka|^working name|^trading as|^trading name|^acronym|^short "
	        "name",
	        true },
	[EH_FIELD_FORMER_NAME] = { "former-name", "a name it used to have",
	        "^formerly|^former name|^previous name|^previous names|^old name", true },
	[EH_FIELD_ADDRESS] = { "address", "address, or a part of one",
	        "^address|^contact address|^charity contact address|^street address|^full address|^postal address|^public "
	        "address|address line|"
	        "^address 1|^address 2|^address 3|^address "
	        "4|^address1|^address2|^address3|^address4|^address5|^street|^town|^city|^locality|^county|"
	        "^venue address|^venue|^where do you meet|^where you meet|^where we meet|^where it meets|^where they "
	        "meet|^where it is held|^where held|^where it takes place|^meets at|^held at|^meeting "
	        "place|^location|^where|^building|^place|address",
	        true },
	[EH_FIELD_POSTCODE] = { "postcode", "postcode",
	        "^postcode|^post code|^postal code|^charity contact postcode|^recipient org postal code|^venue "
	        "postcode|^pcode|^pc|postcode|post code|"
	        "postal code",
	        false },
	[EH_FIELD_CHARITY_NUMBER] = { "charity-number", "number in a charity register",
	        "^registered charity number|^charity number|^charity no|^charity registration number|^reg charity "
	        "number|^charity reg no|^regno|"
	        "^charityregno|^reg number|^charity commission number|charity number|charity no|charity reg|registered charity",
	        false },
	[EH_FIELD_COMPANY_NUMBER] = { "company-number", "number at Companies House",
	        "^company number|^company no|^charity company registration number|^company registration number|^companies house "
	        "number|"
	        "^recipient org company number|company number|company no|company reg",
	        false },
	[EH_FIELD_ORG_ID] = { "org-id", "identifier with its register (GB-CHC-…)",
	        "^org id|^orgid|^organisation identifier|^recipient id", false },
	[EH_FIELD_ROW_ID] = { "id", "the row's own identifier, the same in every edition",
	        "^id|^ref|^reference|^identifier|^grant id|^grant reference|^urn|^unique id|^record id|^row id|^supplier "
	        "ids|^uprn|^no|^number",
	        false },
	[EH_FIELD_PHONE] = { "phone", "a person's or contact's telephone: private",
	        "^phone|^telephone|^tel|^mobile|^phone number|^telephone number|^contact number|^contact numbers|^contact "
	        "no|^contact "
	        "nos|^tel no|^tel nos|^contact tel|^contact telephone|^contact phone|^contact mobile|telephone|phone|mobile",
	        true },
	[EH_FIELD_PUBLIC_PHONE] = { "public-phone", "a telephone the public may ring",
	        "^public telephone|^public phone|^enquiries telephone|^helpline|^enquiries|^office telephone|^main "
	        "telephone|helpline",
	        false },
	[EH_FIELD_EMAIL] = { "email", "an e-mail address: private", "^email|^e mail|^email address|^contact email|email|e mail",
	        true },
	[EH_FIELD_WEB] = { "web", "web site",
	        "^website|^web|^web site|^url|^web address|^website address|^charity contact web|^recipient org web "
	        "address|website|web address|url|web|facebook",
	        false },
	[EH_FIELD_ACTIVITIES] = { "activities", "what it does, in words or a category",
	        "^activities|^charity activities|^description|^what do you do|^what you do|^what we "
	        "do|^about|^objects|^charitable objects|^purpose|"
	        "^purposes|^aims|^category|^main category|^type of activity|^activity|^sport|^sports|^service "
	        "description|^details|^summary|"
	        "^what the charity does|^focus|^theme|activities|description|what do you|what does|what they do|what it "
	        "does|what we do|category|purpose",
	        true },
	[EH_FIELD_BENEFICIARIES] = { "beneficiaries", "who it is for",
	        "^beneficiaries|^who is it for|^who for|^who do you help|^who the charity helps|^age group|^age "
	        "range|^ages|^target group|"
	        "^client group|beneficiar|who is it|who do you|age group",
	        true },
	[EH_FIELD_TIMES] = { "times", "opening or meeting times",
	        "^opening hours|^opening times|^times|^meeting times|^when|^when do you meet|^days|^day and "
	        "time|^day|^time|^hours|opening hours|"
	        "opening times|when do you",
	        true },
	[EH_FIELD_LATITUDE] = { "latitude", "latitude, degrees", "^latitude|^lat", false },
	[EH_FIELD_LONGITUDE] = { "longitude", "longitude, degrees", "^longitude|^long|^lon|^lng", false },
	[EH_FIELD_EASTING] = { "easting", "easting on the National Grid, metres", "^easting|^eastings|^x|^geox", false },
	[EH_FIELD_NORTHING] = { "northing", "northing on the National Grid, metres", "^northing|^northings|^y|^geoy", false },
	[EH_FIELD_REGISTERED] = { "registered", "date it was registered or founded",
	        "^date of registration|^date registered|^registered date|^registration date|^founded|^established|^start "
	        "date|date registered|registered on",
	        false },
	[EH_FIELD_REMOVED] = { "removed", "date it was removed or closed",
	        "^date removed|^date of removal|^removed|^closed|^date closed|^ceased date|^end date|^year closed|date removed",
	        false },
	[EH_FIELD_UPDATED] = { "updated", "date the row was last checked",
	        "^last modified|^updated at|^last updated|^updated|^date updated|^last checked|^date checked|last modified|last "
	        "updated",
	        false },
	[EH_FIELD_INCOME] = { "income", "yearly income, pounds", "^income|^latest income|^total income|^annual income|^turnover",
	        false },
	[EH_FIELD_SPENDING] = { "spending", "yearly spending, pounds",
	        "^spending|^expenditure|^latest expenditure|^total spending", false },
	[EH_FIELD_CONTACT] = { "contact", "a person's name: private",
	        "^contact|^contact name|^contact person|^name of contact|^secretary|^treasurer|^chair|^chairperson|^key "
	        "contact|^main contact|^lead contact|^named contact|^contacts|^contact details|^lead person|^lead "
	        "officer|^applicant|^trustees|^key holder|^organiser|^leader|"
	        "contact name|contact person|secretary|treasurer|chairperson|contact details",
	        true },
	[EH_FIELD_PRIVATE_ADDRESS] = { "private-address", "a person's address: private",
	        "^home address|^contact s address|^treasurer s address|^secretary s address|^correspondence address|^home "
	        "postcode|^private address|home address|s address|s postcode|home postcode",
	        true },
	[EH_FIELD_CONSENT] = { "consent", "whether it may be published (yes or no)",
	        "^consent|^ok to publish|^permission|^permission to share|^publish|^can we publish|^consent to publish|^data "
	        "sharing|^share|^gdpr|^may be published|^may be shared|consent|"
	        "ok to publish|ok to share|happy to share|happy to be listed|permission|can we share|may we",
	        false },
	[EH_FIELD_STATUS] = { "status", "active or closed",
	        "^status|^active|^charity registration status|^registration status|^charity status", false },
	[EH_FIELD_PARENT] = { "parent", "the organisation it is a branch of",
	        "^parent|^parent charity|^parent organisation|^branch of|^part of", false },
	[EH_FIELD_CODES] = { "codes", "Charity Commission classification codes",
	        "^charity classification|^classification|^classification codes|^classification code", false },
	[EH_FIELD_TYPE] = { "type", "legal form or kind of organisation",
	        "^charity type|^type|^organisation type|^legal form|^legal status|^constitution|^structure|^type of organisation",
	        false },
	[EH_FIELD_AMOUNT] = { "amount", "amount of a grant, pounds",
	        "^amount awarded|^amount|^grant amount|^award amount|^value|^grant|^award", false },
	[EH_FIELD_AWARD_DATE] = { "award-date", "date of a grant",
	        "^award date|^date awarded|^date of award|^grant date|award date", false },
	[EH_FIELD_FUNDER] = { "funder", "who gave a grant",
	        "^funder|^funding org name|^funding organisation|^grant maker|^funded by", false },
	[EH_FIELD_GRANT_TITLE] = { "grant-title", "what a grant is called",
	        "^grant title|^project title|^grant programme|^programme|^scheme", false },
	[EH_FIELD_CAPACITY] = { "capacity", "places a week",
	        "^capacity|^places|^places per week|^capacity per week|places per week", false },
};

enum eh_rc eh_sheet_heading_fold(struct eh_str heading, struct eh_buf *out)
{
	struct eh_buf folded EH_CLEANUP_BUF = { 0 };
	size_t start = out->n;

	EH_TRY(eh_utf8_fold(heading, &folded));
	for (size_t i = 0; i < folded.n; i++) {
		char c = folded.p[i];
		if (eh_is_alnum(c) || (unsigned char)c >= 0x80)
			EH_TRY(eh_buf_add_char(out, c));
		else if (out->n > start && out->p[out->n - 1] != ' ')
			EH_TRY(eh_buf_add_char(out, ' '));
	}
	if (out->n > start && out->p[out->n - 1] == ' ')
		out->p[--out->n] = '\0';
	return EH_OK;
}

/* True when `words` stands in `text` at word edges. */
static bool holds_words(struct eh_str text, struct eh_str words)
{
	for (size_t from = 0; from + words.n <= text.n; from++) {
		if (!eh_str_eq(eh_str_sub(text, from, words.n), words) || (from && text.p[from - 1] != ' '))
			continue;
		if (from + words.n == text.n || text.p[from + words.n] == ' ')
			return true;
	}
	return false;
}

double eh_sheet_heading_fit(struct eh_str folded, enum eh_sheet_field field)
{
	struct eh_str rest = eh_str_of(eh_sheet_fields[field].headings), pattern;
	double best = 0, place = 0;

	while (folded.n && eh_str_split(&rest, '|', &pattern)) {
		bool whole = eh_str_starts(pattern, EH_STR("^"));
		struct eh_str words = whole ? eh_str_sub(pattern, 1, pattern.n) : pattern;
		double fit = 0;
		if (eh_str_eq(folded, words))
			fit = 1 - place;
		else if (!whole && holds_words(folded, words))
			fit = 0.7 - place;
		if (fit > best)
			best = fit;
		place += 0.005;
	}
	return best;
}
