#include "taxonomy.h"

/* Whoever brings a child is no carer in the sense of the need: of charities coded by hand one in two that "parents and carers" put there was wrong. */
#define PARENTS_WHO_CARE                                                                                                         \
	"!parents and carer|!parent and carer|!parents & carer|!parents/carer|!parent/carer|!parents or carer|!parent or carer|" \
	"!parents, carer|!parents carer|!carers and parents|!carers/parents|!guardians and carer|!guardians/carer|!dads and "    \
	"carer|"                                                                                                                 \
	"!children and carer|!toddlers and carer|!babies and carer|!carer and toddler|!carers and toddler|!carers and babies|"   \
	"!carers and children|!carers and their children|!carers of young children|!carers of children|!carers with children|"   \
	"!carers with babies"

const struct eh_need eh_needs[] = {
	{ "food", EH_T("Food and essentials"),
	        EH_T("Food banks, meals, community cooking, clothes and furniture for people who lack them"), "D31", "income",
	        "total", "", "SW300 SW301 SW103 FA102", "D20",
	        "food bank|foodbank|food parcel|food poverty|food pantry|community fridge|soup kitchen|soup run|hot meal|free "
	        "meal|lunch club|luncheon club|"
	        "emergency food|feeding|hungry|hunger|food larder|clothing bank|baby bank|furniture reuse|recycled furniture" },
	{ "money", EH_T("Money, debt and benefits"),
	        EH_T("Advice on debt and benefits, help in hardship, small grants to people"), "D33", "income", "total", "105",
	        "SW105 SW101 CA101 CA201 HO102", "D21 D32",
	        "debt|welfare benefit|benefits advice|money advice|financial advice|financial hardship|relief of "
	        "poverty|poverty|relief in need|almshouse|"
	        "credit union|citizens advice|financial assistance|fuel poverty|advice service|advice and information|welfare "
	        "rights|in need, hardship|people in need" },
	{ "housing", EH_T("Homes and homelessness"), EH_T("Housing, hostels, help for people without a home"), "F30 D32",
	        "housing", "total", "107", "HO101 HO103 HO104 HO105", "F",
	        "homeless|rough sleep|hostel|housing association|housing advice|social housing|accommodation|tenancy|supported "
	        "housing|night shelter|sheltered housing" },
	{ "work", EH_T("Work and skills"), EH_T("Help to find work, training, volunteering that leads to work"), "D40",
	        "employment", "total", "113", "EC107 ED302 ED306", "E20 E30",
	        "employment|unemploy|job seek|jobseek|job club|employability|apprentice|vocational|back to work|into work|work "
	        "experience|job search|training and employment" },
	{ "learning", EH_T("Education and learning"), EH_T("Schools' friends, adult learning, language, libraries, study"), "B",
	        "education", "total", "102", "ED", "B",
	        "education|school|pta.|ptfa.|ptsa.|learning|tuition|literacy|esol|library|libraries|scholarship|adult "
	        "class|university of the third age|u3a|"
	        "supplementary school|homework|college|academy|friends of st|parent teacher|parents association" },
	{ "mental-health", EH_T("Mental health"), EH_T("Counselling, support in distress, groups that keep people well in mind"),
	        "health", "health", "total", "C12", "HE210 HE304", "C30",
	        "mental health|counsell|mental ill|psychotherap|depress|anxiety|suicid|self harm|self-harm|eating "
	        "disorder|emotional wellbeing|"
	        "emotional support|+wellbeing|+well-being|emotional well|mental well|mindful|mood disorder|bipolar|mental "
	        "wellbeing|samaritans|psycholog|therapeutic" },
	{ "health", EH_T("Health and illness"), EH_T("Help with illness and staying well, hospitals' friends, first aid"), "C",
	        "health", "total", "103", "HE2 HE3 HE4 HE5", "C",
	        "!mental health|!mental ill|!health and "
	        "safety|health|hospital|medical|patient|cancer|diabet|dementia|alzheimer|stroke|heart "
	        "|cardiac|parkinson|arthritis|hospice|nursing|first aid|"
	        "st john ambulance|blood|sclerosis|epilep|sickle|hiv|kidney|lung|breath|palliative|disease|illness|ambulance" },
	{ "addiction", EH_T("Drugs, alcohol and gambling"), EH_T("Help to stop and to stay stopped"), "", "health", "total", "",
	        "HE201", "C31", "addict|drug|alcohol|substance misuse|recovery from|gambling|rehab|narcotics|drinking|misuse" },
	{ "disability", EH_T("Disability"), EH_T("Support for disabled people and their independence"), "D13 G16", "health",
	        "disabled", "104", "BE200 BE201 BE110 HE215 HE207 HE203", "D13",
	        "disab|special needs|special educational|autis|asperger|down syndrome|downs syndrome|blind|visual "
	        "impair|visually impair|deaf|hearing impair|"
	        "hard of hearing|wheelchair|mencap|learning difficult|adhd|dyslexi|sight "
	        "loss|cerebral|impairment|neurodiver|send.|accessib" },
	{ "carers", EH_T("Carers"), EH_T("Support for people who look after somebody, young carers too"), "", "health", "total",
	        "", "SC102 SC108", "D14",
	        "carer|persons caring|people caring|those caring|who are caring|caring for a relative|caring for a family|caring "
	        "for a loved|"
	        "caring for someone|respite|looking after a relative|" PARENTS_WHO_CARE },
	{ "loneliness", EH_T("Company and loneliness"), EH_T("Befriending, clubs for older people, somewhere to go"), "D12 G15",
	        "loneliness", "age_65_plus", "", "SW106 SW107 BE108 SC101 AS105", "D15",
	        "lonel|befriend|isolat|older people|elderly|pensioner|over 50|over 60|over 55|age uk|age concern|senior "
	        "citizen|old people|day centre|day care|"
	        "social club|friendship|good neighbour|retired|evergreen|over sixt|over fift|the aged|old age|later "
	        "life|companionship" },
	{ "abuse", EH_T("Abuse and violence"), EH_T("Help for people harmed or in danger at home or elsewhere"), "", "crime",
	        "total", "", "SW200 SW201 SW202 SW203 SW204 CJ104 CJ105", "D22",
	        "domestic abuse|domestic violence|sexual abuse|sexual violence|rape|women's aid|womens aid|refuge|child "
	        "abuse|victim|"
	        "survivors of|abused|abusive|traffick|modern slavery|female genital|honour based|hate crime" },
	{ "asylum", EH_T("Refugees and asylum"), EH_T("Help for people who fled here"), "D34", "imd", "total", "", "BE101 BE107",
	        "D24", "asylum|refugee|migrant|immigra|displaced person" },
	{ "crime", EH_T("Safety and justice"), EH_T("Preventing crime, helping offenders and prisoners' families, mediation"), "",
	        "crime", "total", "", "CJ101 CJ102 SO102", "G21 G22",
	        "crime|offend|prison|probation|mediation|neighbourhood watch|community safety|youth "
	        "justice|anti-social|antisocial|knife|gang|police" },
	{ "family", EH_T("Families and parents"), EH_T("Support for parents and families under strain"), "D14", "income",
	        "age_0_15", "", "BE103 BE109 HE209", "D12",
	        "famil|parent|home-start|home start|homestart|fostering|foster care|adopti|maternity|pregnan|breastfeed|"
	        "bereaved "
	        "child|single mother|"
	        "lone parent|mothers.|mums.|dads.|fathers.|surestart|sure start" },
	{ "childcare", EH_T("Childcare and early years"), EH_T("Playgroups, nurseries, toddlers, play schemes"), "D20 B11",
	        "income", "age_0_15", "", "CC", "D11 B11",
	        "playgroup|pre-school|preschool|pre school|nursery|nurseries|toddler|childcare|child care|creche|under "
	        "fives|under 5|early years|after school|"
	        "out of school club|play scheme|playscheme|breakfast club|adventure play|children's centre|holiday club|toy "
	        "library" },
	{ "youth", EH_T("Young people"), EH_T("Youth clubs, scouts, guides, cadets, mentoring"), "D11 G14", "education",
	        "age_16_24", "", "AS300 AS301 AS302 AS303 BE115 FA108", "D12",
	        "youth|scout|girlguid|girl guid|guides.|brownie|cub pack|boys brigade|girls brigade|boys' brigade|girls' "
	        "brigade|cadet|young people|"
	        "young person|teenage|duke of edinburgh|adolescen|woodcraft|young adult|+guide|sea scouts|air "
	        "training|rainbows." },
	{ "sport", EH_T("Sport and exercise"), EH_T("Clubs and places to be active"), "A20 A21 A22", "health", "total", "110 116",
	        "LE101 LE104 LE105 LE106 FA106", "A20 A21",
	        "sport|football|cricket|rugby|tennis|bowling|bowls|badminton|swim|athletic|gymnast|hockey|netball|basketball|"
	        "cycling|running|rowing|sailing|"
	        "canoe|golf|martial art|karate|judo|taekwondo|boxing|fitness|exercise|squash|table "
	        "tennis|lacrosse|volleyball|archery|angling|fishing club|"
	        "equestrian|riding.|yoga|pilates|playing field|recreation ground|harriers|afc.|rfc.|fc.|lawn "
	        "tennis|croquet|climb|ski |skiing|"
	        "skating|triathlon|aikido|fencing club|walking group|rambl|snooker|darts|weightlift|kayak|orienteer|physical "
	        "activit|leisure cent" },
	{ "arts", EH_T("Arts and heritage"), EH_T("Music, drama, museums, history, crafts"), "A10 A11 A12", "imd", "total", "109",
	        "AR HR", "A1",
	        "!martial arts|art |arts|music|choir|choral|orchestra|brass "
	        "band|band.|drama|theatre|theatrical|operatic|dance|museum|heritage|history society|historical|"
	        "historic|civic "
	        "society|galler|literature|poetry|craft|film|cinema|festival|cultur|singing|singers|opera|ballet|archaeolog|"
	        "preservation|"
	        "local history|photograph|painting|playwright|symphony|concert|sculpture|creative" },
	{ "nature", EH_T("Environment and growing"), EH_T("Parks, allotments, conservation, recycling"), "E10 E11 E14 G12",
	        "environment", "total", "112", "EN FA104 FA105 LE102", "E11 E10",
	        "environment|conservation|wildlife|nature|allotment|garden|woodland|tree|trees|recycl|climate|sustainab|parks.|"
	        "friends of the park|+park|"
	        "ecolog|biodivers|horticultur|beekeep|countryside|meadow|canal|river trust|meadows|in bloom|green space|energy "
	        "saving|litter" },
	{ "animals", EH_T("Animals"), EH_T("Rescue and care of animals"), "E20 E21 E22", NULL, "total", "111", "AN", "E13",
	        "animal|rspca|cat rescue|dog rescue|cats protection|"
	        "donkey|horse rescue|pets.|veterinar|sanctuary|dogs.|hedgehog" },
	{ "community", EH_T("Community and meeting places"), EH_T("Village halls, community centres, residents' groups, hubs"),
	        "F20 G13", "cni", "total", "", "AS101 AS107 AS106 AS200 AS201 AS202 FA103 FA107 EC101", "E21 A30",
	        "community centre|community association|village hall|community hub|residents|tenants|community "
	        "development|regeneration|civic|neighbourhood|"
	        "community group|memorial hall|public hall|parish hall|community cafe|inter-generational|women's "
	        "institute|womens institute|+wi.|rotary|"
	        "lions club|round table|inner wheel|townswomen|working men|social events|community event|good of the "
	        "community|community project|masonic" },
	{ "faith", EH_T("Faith and worship"), EH_T("Places of worship and religious life"), "I", NULL, "total", "108", "RL", "I",
	        "church|chapel|parish "
	        "of|mosque|masjid|islamic|muslim|synagogue|jewish|hebrew|gurdwara|sikh|hindu|temple|mandir|buddhis|christian|"
	        "gospel|"
	        "baptist|methodist|catholic|anglican|quaker|friends "
	        "meeting|religio|worship|faith|bible|missionary|mission.|ministr|parochial|diocese|diocesan|"
	        "jehovah|pentecostal|salvation "
	        "army|evangeli|clergy|shul|kehilla|jesus|christ.|unitarian|reformed|+spiritual|spiritual "
	        "direction|prayer|monast|convent|vicar" },
	{ "transport", EH_T("Getting about"), EH_T("Community transport, lifts, shopmobility"), "", "housing", "total", "",
	        "SW104", "D18",
	        "community transport|dial a ride|dial-a-ride|minibus|shopmobility|volunteer driver|car scheme|transport "
	        "scheme|transport for|ring and ride" },
	{ "rights", EH_T("Rights and equality"), EH_T("Advice on the law, speaking up, equal treatment"), "G11 K21", "imd",
	        "total", "115", "SO104 SO105 SO106 CA103", "G1",
	        "human rights|equalit|law centre|legal advice|advocacy|advocate|race relations|racial "
	        "harmony|discriminat|diversity|lgbt|lesbian|gay.|"
	        "transgender|civil rights|equal opportunit|campaign" },
	{ "bereavement", EH_T("End of life and loss"), EH_T("Hospices, bereavement support"), "", "health", "total", "",
	        "SW102 HE307 HE401", "C40", "bereave|hospice|grief|cruse|terminally ill|end of life|palliative|loss of a|dying" },
	{ "digital", EH_T("Getting online"), EH_T("Help with computers, phones and the internet"), "", "education", "total", "",
	        "ED304", "", "digital|computer|internet|online skill|it skills|silver surfer|technology" },
	{ "overseas", EH_T("Help overseas"), EH_T("Relief and development in other countries"), "G30", NULL, "total", "106",
	        "EC103 SL102", "J",
	        "overseas|developing countr|third "
	        "world|africa|india|pakistan|bangladesh|kenya|uganda|nepal|romania|ghana|nigeria|abroad|international relief|"
	        "disaster relief|famine|israel|palestin|ukrain|malawi|ethiopia|tanzania|sri lanka|orphanage" },
	{ "support-for-groups", EH_T("Support for groups and volunteering"),
	        EH_T("Infrastructure for other organisations, volunteer centres, grants"), "wider", NULL, "total", "",
	        "CV103 CV104 CA202", "H",
	        "volunteer cent|voluntary action|voluntary sector|council for voluntary|community foundation|other "
	        "charities|charities or voluntary|"
	        "umbrella|infrastructure|grant making|grantmaking|grant-making|makes grants|volunteering" },
};

