#include "terms.h"

#include "taxonomy.h"

const struct eh_term eh_terms[] = {
	{ "theme-basics", NULL, "Getting by", NULL },
	{ "theme-health", NULL, "Health and care", NULL },
	{ "theme-people", NULL, "People and families", NULL },
	{ "theme-learning", NULL, "Growing and learning", NULL },
	{ "theme-community", NULL, "Community and belief", NULL },
	{ "theme-leisure", NULL, "Leisure and surroundings", NULL },

	{ "food", "theme-basics", "Food and essentials", NULL },
	{ "food-bank", "food", "Food banks", "food bank|foodbank|food parcel|food pantry|community pantry|food larder|food hub|food club" },
	{ "meals", "food", "Meals", "lunch club|luncheon club|meal|soup kitchen|soup run|community cafe|community kitchen|breakfast" },
	{ "clothes-furniture", "food", "Clothes and furniture", "cloth|school uniform|furniture|baby bank|baby basics|household goods" },
	{ "money", "theme-basics", "Money, debt and benefits", NULL },
	{ "debt-advice", "money", "Debt advice", "debt" },
	{ "general-advice", "money", "Advice on benefits and more", "citizens advice|benefit|welfare rights|advice" },
	{ "hardship-grants", "money", "Grants in hardship", "relief of poverty|relief in need|almshouse|hardship|grants to individual" },
	{ "credit-union", "money", "Saving and borrowing", "credit union|savings|loans" },
	{ "housing", "theme-basics", "Homes and homelessness", NULL },
	{ "homelessness", "housing", "Help without a home", "homeless|rough sleep|night shelter|hostel" },
	{ "supported-housing", "housing", "Supported and sheltered homes", "supported housing|supported living|sheltered|almshouse" },
	{ "social-housing", "housing", "Homes to rent", "housing association|social housing|housing society|housing trust" },
	{ "work", "theme-basics", "Work and skills", NULL },
	{ "job-search", "work", "Finding work", "job|employab|into work|back to work|cv." },
	{ "training", "work", "Training", "training|apprentice|vocational|skills" },
	{ "transport", "theme-basics", "Getting about", NULL },
	{ "digital", "theme-basics", "Getting online", NULL },
	{ "rights", "theme-basics", "Rights and equality", NULL },
	{ "legal-advice", "rights", "Legal advice", "legal|law centre|tribunal" },
	{ "advocacy", "rights", "Speaking up", "advoca|self-advoca|speak up" },

	{ "mental-health", "theme-health", "Mental health", NULL },
	{ "counselling", "mental-health", "Counselling", "counsel|psychotherap|talking therap|therapist|therapies|cbt." },
	{ "peer-support", "mental-health", "Support among equals", "peer support|support group|self help|self-help|drop in|drop-in|befriend" },
	{ "crisis-help", "mental-health", "Help in a crisis", "crisis|suicid|samaritans|helpline|self harm|self-harm" },
	{ "wellbeing-groups", "mental-health", "Wellbeing groups", "mindful|wellbeing group|wellbeing course|relaxation|creative" },
	{ "eating-disorders", "mental-health", "Eating disorders", "eating disorder|anorexi|bulimi" },
	{ "health", "theme-health", "Health and illness", NULL },
	{ "cancer", "health", "Cancer", "cancer|macmillan|tumour|leukaemia" },
	{ "dementia", "health", "Dementia", "dementia|alzheimer|memory cafe" },
	{ "stroke", "health", "Stroke", "stroke" },
	{ "heart", "health", "Heart", "heart |cardiac" },
	{ "diabetes", "health", "Diabetes", "diabet" },
	{ "neurology", "health", "Conditions of nerve and brain", "parkinson|sclerosis|epilep|brain injur|headway|neuron" },
	{ "lungs", "health", "Breathing", "lung|breath|asthma|copd." },
	{ "first-aid", "health", "First aid", "first aid|st john ambulance|red cross|defibrillat" },
	{ "hospital-friends", "health", "Friends of hospitals", "hospital|league of friends" },
	{ "addiction", "theme-health", "Drugs, alcohol and gambling", NULL },
	{ "alcohol", "addiction", "Alcohol", "alcohol|drinking" },
	{ "drugs", "addiction", "Drugs", "drug|narcotics|substance" },
	{ "gambling", "addiction", "Gambling", "gambl" },
	{ "disability", "theme-health", "Disability", NULL },
	{ "sight", "disability", "Sight", "blind|visual impair|visually impair|sight|talking newspaper" },
	{ "hearing", "disability", "Hearing", "deaf|hearing|lip read|lipread" },
	{ "learning-disability", "disability", "Learning disability", "learning disab|learning difficult|mencap|down syndrome|downs syndrome" },
	{ "neurodiversity", "disability", "Autism and other ways of thinking", "autis|asperger|adhd|neurodiver|dyslexi" },
	{ "mobility", "disability", "Moving about", "wheelchair|physical disab|physically disab|cerebral|limb|mobility" },
	{ "carers", "theme-health", "Carers", NULL },
	{ "young-carers", "carers", "Young carers", "young carer" },
	{ "respite", "carers", "Time off", "respite|short break" },
	{ "bereavement", "theme-health", "End of life and loss", NULL },
	{ "hospice", "bereavement", "Hospices", "hospice|palliative|end of life" },

	{ "loneliness", "theme-people", "Company and loneliness", NULL },
	{ "befriending", "loneliness", "Befriending", "befriend|good neighbour|visiting|telephone call" },
	{ "social-clubs", "loneliness", "Clubs for company", "social club|lunch club|luncheon|over 50|over 55|over 60|over sixt|evergreen|coffee|tea dance" },
	{ "day-centres", "loneliness", "Day centres", "day centre|day care|daycare" },
	{ "sheds", "loneliness", "Sheds", "men's shed|mens shed|men in sheds|+shed" },
	{ "family", "theme-people", "Families and parents", NULL },
	{ "parenting", "family", "Parenting", "parenting|home-start|home start|homestart|lone parent|single parent" },
	{ "new-parents", "family", "Birth and babies", "maternity|pregnan|breastfeed|birth|baby|babies" },
	{ "adoption", "family", "Adoption and fostering", "adopt|foster" },
	{ "abuse", "theme-people", "Abuse and violence", NULL },
	{ "asylum", "theme-people", "Refugees and asylum", NULL },
	{ "crime", "theme-people", "Safety and justice", NULL },
	{ "neighbourhood-watch", "crime", "Neighbourhood watch", "neighbourhood watch|home watch|street watch" },
	{ "offenders", "crime", "People who offended", "offend|prison|probation" },
	{ "mediation", "crime", "Mediation", "mediat|restorative" },

	{ "childcare", "theme-learning", "Childcare and early years", NULL },
	{ "playgroups", "childcare", "Playgroups and nurseries", "playgroup|pre-school|preschool|pre school|nurser|under fives" },
	{ "toddlers", "childcare", "Parents and toddlers", "toddler|parent and baby|stay and play|baby group|mums" },
	{ "out-of-school", "childcare", "Before and after school", "after school|out of school|breakfast club|holiday club|play scheme|playscheme" },
	{ "youth", "theme-learning", "Young people", NULL },
	{ "uniformed", "youth", "Uniformed groups", "scout|girlguid|girl guid|guides.|brownie|cadet|brigade" },
	{ "scouts", "uniformed", "Scouts", "scout|cub pack|beaver" },
	{ "guides", "uniformed", "Guides", "girlguid|girl guid|guides.|brownie|rainbows." },
	{ "cadets", "uniformed", "Cadets", "cadet|air training|training corps" },
	{ "brigades", "uniformed", "Brigades", "boys brigade|boys' brigade|girls brigade|girls' brigade" },
	{ "youth-clubs", "youth", "Youth clubs", "youth club|youth centre|youth project|youth work|youth group|youth forum" },
	{ "mentoring", "youth", "Mentoring", "mentor" },
	{ "learning", "theme-learning", "Education and learning", NULL },
	{ "school-friends", "learning", "Friends of schools", "pta.|ptfa.|ptsa.|parent teacher|parents association|"
	        "parents' association|school fund|school association" },
	{ "adult-learning", "learning", "Adult learning", "adult|u3a|third age|wea.|evening class" },
	{ "languages", "learning", "Languages", "esol|english class|language|supplementary school" },
	{ "libraries", "learning", "Libraries", "library|libraries" },
	{ "tuition", "learning", "Tuition and reading", "tuition|tutor|homework|literacy|reading" },
	{ "bursaries", "learning", "Bursaries and prizes", "scholarship|bursar|prize|education fund|educational foundation" },

	{ "community", "theme-community", "Community and meeting places", NULL },
	{ "halls", "community", "Halls and centres", "village hall|community centre|memorial hall|public hall|parish hall|community hall|community hub" },
	{ "residents", "community", "Residents' groups", "residents|tenants|neighbours" },
	{ "womens-institutes", "community", "Women's institutes", "women's institute|womens institute|townswomen|+wi." },
	{ "service-clubs", "community", "Service clubs", "rotary|lions club|round table|inner wheel|masonic|soroptimist|freemason" },
	{ "faith", "theme-community", "Faith and worship", NULL },
	{ "christian", "faith", "Christian", "church|chapel|christ|gospel|baptist|methodist|catholic|anglican|evangeli|pentecost|salvation army|parochial" },
	{ "anglican", "christian", "Anglican", "anglican|church of england|parochial|parish church|c of e." },
	{ "catholic", "christian", "Catholic", "catholic|our lady|+rc." },
	{ "methodist", "christian", "Methodist", "methodist|wesley" },
	{ "baptist", "christian", "Baptist", "baptist" },
	{ "reformed", "christian", "Reformed", "united reformed|presbyterian|congregational|urc." },
	{ "pentecostal", "christian", "Pentecostal", "pentecost|apostolic|assemblies of god|assembly of god|redeemed|elim." },
	{ "orthodox", "christian", "Orthodox", "orthodox church|greek orthodox|coptic" },
	{ "salvation-army", "christian", "Salvation Army", "salvation army" },
	{ "other-christian", "christian", "Other Christian", "quaker|friends meeting|jehovah|spiritualist|christadelphian|"
	        "latter day|latter-day|unitarian|christian scien|christ, scientist" },
	{ "muslim", "faith", "Muslim", "mosque|masjid|islam|muslim" },
	{ "jewish", "faith", "Jewish", "synagogue|jewish|hebrew|shul.|kehilla|beth " },
	{ "sikh", "faith", "Sikh", "sikh|gurdwara" },
	{ "hindu", "faith", "Hindu", "hindu|mandir|hare krishna" },
	{ "buddhist", "faith", "Buddhist", "buddhis" },
	{ "overseas", "theme-community", "Help overseas", NULL },
	{ "support-for-groups", "theme-community", "Support for groups and volunteering", NULL },
	{ "volunteering", "support-for-groups", "Volunteering", "volunteer" },
	{ "grant-making", "support-for-groups", "Grants to groups", "grant making|grantmaking|grant-making|makes grants|community foundation" },

	{ "sport", "theme-leisure", "Sport and exercise", NULL },
	{ "team-games", "sport", "Team games", "football|soccer|afc.|fc.|jfc.|rugby|rufc.|rfc.|cricket|hockey|netball|"
	        "basketball|lacrosse|volleyball|baseball|softball|korfball|handball|rounders" },
	{ "football", "team-games", "Football", "football|soccer|afc.|fc.|jfc." },
	{ "rugby", "team-games", "Rugby", "rugby|rufc.|rfc.|rlfc.|r.f.c" },
	{ "cricket", "team-games", "Cricket", "cricket" },
	{ "hockey", "team-games", "Hockey", "hockey" },
	{ "netball", "team-games", "Netball", "netball" },
	{ "basketball", "team-games", "Basketball", "basketball" },
	{ "lacrosse", "team-games", "Lacrosse", "lacrosse" },
	{ "volleyball", "team-games", "Volleyball", "volleyball" },
	{ "other-ball-games", "team-games", "Other ball games", "baseball|softball|korfball|handball|rounders" },
	{ "rackets", "sport", "Racket sports", "tennis|badminton|squash|racket" },
	{ "tennis", "rackets", "Tennis", "tennis" },
	{ "table-tennis", "rackets", "Table tennis", "table tennis" },
	{ "badminton", "rackets", "Badminton", "badminton" },
	{ "squash", "rackets", "Squash", "squash" },
	{ "bowls", "sport", "Bowls", "bowls|bowling|crown green|bowlers" },
	{ "croquet", "sport", "Croquet", "croquet" },
	{ "golf", "sport", "Golf", "golf" },
	{ "water-sports", "sport", "In and on the water", "swim|water polo|life saving|lifesaving|diving|rowing|sailing|canoe|kayak|watersport|water sport" },
	{ "swimming", "water-sports", "Swimming", "swim|water polo|life saving|lifesaving" },
	{ "boats", "water-sports", "Boats", "rowing|sailing|canoe|kayak|yacht|paddle" },
	{ "angling", "sport", "Angling", "angling|fishing|anglers" },
	{ "martial-arts", "sport", "Martial arts and boxing", "martial art|judo|ju-jitsu|ju jitsu|jujitsu|karate|taekwon|"
	        "tae kwon|aikido|kung fu|kendo|boxing|tang soo do" },
	{ "judo", "martial-arts", "Judo and ju-jitsu", "judo|ju-jitsu|ju jitsu|jujitsu" },
	{ "karate", "martial-arts", "Karate and taekwondo", "karate|taekwon|tae kwon|tang soo do" },
	{ "boxing", "martial-arts", "Boxing", "boxing" },
	{ "athletics", "sport", "Running and athletics", "athletics|athletic club|harriers|running|runners|jogging|triathl|orienteer|parkrun" },
	{ "cycling", "sport", "Cycling", "cycling|cyclist|bmx.|wheelers" },
	{ "gymnastics", "sport", "Gymnastics", "gymnast|trampolin|cheerlead" },
	{ "fitness", "sport", "Keeping fit", "fitness|exercise|keep fit|yoga|pilates|zumba|tai chi|aerobics|gym." },
	{ "riding", "sport", "Riding", "riding|equestrian|pony" },
	{ "skating", "sport", "Ice and skates", "skating|skater|ice hockey|ice rink|roller derby|skate" },
	{ "climbing", "sport", "Climbing", "climb|mountaineer" },
	{ "walking", "sport", "Walking", "rambl|walking|walkers|hiking" },
	{ "target-games", "sport", "Target and table games", "archer|rifle|shooting|snooker|billiards|darts|pool league" },
	{ "many-sports", "sport", "Many sports under one roof", "multi sport|multi-sport|sports club|sports and social|leisure cent|sports cent" },
	{ "arts", "theme-leisure", "Arts and heritage", NULL },
	{ "music", "arts", "Music", "music|orchestra|brass band|concert|choir|choral|sing|opera|symphony|band." },
	{ "choirs", "music", "Choirs", "choir|choral|sing" },
	{ "bands", "music", "Bands and orchestras", "orchestra|brass band|concert band|symphony|wind band" },
	{ "drama", "arts", "Drama", "drama|theatre|theatrical|operatic|pantomime|players" },
	{ "dance", "arts", "Dance", "dance|dancing|ballet|morris" },
	{ "history", "arts", "History and heritage", "history|heritage|archaeolog|museum|civic society|preservation|historic" },
	{ "visual-arts", "arts", "Pictures", "painting|art club|art group|art society|artists|gallery|photograph|camera|sculpture" },
	{ "crafts", "arts", "Crafts", "craft|knit|sewing|quilt|embroider|woodwork|pottery" },
	{ "film", "arts", "Film", "film|cinema" },
	{ "writing", "arts", "Books and writing", "poetry|writing|writers|book club|reading group|literature|literary" },
	{ "festivals", "arts", "Festivals", "festival|carnival" },
	{ "nature", "theme-leisure", "Environment and growing", NULL },
	{ "allotments", "nature", "Allotments", "allotment" },
	{ "gardening", "nature", "Gardening", "garden|horticultur|in bloom" },
	{ "parks", "nature", "Parks and greens", "park.|parks.|recreation ground|playing field|green space|meadow|village green" },
	{ "wildlife", "nature", "Wildlife and woods", "wildlife|nature reserve|conservation|biodivers|woodland|tree|bird|bat group" },
	{ "recycling", "nature", "Reuse and recycling", "recycl|reuse|repair cafe|zero waste|litter" },
	{ "climate", "nature", "Climate and energy", "climate|energy|sustainab|carbon" },
	{ "animals", "theme-leisure", "Animals", NULL },
};

