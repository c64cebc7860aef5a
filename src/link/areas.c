#include "areas.h"

#include <stdlib.h>

/* Words of the names of councils, counties and a few large towns (Office for National Statistics, Open Government Licence 3.0), less those that
 * say something else as often: "forest", "reading", "rugby". Sorted, for bsearch. */
static const char *const AREAS[] = { "aberdeen", "aberdeenshire", "allerdale", "anglesey", "angus", "antrim", "argyll", "armagh",
	"ashfield", "ashford", "avon", "aylesbury", "ayrshire", "babergh", "banbridge", "banstead", "barnet", "barnsley",
	"basildon", "basingstoke", "bassetlaw", "bedford", "bedfordshire", "bedworth", "belfast", "berkshire", "bexley",
	"birkenhead", "birmingham", "blaby", "blackburn", "blackheath", "blackpool", "blaenau", "bolsover", "bolton", "bootle",
	"boston", "bournemouth", "bracknell", "bradford", "braintree", "breckland", "brent", "brentwood", "bridgend", "brighton",
	"bristol", "brixton", "broadland", "bromley", "bromsgrove", "broxbourne", "broxtowe", "buckinghamshire", "burnley",
	"bury", "caerphilly", "calderdale", "cambridge", "cambridgeshire", "camden", "cannock", "canterbury", "cardiff",
	"carlisle", "carmarthenshire", "ceredigion", "charnwood", "chelmsford", "chelsea", "cheltenham", "cherwell", "cheshire",
	"chester", "chesterfield", "chichester", "chiltern", "chorley", "christchurch", "clackmannanshire", "cleveland",
	"colchester", "conwy", "copeland", "corby", "cornwall", "cotswold", "coventry", "craigavon", "craven", "crawley",
	"croydon", "cumberland", "cynon", "dacorum", "dagenham", "darlington", "dartford", "darwen", "daventry", "denbighshire",
	"derby", "derbyshire", "devon", "doncaster", "dorset", "dover", "dudley", "dumfries", "dunbartonshire", "dundee",
	"durham", "ealing", "eastbourne", "eastleigh", "edinburgh", "elmbridge", "enfield", "epping", "epsom", "erewash", "essex",
	"ewell", "exeter", "falkirk", "fareham", "fenland", "fermanagh", "fife", "flintshire", "folkestone", "fulham", "furness",
	"fylde", "galloway", "gateshead", "gedling", "glamorgan", "glasgow", "gloucester", "gloucestershire", "gosport",
	"gravesham", "greenwich", "grimsby", "guildford", "gwent", "gwynedd", "hackney", "halifax", "halton", "hambleton",
	"hammersmith", "hampshire", "harborough", "haringey", "harlow", "harrogate", "harrow", "hartlepool", "hastings",
	"hatfield", "havant", "havering", "herefordshire", "hertfordshire", "hertsmere", "hillingdon", "hinckley", "horsham",
	"hounslow", "hove", "huddersfield", "hull", "humberside", "huntingdonshire", "hyndburn", "hythe", "inverclyde", "ipswich",
	"islington", "kensington", "kent", "kesteven", "kettering", "kingston", "kinross", "kirklees", "knowsley", "lakeland",
	"lambeth", "lanarkshire", "lancashire", "lancaster", "leeds", "leicester", "leicestershire", "lewes", "lewisham",
	"lichfield", "lincoln", "lincolnshire", "lindsey", "lisburn", "liverpool", "lothian", "luton", "maidenhead", "maidstone",
	"maldon", "malling", "malvern", "manchester", "mansfield", "medway", "mendip", "merseyside", "merthyr", "merton",
	"middlesbrough", "middlesex", "midlothian", "monmouthshire", "moray", "mourne", "neath", "newcastle", "newham", "newport",
	"newry", "newtownabbey", "norfolk", "northampton", "northamptonshire", "northumberland", "norwich", "nottingham",
	"nottinghamshire", "nuneaton", "oadby", "oldham", "omagh", "orkney", "oxford", "oxfordshire", "pembrokeshire", "pendle",
	"perth", "peterborough", "plymouth", "poole", "portsmouth", "powys", "preston", "purbeck", "redbridge", "redcar",
	"redditch", "reigate", "renfrewshire", "rhondda", "richmond", "richmondshire", "rochdale", "rochford", "rossendale",
	"rotherham", "runnymede", "rushcliffe", "rushmoor", "rutland", "ryedale", "salford", "sandwell", "scarborough", "scilly",
	"scunthorpe", "sedgemoor", "sefton", "selby", "sevenoaks", "sheffield", "sherwood", "shetland", "shropshire", "slough",
	"solihull", "somerset", "southampton", "southend", "southport", "southwark", "spelthorne", "stafford", "staffordshire",
	"stevenage", "stirling", "stockport", "stockton", "stourbridge", "strabane", "stroud", "suffolk", "sunderland", "surrey",
	"sussex", "sutton", "swansea", "swindon", "talbot", "tameside", "tamworth", "tandridge", "taunton", "tees", "teesside",
	"teignbridge", "telford", "tendring", "tewkesbury", "thames", "thanet", "thurrock", "tonbridge", "torbay", "torfaen",
	"torridge", "tottenham", "trafford", "tunbridge", "tydfil", "tyne", "tyneside", "uttlesford", "wakefield", "walsall",
	"waltham", "wandsworth", "warrington", "warwick", "warwickshire", "watford", "waveney", "waverley", "wealden", "wearside",
	"wellingborough", "welwyn", "westminster", "westmorland", "weymouth", "wigan", "wight", "wigston", "wiltshire",
	"winchester", "windsor", "wirral", "woking", "wokingham", "wolverhampton", "worcester", "worcestershire", "worthing",
	"wrekin", "wrexham", "wychavon", "wycombe", "wyre", "yarmouth", "york", "yorkshire" };

static int compare_word(const void *word, const void *area)
{
	return eh_str_cmp(*(const struct eh_str *)word, eh_str_of(*(const char *const *)area));
}

bool eh_words_area(struct eh_str word)
{
	return word.n >= 4 && bsearch(&word, AREAS, sizeof AREAS / sizeof *AREAS, sizeof *AREAS, compare_word) != NULL;
}