const size_t eh_need_count = sizeof eh_needs / sizeof *eh_needs;

const struct eh_people eh_people[] = {
	{ "everyone", EH_T("Everyone"), "207", "general public|mankind|inhabitants|local residents|whole community|everyone" },
	{ "children", EH_T("Children"), "201", "child|pupil|toddler|baby|babies|infant|under fives" },
	{ "young-people", EH_T("Young people"), "201", "young people|youth|teenage|student|adolescen|young adult|scout|guides." },
	{ "older-people", EH_T("Older people"), "202",
	        "older people|elderly|pensioner|senior citizen|over 50|over 55|over 60|the aged|old people|later life" },
	{ "disabled-people", EH_T("Disabled people"), "203", "disab|blind|deaf|autis|impair|special needs|learning difficult" },
	{ "minority-communities", EH_T("People of a particular ethnic origin"), "204",
	        "ethnic|bme.|bame.|black "
	        "and|asian|caribbean|african|chinese|polish|pakistani|bangladeshi|somali|gypsy|traveller|irish communit" },
	{ "women", EH_T("Women and girls"), "", "women|girls|mothers.|female|maternity" },
	{ "men", EH_T("Men and boys"), "", "men's|mens.|men in sheds|fathers.|boys" },
	{ "families", EH_T("Families"), "", "famil|parent" },
	{ "carers", EH_T("Carers"), "", "carer|" PARENTS_WHO_CARE },
	{ "people-in-distress", EH_T("People with poor mental health"), "", "mental health|mental ill|depress|anxiety|distress" },
	{ "refugees", EH_T("Refugees and people seeking asylum"), "", "refugee|asylum|migrant" },
	{ "homeless-people", EH_T("People without a home"), "", "homeless|rough sleep" },
	{ "people-on-low-incomes", EH_T("People on low incomes or out of work"), "",
	        "poverty|low income|unemploy|hardship|in need|disadvantag|deprived" },
	{ "lgbt-people", EH_T("LGBT+ people"), "", "lgbt|lesbian|gay.|bisexual|transgender" },
	{ "veterans", EH_T("People who served, and their families"), "",
	        "veteran|ex-service|ex service|royal british legion|armed forces|service personnel" },
	{ "offenders", EH_T("People who offended"), "", "offender|prisoner|ex-offender" },
	{ "faith-communities", EH_T("Members of a faith"), "",
	        "church|mosque|synagogue|gurdwara|congregation|religio|christian|muslim|jewish" },
	{ "groups", EH_T("Other organisations"), "205",
	        "other charities|voluntary bodies|voluntary organisations|community groups" },
};