const size_t eh_term_count = sizeof eh_terms / sizeof *eh_terms;
_Static_assert(sizeof eh_terms / sizeof *eh_terms <= 64 * EH_TERM_WORDS, "more terms than bits");

static bool has(const uint64_t *terms, size_t i) { return terms[i / 64] >> (i % 64) & 1; }

static void set(uint64_t *terms, size_t i) { terms[i / 64] |= UINT64_C(1) << (i % 64); }

static size_t find(const char *code)
{
	size_t i = 0;

	while (i < eh_term_count && strcmp(eh_terms[i].code, code) != 0)
		i++;
	return i;
}

static void set_with_broader(uint64_t *terms, size_t i)
{
	for (;;) {
		set(terms, i);
		if (!eh_terms[i].broader)
			return;
		i = find(eh_terms[i].broader);
	}
}

enum eh_rc eh_terms_of(
        uint64_t needs, struct eh_str name, struct eh_str activities, uint64_t ret_terms[EH_TERM_WORDS], struct eh_error *err)
{
	struct eh_buf folded_name EH_CLEANUP_BUF = { 0 }, folded EH_CLEANUP_BUF = { 0 };
	uint64_t terms[EH_TERM_WORDS] = { 0 };
	struct eh_str word;

	if (eh_utf8_fold(name, &folded_name) < 0 || eh_utf8_fold(activities, &folded) < 0)
		return eh_fail_memory(err);
	for (size_t i = 0; i < eh_need_count; i++)
		if (needs >> i & 1 && find(eh_needs[i].code) < eh_term_count)
			set_with_broader(terms, find(eh_needs[i].code));
	/* Broader terms come first, so that each is settled before those it holds. */
	for (size_t i = 0; i < eh_term_count; i++)
		if (eh_terms[i].words && has(terms, find(eh_terms[i].broader)) &&
		        (eh_words_match(eh_terms[i].words, eh_buf_str(&folded_name), true, &word) ||
		                eh_words_match(eh_terms[i].words, eh_buf_str(&folded), false, &word)))
			set(terms, i);
	memcpy(ret_terms, terms, sizeof terms);
	return EH_OK;
}
