/* What kinds of organisation a town has. Every name in here is invented. */
#include "parts.h"

const char *const town_families =
        "Ormerwick|Tolvane|Pellgrave|Hasketh|Dunmallow|Averling|Corvane|Blythewick|Sandrow|Penhallick|Markhame|Ferrowby|"
        "Quillane|Thackrah|Wenlowe|Orpinwell|Haldane-Reeve|Mostwick";
const char *const town_saints =
        "St Wendrith|St Orlaf|St Ambry|St Cuthmer|St Edwick|St Hildrun|All Hallows|Holy Lantern|St Brannow|St Ysolde";

/* clang-format off */
const struct town_kind town_kinds[] = {
	{ "foodbank", 22, TOWN_SERVICE, "AOOUUL", "%P Foodbank|%P Food Bank|%P Food Pantry|%P Community Larder|The %P "
		"Food Share", "food money", "everyone",
		"emergency food parcels|three days of food in a crisis|a weekly pantry of low-cost groceries|free hot "
		"meals and food parcels|a community fridge and cupboard of surplus food", "people in hardship|families "
		"on low incomes|anyone who cannot afford to eat", "105,207,306", "88990", "Food banks", 180 },
	{ "community-association", 34, TOWN_SERVICE, "AAOLU", "%P Community Association|%P Village Hall|%P Community "
		"Centre|%P Neighbourhood Centre|Friends of %P Hall", "community", "everyone",
		"a hall for hire and classes|a community centre with clubs and events|coffee mornings, classes and a "
		"hall to hire|social events and meeting rooms", "all residents|local people of every age|clubs and "
		"families", "116,113,207,305", "94990", "Community centres", 90 },
	{ "scouts", 26, 0, "AAAU", "%N %T Scout Group|%N %P Scout Group|%N %P (%S) Scouts", "youth", "children young-people",
		"Beavers, Cubs and Scouts|scouting, camps and outdoor adventures|weekly scout meetings and camping",
			"boys and girls aged 6 to 14|young people aged 6 to 18", "102,110,201,306", "94990", "Youth "
				"groups", 30 },
	{ "guides", 18, 0, "AUU", "%N %T Guides|%N %P Brownies|%N %P Rainbows|%N %P (%S) Guide Unit", "youth",
		"children young-people women",
		"Guides, crafts and camps|Brownie meetings and badges|girl guiding in a safe space", "girls aged 5 to "
		"14|girls and young women", "102,201,306", "94990", "Youth groups", 12 },
	{ "football", 22, TOWN_SPORT, "SSUUUA", "%P FC|%P Rovers Football Club|%P Athletic Junior Football Club|%T "
		"Wanderers FC|%P United JFC", "sport", "young-people everyone",
		"football coaching and league matches|junior football teams|walking football and five-a-side", "boys "
		"and girls|players of all ages|children from under 7 to under 16", "110,201,305", "93120", "Sports clubs", 60 },
	{ "cricket", 8, TOWN_SPORT, "SSUA", "%P Cricket Club|%T Cricket Club|%P CC", "sport", "everyone", "league "
		"cricket and junior coaching|cricket for men, women and juniors", "players of all abilities|juniors and "
			"adults", "110,207,305", "93120", "Sports clubs", 70 },
	{ "bowls", 7, TOWN_SPORT, "SSUU", "%P Bowling Club|%P Bowls Club|%T Crown Green Bowling Club", "sport "
		"loneliness", "older-people everyone", "crown green bowling|bowls matches and social evenings",
			"members of all ages|older people", "110,202,305", "93120", "Sports clubs", 30 },
	{ "tennis", 6, TOWN_SPORT, "SSU", "%P Lawn Tennis Club|%P Tennis Club", "sport", "everyone", "tennis courts, "
		"coaching and matches", "adults and juniors", "110,207,305", "93120", "Sports clubs", 80 },
	{ "swimming", 5, TOWN_SPORT, "UAS", "%T Swimming Club|%P Dolphins Swimming Club|%T Masters Swimmers", "sport "
		"health", "everyone", "swimming lessons and galas|competitive swimming", "children and adults",
			"110,201,306", "93120", "Sports clubs", 60 },
	{ "martial-arts", 6, TOWN_SPORT, "UUI", "%P Judo Club|%T Karate Academy|%P Boxing Gym|%T Amateur Boxing Club",
		"sport youth", "young-people", "boxing training|judo and self-defence classes|karate classes", "young "
			"people|children and adults", "110,201,306", "93120", "Sports clubs", 40 },
	{ "church", 34, 0, "AAUU", "%S Church, %P|%P Methodist Church|%P Baptist Church|The Parochial Church Council of "
		"%S, %P|%P Evangelical Fellowship", "faith community", "everyone",
		"Christian worship and pastoral care|Sunday services, a toddler group and lunches|the advancement of "
		"the Christian faith", "the parish|people of all ages|the community", "108,207,306", "94910", "Places "
		"of worship", 150 },
	{ "mosque", 7, 0, "AOL", "%T Islamic Centre|%P Mosque and Madrasah|%P Muslim Welfare Association", "faith "
		"community", "minority-ethnic everyone", "daily prayers and Islamic education|a mosque, madrasah and "
			"advice", "the Muslim community|families", "108,102,204,306", "94910", "Places of worship", 200 },
	{ "temple", 4, 0, "AO", "%T Gurdwara|%T Hindu Mandir|%P Buddhist Meditation Centre", "faith community",
		"minority-ethnic everyone", "worship and a free community kitchen|religious festivals and meditation "
			"classes", "all faiths|the community", "108,204,306", "94910", "Places of worship", 120 },
	{ "pta", 24, 0, "AAAU", "Friends of %P Primary School|%P Primary School PTA|%P Infant School Parent Teacher "
		"Association|%S School Parents’ Association", "learning childcare", "children families",
		"extra equipment for the school|fundraising fairs and discos for the school", "pupils|children at the "
		"school", "102,201,301", "85200", "Schools", 15 },
	{ "preschool", 14, TOWN_SERVICE, "AOLI", "%P Pre-School|%P Playgroup|Little %B Nursery|%P Toddler Group",
		"childcare", "children families", "pre-school education and childcare|a parent and toddler group|play "
			"sessions and early years places", "children under five|families with young children",
				"102,201,305", "85100", "Childcare", 160 },
	{ "advice", 12, TOWN_SERVICE, "LLOA", "%T Advice Centre|%P Law and Money Advice|%P Debt Advice|%T Welfare "
		"Rights", "money rights housing", "everyone", "free debt and benefits advice|advice on debt, housing "
			"and employment|help with benefit appeals and legal rights|money advice and budgeting", "anyone "
				"in the town|people on low incomes|tenants and families in debt", "105,207,307",
					"69109", "Advice", 400 },
	{ "mental-health", 16, TOWN_SERVICE, "OLOUI", "%T Calm Space|%P Wellbeing Hub|%P Listening Ear|%T Talking "
		"Together|Open Window %P", "mental-health", "everyone", "counselling and peer support|a drop-in for "
			"anxiety and depression|talking therapies and wellbeing courses|suicide prevention and "
				"emotional support", "adults with mental health problems|people who feel low or anxious|"
					"men and women in distress", "103,203,306", "86900", "Mental health", 350 },
	{ "carers", 8, TOWN_SERVICE, "OLA", "%T Carers Centre|%P Carers Group|%P Young Carers|%T Carers Together",
		"carers", "carers", "respite breaks and support for unpaid carers|a carers’ group with information and "
			"breaks|activities for young carers", "people who look after a relative or friend|unpaid "
				"carers", "103,206,306", "88990", "Carers", 250 },
	{ "arts", 16, TOWN_SERVICE, "AOUI", "%P Arts Group|%T Operatic Society|%P Players|%T Choral Society|%P Brass "
		"Band|%T Film Café", "arts", "everyone", "concerts and rehearsals|drama and musical theatre|painting "
			"classes and exhibitions|a choir and brass band", "performers and audiences|adults and young "
				"people|local people", "109,207,306", "90010", "Arts", 60 },
	{ "allotments", 10, 0, "UUUA", "%P Allotment Association|%P Allotment Society|%P Gardeners", "nature "
		"community", "everyone", "allotment plots and a shared tool shed|growing fruit and vegetables "
			"together", "plot holders|residents", "112,207,305", "01130", "Gardening", 8 },
	{ "environment", 12, TOWN_SERVICE, "OUAI", "Friends of %P Park|%T Wildlife Group|%P Repair Café|%P River Watch|"
		"Green %P", "nature community", "everyone", "tree planting and wildlife walks|conservation and litter "
			"picking|a repair café and recycling", "volunteers|local residents|people who care for the "
				"park", "112,207,306", "94990", "Environment", 40 },
	{ "residents", 26, 0, "UUUUA", "%P Residents’ Association|%P Tenants and Residents Association|%P Neighbourhood "
		"Watch|%P Estate Residents Group", "community housing", "everyone", "a voice for residents and clean-up "
			"days|meetings about housing and safety", "tenants and residents|people on the estate",
				"113,207,307", "94990", "Residents", 5 },
	{ "u3a", 5, 0, "AU", "%T U3A|%P and District U3A|University of the Third Age %P", "learning loneliness",
		"older-people", "interest groups, talks and outings|learning together in retirement", "retired and "
			"semi-retired people", "102,202,306", "85590", "Learning", 40 },
	{ "wi", 12, 0, "AUU", "%P Women’s Institute|%P WI|%P Ladies Circle", "community loneliness", "women", "monthly "
		"talks, crafts and friendship|a monthly meeting with speakers", "women of all ages|women",
			"102,206,306", "94990", "Women", 6 },
	{ "older", 18, TOWN_SERVICE, "OALU", "%P Lunch Club|%P Over 60s Club|%T Older People’s Forum|%P Good Neighbours|"
		"%T Befriending Service", "loneliness", "older-people", "a weekly lunch club and company|befriending "
			"visits and telephone calls|a day centre and outings", "older people who live alone|people over "
				"60|isolated pensioners", "116,202,306", "88100", "Older people", 150 },
	{ "youth", 16, TOWN_SERVICE, "OALUI", "%P Youth Club|%T Youth Project|%P Young People’s Centre|The %B Youth "
		"Zone", "youth", "young-people", "a youth club with sports and music|mentoring and detached youth work|"
			"youth sessions and trips", "young people aged 11 to 19|teenagers", "102,201,306", "93290",
				"Youth", 260 },
	{ "disability", 12, TOWN_SERVICE, "OALI", "%T Disability Forum|%P Special Families|%T Deaf Club|%T Talking "
		"Newspaper for the Blind|%P Autism Support", "disability", "disabled-people", "activities for disabled "
			"children|support for autistic people and families|talking newspapers for blind people|"
				"wheelchair sports and outings", "people with learning disabilities|disabled people and "
					"their families|deaf and blind people", "104,203,306", "88100", "Disability", 260 },
	{ "homeless", 7, TOWN_SERVICE, "LOL", "%T Night Shelter|%P Housing Action|%T Homeless Project|%B House %T",
		"housing", "homeless-people", "a night shelter and meals|supported housing for homeless people|help "
			"into a home of one’s own", "rough sleepers|single homeless people|young people without a "
				"home", "107,105,206,306", "87900", "Housing", 600 },
	{ "work", 8, TOWN_SERVICE, "ILIO", "%T Training and Skills|%P Job Club|%B Works|%P Men’s Shed|%T Wood "
		"Recycling", "work learning", "everyone", "job clubs and training courses|work experience and "
			"employment support|woodwork and skills in a shed", "unemployed people|adults out of work",
				"113,102,207,306", "85590", "Work", 300 },
	{ "digital", 4, TOWN_SERVICE, "UIO", "%P Computer Club|%T Digital Buddies|%P IT Drop-In", "digital learning",
		"older-people everyone", "help with computers, tablets and the internet|free digital skills sessions",
			"people new to computers|older learners", "102,202,306", "62090", "Digital", 40 },
	{ "health", 10, TOWN_SERVICE, "OAUL", "%T Cancer Support|%T Stroke Club|%P Dementia Café|%T Hospital Friends|%T "
		"Diabetes Group", "health", "everyone", "support for people living with cancer|a stroke club with "
			"exercise and speech practice|a café for people with dementia", "patients and their families|"
				"people with long-term illness", "103,203,306", "86900", "Health", 120 },
	{ "addiction", 5, TOWN_SERVICE, "OLU", "%T Recovery Community|%P Sober Social|New %B Recovery", "addiction",
		"everyone", "recovery from alcohol and drugs|peer support in addiction", "people in recovery|drug and "
			"alcohol users and families", "103,206,306", "86900", "Addiction", 300 },
	{ "bereavement", 4, TOWN_SERVICE, "OAU", "%T Bereavement Support|%P Grief Café", "bereavement", "everyone",
		"bereavement counselling|a grief café for people who have lost someone", "bereaved adults and "
			"children", "103,207,306", "86900", "Bereavement", 70 },
	{ "asylum", 5, TOWN_SERVICE, "OOL", "%T Welcomes Refugees|%T Refugee and Migrant Centre|%P City of Kindness",
		"asylum rights", "refugees minority-ethnic", "English classes and advice for asylum seekers|welcome and "
			"befriending for refugees", "refugees and asylum seekers", "115,105,204,307", "88990",
				"Refugees", 150 },
	{ "refuge", 3, TOWN_SERVICE | TOWN_PROTECTED, "LO", "%B Women’s Refuge|%B Domestic Abuse Refuge|%B Haven "
		"Women’s Refuge", "abuse housing", "women", "a women’s refuge and safe accommodation|domestic abuse "
			"refuge and outreach", "women and children fleeing domestic abuse", "107,206,306", "87900",
				"Domestic abuse", 700 },
	{ "crime", 4, TOWN_SERVICE, "OLI", "%T Victim Care|%P Night Wardens|Fresh Start %T", "crime", "everyone "
		"ex-offenders", "support for victims of crime|mentoring for people leaving prison|street patrols at "
			"night", "victims and witnesses|people with convictions", "113,206,306", "88990", "Crime", 150 },
	{ "family", 12, TOWN_SERVICE, "LOI", "Home Visiting %P|%P Family Centre|%T Family Support|%B Families", "family "
		"childcare", "families children", "parenting courses and family support|home visits to young families|"
			"stay and play and a baby bank", "families under stress|parents of young children",
				"102,105,201,306", "88990", "Families", 300 },
	{ "transport", 4, TOWN_SERVICE, "LOU", "%T Community Transport|%P Volunteer Drivers|%T Dial-a-Ride", "transport "
		"disability", "older-people disabled-people", "minibus trips and door-to-door transport|volunteer "
			"drivers to hospital appointments", "people who cannot use buses|older and disabled "
				"passengers", "104,202,306", "49390", "Transport", 250 },
	{ "animals", 6, 0, "AOU", "%T Cat Rescue|%P Animal Sanctuary|%T Dog Rehoming|%T Hedgehog Hospital", "animals",
		"everyone", "rescue and rehoming of cats and dogs|care for injured wildlife", "unwanted animals",
			"111,207,306", "75000", "Animals", 120 },
	{ "almshouse", 6, 0, "TTT", "The %F Almshouses|%F’s Charity for the Poor of %P|The %F Trust|The %P Relief in "
		"Need Charity|The %F Educational Foundation", "money housing", "older-people everyone", "small grants "
			"to people in need|almshouse accommodation|grants for books and school uniform", "poor persons "
				"of the parish|residents in need", "105,107,207,301", "87300", "Grants", 60 },
	{ "cultural", 8, 0, "AUO", "%T Caribbean Association|%T Polish Club|%T Bangladeshi Women’s Group|%P Chinese "
		"Community Association|%T Irish Society", "community", "minority-ethnic", "cultural events and language "
			"classes|a social club and Saturday school", "the community and its friends|families from "
				"overseas", "109,115,204,306", "94990", "Culture", 40 },
	{ "enterprise", 14, 0, "IIG", "%B Kitchen|%B Makers|%P Bike Workshop|%B Coffee|%P Energy Co-operative|%B "
		"Learning", "work community", "everyone", "a social enterprise café|bicycle repairs and training|"
			"community-owned solar panels", "the people of the town|trainees", "113,207,306", "56102",
				"Social enterprise", 180 },
	{ "lgbt", 2, TOWN_SERVICE, "UO", "%T Pride|%T LGBT+ Switchboard", "rights mental-health", "lgbt", "a helpline "
		"and social meetings|an annual festival and support", "lesbian, gay, bisexual and trans people",
			"115,206,307", "94990", "Equality", 30 },
	{ "national", 0, TOWN_NATIONAL | TOWN_SERVICE, "LLO", "%B %C|%B UK|The %B Trust", "mental-health loneliness "
		"disability", "everyone", "a national helpline and local groups|research, advice and local branches",
			"people across the country|anyone affected and their families", "103,102,207,306,309", "88990",
				"National charities", 9000 },
};
/* clang-format on */
const size_t town_kind_count = sizeof town_kinds / sizeof town_kinds[0];

unsigned town_kind_draw(struct eh_random *random)
{
	uint64_t all = 0, drawn;
	unsigned i = 0;

	for (size_t k = 0; k < town_kind_count; k++)
		all += town_kinds[k].weight;
	for (drawn = eh_random_below(random, all); drawn >= town_kinds[i].weight; i++)
		drawn -= town_kinds[i].weight;
	return i;
}

const struct town_kind *town_kind_find(const char *key)
{
	for (size_t k = 0; k < town_kind_count; k++)
		if (strcmp(town_kinds[k].key, key) == 0)
			return &town_kinds[k];
	return NULL;
}