const size_t eh_people_count = sizeof eh_people / sizeof *eh_people;

const struct eh_need *eh_need_find(struct eh_str code)
{
	for (size_t i = 0; i < eh_need_count; i++)
		if (eh_str_eq(code, eh_str_of(eh_needs[i].code)))
			return &eh_needs[i];
	return NULL;
}

const struct eh_people *eh_people_find(struct eh_str code)
{
	for (size_t i = 0; i < eh_people_count; i++)
		if (eh_str_eq(code, eh_str_of(eh_people[i].code)))
			return &eh_people[i];
	return NULL;
}

bool eh_code_listed(const char *list, struct eh_str code, bool beginnings)
{
	struct eh_str rest = eh_str_of(list), item;

	while (eh_str_split(&rest, ' ', &item))
		if (item.n && (beginnings ? eh_str_starts(code, item) : eh_str_eq(code, item)))
			return true;
	return false;
}

/* Whether the words that stand at `at` do so inside a phrase of the list that says them away ("!martial arts"). */
static bool said_away(const char *list, struct eh_str text, size_t at, struct eh_str words)
{
	for (const char *p = list, *end; (p = strchr(p, '!')); p = end) {
		end = strchrnul(p, '|');
		struct eh_str phrase = { p + 1, (size_t)(end - p) - 1 };
		ptrdiff_t within = eh_str_find(phrase, words);
		if (within >= 0 && at >= (size_t)within && eh_str_starts(eh_str_sub(text, at - (size_t)within, text.n), phrase))
			return true;
	}
	return false;
}

/* The words of the text that begin so, to the end of the last: "famil" finds "families". */
static bool holds(const char *list, struct eh_str text, struct eh_str words, struct eh_str *ret_found)
{
	bool whole = eh_str_ends(words, EH_STR("."));

	if (whole)
		words.n--;
	for (size_t from = 0; from + words.n <= text.n;) {
		ptrdiff_t hit = eh_str_find(eh_str_sub(text, from, text.n), words);
		if (hit < 0)
			return false;
		size_t at = from + (size_t)hit, end = at + words.n;
		bool starts = !at || !eh_is_alnum(text.p[at - 1]);
		bool ends = !whole || end == text.n || !eh_is_alnum(text.p[end]);
		if (starts && ends && !said_away(list, text, at, words)) {
			while (end < text.n && eh_is_alnum(text.p[end]))
				end++;
			*ret_found = eh_str_trim(eh_str_sub(text, at, end - at));
			return true;
		}
		from = at + 1;
	}
	return false;
}

static uint64_t letter_bit(char c) { return UINT64_C(1) << ((unsigned char)c & 63); }

/* Letters that begin words of the text: most words of a list begin with another, and need not be looked for. */
static uint64_t initials(struct eh_str text)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < text.n; i++)
		if (!i || !eh_is_alnum(text.p[i - 1]))
			bits |= letter_bit(text.p[i]);
	return bits;
}

bool eh_words_match(const char *words, struct eh_str folded, bool name, struct eh_str *ret_word)
{
	uint64_t begin = initials(folded);

	for (const char *p = words, *end; folded.n && *p; p = *end ? end + 1 : end) {
		end = strchrnul(p, '|');
		bool name_only = *p == '+';
		struct eh_str word = { p + name_only, (size_t)(end - p) - name_only };
		if (!word.n || (name_only && !name) || *word.p == '!' || !(begin & letter_bit(*word.p)) ||
		        !holds(words, folded, word, ret_word))
			continue;
		return true;
	}
	return false;
}
