/* The tags of UK-CAT, the UK Charity Activity Tags: code and tag by Christopher Damm, David Kane and NCVO, CC BY 4.0
 * (https://charityclassification.org.uk). The words are ours: what people write who do this. */
#include "ukcat_codes.h"

const struct eh_ukcat_code eh_ukcat_codes[EH_UKCAT_CODES] = {
	{ "AF", "Armed forces",
	        "armed forces|armed services|military|service personnel|servicemen|services "
	        "personnel|regiment|regimental|battalion" },
	{ "AF101", "Army",
	        "army cadet|british army|soldier|regiment|regimental|infantry|battalion|royal engineers|royal "
	        "artillery|fusiliers|"
	        "guards regiment|brigade of|corps association|territorial army|army benevolent" },
	{ "AF102", "Navy", "royal navy|naval|royal marines|merchant navy|seafarers|sailors|sea cadet|submariners|hms|seamen" },
	{ "AF103", "RAF", "royal air force|raf|raf association|squadron|airmen|air force|air training corps" },
	{ "AF104", "Veterans",
	        "veteran|ex service|ex servicemen|royal british legion|british legion|former members of the armed|ex military|"
	        "served in the armed|comrades association|regimental association" },
	{ "AN", "Animals",
	        "animal|animals|animal welfare|rspca|veterinary|birds|bird|sanctuary|wild animals|pets|rescue "
	        "animals|beekeepers|rabbit|"
	        "hedgehog|fish|livestock|poultry|unwanted animals" },
	{ "AN101", "Cats", "cat|cats|kitten|feline|cats protection" },
	{ "AN102", "Dogs", "dog|dogs|canine|puppies|greyhound|kennel|guide dogs|assistance dogs|spaniel|terrier|dog rescue" },
	{ "AN103", "Donkeys", "donkey|donkeys|mules" },
	{ "AN104", "Horses", "horse|horses|pony|ponies|equine|equestrian|horse riding|riding school" },
	{ "AR", "Arts", "the arts|arts|art|arts centre|arts festival|artist|arts projects|creative arts|arts council" },
	{ "AR101", "Culture", "culture|cultural|cultures|cultural activities|cultural events" },
	{ "AR102", "Festival", "festival|festivals|carnival|eisteddfod|feis|parade|annual festival|mela|fleadh" },
	{ "AR103", "Languages",
	        "language|languages|welsh language|gaelic|cymraeg|iaith|mother tongue|irish language|bilingual|meithrin|language "
	        "classes|"
	        "medium of welsh|gaeilge|ulster scots|esperanto" },
	{ "AR104", "Visual arts",
	        "visual arts|painting|gallery|art gallery|sculpture|photography|craft|crafts|art club|art "
	        "society|paintings|embroiderers|"
	        "drawing|exhibitions|photographic|art group|ceramics|decorative and fine arts|fine arts|artists" },
	{ "AR200", "Media and publishing", "publishing|publications|media|publisher|printing and publishing|podcast" },
	{ "AR201", "Film", "film|films|cinema|film society|film making|filmmaking|movies|video|film festival" },
	{ "AR202", "Literature",
	        "literature|books|book|library|libraries|literacy|poetry|writing|writers|literary|reading|poets|storytelling|"
	        "authors|bookshop" },
	{ "AR203", "Media", "broadcasting|broadcast|media|journalism|journalists|digital media" },
	{ "AR204", "Print media",
	        "newspaper|magazine|talking newspaper|newsletter|community newspaper|journal|talking news|parish magazine" },
	{ "AR205", "Radio", "radio|hospital radio|community radio|radio station|hospital broadcasting|amateur radio" },
	{ "AR206", "Television", "television|tv|satellite channel|tv channel|television programmes" },
	{ "AR300", "Performing art",
	        "performing arts|performance arts|performing|performance|performances|circus|amateur dramatics|stage|brass band|"
	        "performing art|productions|puppet|live performances|drama" },
	{ "AR301", "Choirs",
	        "choir|choirs|choral|singing|singers|chorus|choral society|choristers|male "
	        "voice|vocal|sing|cantata|chorale|chamber choir" },
	{ "AR302", "Dance",
	        "dance|dancing|ballet|morris|dancers|country dance|dance company|ceilidh|dance classes|folk dance|majorettes" },
	{ "AR303", "Music",
	        "music|musical|concert|concerts|brass band|band|musicians|orchestra|choir|choral|opera|organ|bagpipes|pipe "
	        "band|jazz|"
	        "piano|recitals|musical instruments|philharmonic|bell ringers|bellringers|chamber music|folk "
	        "music|symphony|silver band|singers|"
	        "music festival|musical education|music club|music centre|concert band|ringing" },
	{ "AR304", "Musical theatre",
	        "musical theatre|musicals|operatic|musical society|operatic society|musical productions|musical comedy|light "
	        "opera" },
	{ "AR305", "Opera", "opera|operas|operatic|operetta|gilbert and sullivan" },
	{ "AR306", "Orchestra",
	        "orchestra|orchestral|symphony orchestra|chamber orchestra|youth "
	        "orchestra|philharmonic|sinfonia|ensemble|strings|wind band" },
	{ "AR307", "Theatre",
	        "theatre|theatrical|drama|dramatic|plays|pantomime|amateur dramatic|theatre company|shakespeare|dramatic "
	        "society|playhouse|"
	        "players|theatre group|theatre club|operatic and dramatic" },
	{ "AS", "Associations", "association|members association|club for members|guild" },
	{ "AS101", "Community association",
	        "community association|community group|residents association|village association|community club|community "
	        "society|"
	        "civic association|neighbourhood association|tenants association|tenants and residents|community trust|community "
	        "council|"
	        "development association|association of residents|community forum|residents" },
	{ "AS102", "Fraternal societies",
	        "masonic|freemasons|grand lodge|masons|lodge|freemasonry|buffaloes|oddfellows|catenian|orange order|loyal "
	        "orange" },
	{ "AS103", "Inner Wheel", "inner wheel" },
	{ "AS104", "League of Friends", "league of friends|friends of|+friends|hospital friends|league of hospital friends" },
	{ "AS105", "Social club",
	        "social club|lunch club|luncheon club|social group|senior citizens club|over 60s club|members club|social "
	        "activities club|"
	        "seniors club|old age pensioners|monthly meetings|evergreen club|darby and joan|friendship club|coffee club|over "
	        "sixties" },
	{ "AS106", "Townswomen's Guild", "townswomens guild|townswomen" },
	{ "AS107", "Women's Institute", "womens institute|womens institutes|wi|federation of womens institutes" },
	{ "AS108", "YWCA / YMCA",
	        "ymca|ywca|young mens christian association|young womens christian association|young mens christian" },
	{ "AS200", "Service clubs", "round table|soroptimist|kiwanis|service club|service clubs|ladies circle|41 club|rotaract" },
	{ "AS201", "Lions club", "lions club|lions clubs|lions" },
	{ "AS202", "Rotary club", "rotary club|rotary|rotary club trust" },
	{ "AS300", "Youth Groups",
	        "youth group|youth club|youth clubs|boys brigade|girls brigade|youth groups|youth organisation|young "
	        "farmers|woodcraft folk|"
	        "youth association|boys club|girls friendly|youth work|youth fellowship|youth forum|youth activities|duke of "
	        "edinburgh" },
	{ "AS301", "Cadets",
	        "cadet|cadets|sea cadet|army cadet|air cadets|cadet force|air training corps|training corps|sea cadet corps" },
	{ "AS302", "Girlguiding",
	        "girlguiding|guides|guide|brownie|brownies|rainbows|guide association|girl guides|guiding|girlguiding uk" },
	{ "AS303", "Scouting",
	        "scout|scouts|scouting|scout group|cub scouts|beavers|explorer scouts|scout association|cubs|sea scouts|beaver "
	        "scouts" },
	{ "BE", "Beneficiary group", "" },
	{ "BE101", "Asylum seekers and refugees",
	        "asylum|asylum seekers|refugee|refugees|seeking asylum|immigration detainees|displaced|sanctuary" },
	{ "BE102", "Children",
	        "children|child|childrens|kids|boys and girls|sick children|children and young people|primary age|pupils|poor "
	        "children" },
	{ "BE103", "Families", "family|families|their families|family support|family centre|home start|families with" },
	{ "BE104", "Girls", "girl|girls|daughters|girlguiding|guides|brownies|girls education|young women|schoolgirls" },
	{ "BE105", "LGBTQ+",
	        "lgbt|lgbtq|lgbtqi|lgbti|gay|lesbian|transgender|bisexual|pride|trans people|sexual orientation|queer" },
	{ "BE106", "Men", "men|mens|mens shed|fathers|male|dads|male voice|sheds|men in sheds" },
	{ "BE107", "Migrants",
	        "migrant|migrants|immigrant|immigrants|immigration|new arrivals|newly arrived|migration|newcomers" },
	{ "BE108", "Older people",
	        "older people|elderly|the elderly|old people|older persons|pensioners|senior citizens|over 50|over "
	        "60|retired|the aged|aged|"
	        "age concern|age uk|elderly people|older|over 60s|old age|retired people|seniors|later life|over "
	        "sixties|sixty|dementia|old age pensioners|"
	        "over 55|darby and joan|u3a|third age" },
	{ "BE109", "Parents and guardians",
	        "parents|parent|parents and carers|mothers|guardians|mums|fathers|parenting|home start|parent teacher|lone "
	        "parents|"
	        "single parents|mothers and babies|new mothers|parents and toddlers" },
	{ "BE110", "People with learning disabilities",
	        "learning disability|learning disabilities|learning difficulties|mencap|downs syndrome|autism|autistic|"
	        "special educational needs|mental handicap|mentally handicapped|intellectual "
	        "disability|asperger|aspergers|dyslexia|special needs|adhd|gateway club" },
	{ "BE111", "Racial; ethnic or national communities",
	        "ethnic|ethnic minority|bme|bame|black and minority|somali|african community|caribbean|chinese|bangladeshi|"
	        "pakistani|polish|turkish|tamil|asian community|gypsy|travellers|ethnic "
	        "minorities|iranian|kurdish|nigerian|ghanaian|asian|indian|"
	        "minority ethnic|hungarian|ukrainian|latin american|greek|cypriot|black|ghana|diaspora|irish "
	        "community|african|filipino|nepalese|sudanese|"
	        "eritrean|congolese|national origin|vietnamese|roma|west indian" },
	{ "BE112", "Widows; widowers and orphans",
	        "widow|widows|orphan|orphans|orphanage|widowers|widowed|orphaned|bereaved children|widows and orphans" },
	{ "BE113", "Women",
	        "women|womens|woman|womens institute|female|ladies|women and girls|townswomens guild|vulnerable "
	        "women|maternity|mothers" },
	{ "BE114", "Young children",
	        "young children|toddler|toddlers|under fives|pre school|preschool|early "
	        "years|babies|baby|playgroup|nursery|under 5|below compulsory school age|"
	        "infants|pre school children|under five|parent and toddler|mother and toddler|home start|early years "
	        "education|statutory school age" },
	{ "BE115", "Young people",
	        "young people|youth|young persons|young "
	        "adults|teenagers|scout|scouts|scouting|guides|girlguiding|cadets|young|youth club|"
	        "boys and girls|school leavers|adolescents|brownies|youths|teenage|aged 11|young person|boys|youth "
	        "group|youngsters" },
	{ "BE200", "People with disabilities",
	        "disability|disabled|disabilities|disabled people|physically handicapped|handicapped|people with "
	        "disabilities|special needs|"
	        "physical disability|physically disabled|impairment|impaired|wheelchair|blind|deaf|disabled children|riding for "
	        "the disabled|mencap|"
	        "sensory impairment|physical disabilities|disablement|disabilities and their families" },
	{ "BE201", "Riding for the disabled",
	        "riding for the disabled|rda|riding for disabled|disabled riders|carriage driving" },
	{ "CA", "Charitable activities", "" },
	{ "CA101", "Advice and individual advocacy",
	        "advice|advocacy|citizens advice|information and advice|advice and support|guidance|law centre|legal "
	        "advice|advice centre|"
	        "welfare rights|helpline|advice and information|signposting|debt advice|benefits advice|information "
	        "advice|advising|support and advice|"
	        "citizens advice bureau|money advice" },
	{ "CA102", "Charity shops", "charity shop|charity shops|second hand shop|hospice shop|shop selling|thrift shop" },
	{ "CA103", "Policy campaigning and advocacy",
	        "campaign|campaigning|lobby|lobbying|policy|raise awareness|raising awareness|influence policy|public "
	        "policy|campaigns|"
	        "policy makers|awareness|government policy|representation|think tank|advocate" },
	{ "CA104", "Social Investment", "social investment|loan fund|social lending|loans to" },
	{ "CA200", "Grant making",
	        "grants|grant making|grantmaking|grant|makes grants|making grants|donations|awards|grant giving" },
	{ "CA201", "Grants to individuals",
	        "grants to individuals|individuals|grants to students|relief in need|small grants|financial assistance|persons "
	        "in need|individual|"
	        "scholarship|scholarships|bursaries|grants to people|pensions|grants to persons|poor persons|bursary|poor "
	        "people|gifts|"
	        "families and individuals|christmas gifts|needy people|fuel|exhibitions|apprenticing|hardship grants|the poor "
	        "of|sick poor|"
	        "conditions of need|students|relief of persons|weekly allowance" },
	{ "CA202", "Grants to organisations",
	        "grants to charities|grants to organisations|other charities|grants to charitable|donations to "
	        "charities|charitable organisations|charities|grants|"
	        "makes grants|grant making|donations to|grants for|general charitable purposes|grantmaking|charitable "
	        "institutions|voluntary organisations|"
	        "grants are made|registered charities|charitable trust|charitable settlement|such charitable "
	        "purposes|donations|foundation|"
	        "community foundation|applications|distributes|grant making trust|other charitable bodies|charitable causes|good "
	        "causes|local charities|"
	        "making grants|organisations and individuals" },
	{ "CC", "Childcare",
	        "childcare|child care|creche|day care for children|childminders|childminding|wraparound care|sessional care" },
	{ "CC101", "Nursery",
	        "nursery|pre school|preschool|nursery school|nurseries|early years|kindergarten|day nursery|under "
	        "fives|montessori|below compulsory school age|"
	        "pre school education|early years foundation stage|nursery education|early learning|cylch meithrin|pre school "
	        "playgroup|statutory school age" },
	{ "CC102", "Out of school club",
	        "out of school|after school|breakfast club|holiday club|out of school club|after school club|wrap "
	        "around|playscheme|play scheme|kids club|"
	        "before and after school|out of school care|school holidays|summer play|holiday playscheme|after school "
	        "care|wraparound" },
	{ "CC103", "Playground",
	        "playground|adventure playground|play area|childrens play area|play park|playgrounds|play equipment|play space" },
	{ "CC104", "Playgroup",
	        "playgroup|play group|toddler group|mother and toddler|parent and toddler|toddlers|playgroups|pre school "
	        "playgroup|stay and play|"
	        "toddler|carer and toddler|cylch ti a fi|toy library|play sessions" },
	{ "CJ", "Crime and Justice", "crime|justice|criminal justice|criminal|police|courts" },
	{ "CJ101", "Offender support and rehabilitation",
	        "offender|offenders|prison|prisons|prisoners|ex offenders|rehabilitation of offenders|probation|prisoner|young "
	        "offenders|prisoners families|reoffending|"
	        "in prison|released from prison|custody|prison visitors" },
	{ "CJ102", "Prevention and safety",
	        "crime prevention|neighbourhood watch|community safety|prevention of crime|street pastors|anti social "
	        "behaviour|crime reduction|safer|home watch|"
	        "fear of crime|public safety|knife crime|crimestoppers|gangs|good citizenship|safety" },
	{ "CJ103", "Road safety",
	        "road safety|advanced motorists|advanced motorcyclists|advanced drivers|road accidents|driving standards|safe "
	        "driving|speedwatch|iam|rospa|road casualties|driving skills" },
	{ "CJ104", "Trafficking and modern slavery",
	        "trafficking|modern slavery|slavery|trafficked|human trafficking|exploitation" },
	{ "CJ105", "Victim support",
	        "victim|victims|victims of crime|survivors|victim support|the troubles|rape crisis|victims and survivors" },
	{ "CV", "Charity and VCS support",
	        "voluntary sector|voluntary organisations|third sector|voluntary and community|voluntary service|community "
	        "sector" },
	{ "CV101", "Financial investment",
	        "investment fund|common investment fund|investment|investments|invested|pension scheme|pension fund|custodian "
	        "trustee|common deposit fund" },
	{ "CV102", "Fundraising",
	        "fundraising|raise funds|raising funds|fund raising|raise money|raising money|fundraising events|fund raising "
	        "events|raise fund|lions club|rotary club|"
	        "raises funds|raised|funds raised|raises money|fundraiser|appeal" },
	{ "CV103", "Umbrella bodies",
	        "umbrella|council for voluntary service|voluntary action|infrastructure|network of|federation|member "
	        "organisations|voluntary service|national body|"
	        "membership organisation|affiliated|support to voluntary|umbrella body|consortium|governing body|support for "
	        "voluntary|council of voluntary" },
	{ "CV104", "Volunteering",
	        "volunteer|volunteers|volunteering|volunteer centre|volunteer bureau|voluntary work|volunteering "
	        "opportunities|voluntary service|volunteer opportunities" },
	{ "EC", "Economic and community development", "economic development|regeneration|community economic" },
	{ "EC101", "Community development",
	        "community development|community|local community|development of the community|community activities|community "
	        "projects|regeneration|neighbourhood|"
	        "community events|social inclusion|community cohesion|civic responsibility or community development|community "
	        "engagement|inhabitants of|"
	        "community hub|citizenship or community development|community led|capacity|communities|community benefit|lives "
	        "of people|conditions of life|"
	        "local people|village|community facilities|community groups" },
	{ "EC102", "Economic development",
	        "economic development|enterprise|economic growth|business development|local economy|economic|economic "
	        "regeneration|small businesses|entrepreneurs|industry|business" },
	{ "EC103", "International development",
	        "africa|india|overseas|international development|developing countries|kenya|uganda|third world|developing "
	        "world|pakistan|bangladesh|tanzania|malawi|"
	        "nepal|ghana|sri lanka|ethiopia|zimbabwe|zambia|gambia|nigeria|sierra leone|romania|rwanda|south "
	        "africa|haiti|palestine|gaza|ukraine|moldova|"
	        "afghanistan|syria|yemen|cambodia|philippines|cameroon|congo|sudan|burma|israel|peru|brazil|belarus|albania|"
	        "bosnia|international aid|"
	        "international|worldwide|abroad|other countries|bangladesh|east "
	        "africa|mozambique|madagascar|kosovo|indonesia|poorest countries|"
	        "parts of the "
	        "world|lesotho|swaziland|thailand|vietnam|guatemala|bolivia|ecuador|chernobyl|tibet|kashmir|somalia|somaliland|"
	        "liberia|overseas aid" },
	{ "EC104", "Planning and architecture",
	        "architecture|architectural|civic society|town planning|planning|amenity society|built "
	        "environment|architects|civic trust|planning applications|preservation society|urban design|buildings of "
	        "beauty" },
	{ "EC105", "Rural and farming areas",
	        "rural|farming|farmers|agriculture|agricultural|countryside|farm|horticultural|young farmers|ploughing|rural "
	        "communities|village|rural areas|crofting|"
	        "smallholders|agricultural society|allotments|country show" },
	{ "EC106", "Social enterprise",
	        "social enterprise|social enterprises|social entrepreneurs|cooperative|co operative|social business|community "
	        "interest" },
	{ "EC107", "Unemployment",
	        "unemployment|unemployed|into work|job seekers|relief of unemployment|workless|worklessness|employment "
	        "opportunities|back to work|out of work|jobseekers|unemployed people" },
	{ "EC108", "Urban areas", "urban|inner city|urban areas|urban regeneration|city centre|urban deprivation|town centre" },
	{ "EC200", "Infrastructure", "infrastructure|transport|railways|bridge|roads|street lighting|harbour|rail" },
	{ "EC201", "Energy",
	        "energy|renewable energy|solar|wind farm|renewable|power|energy efficiency|wind turbine|hydro|low carbon|fuel "
	        "poverty" },
	{ "EC202", "Water",
	        "water|clean water|sanitation|wells|canal|waterway|drinking water|waterways|river|safe water|water aid|water "
	        "supply" },
	{ "ED", "Education",
	        "education|educational|advancement of education|educate|educational foundation|learning|advance education|the "
	        "advancement of education|educating|education centre|lectures" },
	{ "ED101", "Adult education",
	        "adult education|adult learning|lifelong learning|evening classes|continuing education|lectures|public "
	        "education|educate the public|adults|"
	        "education of the public|courses for adults|workers educational association|adult learners|courses|community "
	        "education|talks|public lectures" },
	{ "ED102", "Further education",
	        "further education|sixth form|college of further education|college|tertiary college|regional college|post "
	        "16|colleges" },
	{ "ED103", "Higher education",
	        "higher education|university|universities|undergraduate|postgraduate|academic|degree|oxford|cambridge|college "
	        "oxford|theological college|students at university|research degrees|universities" },
	{ "ED104", "Primary education",
	        "primary school|primary education|primary|infant school|junior school|primary schools|c of e primary|preparatory "
	        "school|prep school|ysgol gynradd|primary academy|first school|infant" },
	{ "ED105", "Student support",
	        "student|students|scholarship|scholarships|bursary|bursaries|pupils|school fees|prizes|education "
	        "grants|educational grants|educational foundation|"
	        "apprentices|exhibition foundation|prize|university fees|exhibition|exhibitions|prize fund|tuition fees|young "
	        "people in education|books and equipment|student support|"
	        "school uniforms|under the age of 25|academic achievement" },
	{ "ED106", "Schools",
	        "school|schools|independent school|academy|boarding school|voluntary aided|special school|state school|education "
	        "of boys and girls|school buildings|day school|"
	        "schooling|free school|school building|school premises|foundation governors" },
	{ "ED107", "Secondary education",
	        "secondary school|secondary education|high school|grammar school|secondary "
	        "schools|secondary|comprehensive|senior school|upper school" },
	{ "ED108", "Student union",
	        "students union|student union|union of students|guild of students|students association|student "
	        "association|junior common room|student body" },
	{ "ED109", "University of the Third Age",
	        "u3a|university of the third age|third age|third age trust|full time gainful employment" },
	{ "ED200", "School support",
	        "school support|support to schools|school equipment|resources for schools|school fund|supporting the "
	        "school|benefit of the school|school governors|support schools" },
	{ "ED201", "Parent teacher",
	        "parent teacher|pta|parents association|parent teachers association|ptfa|psa|parent staff|parents and "
	        "teachers|parent council|friends association|parents teachers|"
	        "ptsa|home school association|parents and friends|staff parents|relationships between the staff|school "
	        "association|parent teacher association|parents staff" },
	{ "ED202", "School fundraising",
	        "school fund|funds for the school|school equipment|parent teacher association|pta|pupils at the school|friends "
	        "of school|raise funds for the school|ptfa|equipment for the school|"
	        "attending the school|equipment which support the school|support of the school|parents association|facilities or "
	        "equipment which support|parent staff|money for the school|school fundraising|"
	        "relationships between the staff" },
	{ "ED300", "Training",
	        "training|train|courses|training courses|workshops|skills training|training and "
	        "education|skills|trained|training centre" },
	{ "ED301", "Basic skills",
	        "basic skills|life skills|literacy and numeracy|literacy|numeracy|independent living skills|maths|essential "
	        "skills" },
	{ "ED302", "Employability training",
	        "employability|employment|job search|into work|cv|employment skills|job seekers|work experience|employment "
	        "training|employment support|jobs|unemployed|work skills|"
	        "find work|sheltered employment|work opportunities|work placements|paid employment|supported employment" },
	{ "ED303", "ESOL",
	        "esol|english classes|english language|english as a second language|language classes|teaching english|speakers "
	        "of other languages|learn english|english lessons" },
	{ "ED304", "IT and digital",
	        "computer|computers|it|digital|internet|ict|information technology|it "
	        "training|computing|software|online|web|computer skills|coding|it skills|digital inclusion" },
	{ "ED305", "Mentoring", "mentor|mentoring|mentors|coaching|mentored|role models|coach" },
	{ "ED306", "Vocational training",
	        "vocational|vocational training|apprenticeship|apprentices|apprenticeships|nvq|trades|vocational "
	        "education|apprentice|construction skills|skills training|vocational skills|trade" },
	{ "EN", "Environment",
	        "environment|environmental|the environment|environmental protection|natural "
	        "environment|ecology|ecological|environmental education|green|earth" },
	{ "EN101", "Climate Emergency",
	        "climate change|climate|carbon|carbon emissions|transition town|transition|global warming|climate "
	        "emergency|climate crisis|low carbon|net zero|greenhouse gas" },
	{ "EN102", "Conservation and sustainability",
	        "conservation|sustainable|sustainability|sustainable development|preservation|nature conservation|environmental "
	        "protection|protection of the environment|woodland|trees|preserve|"
	        "biodiversity|environmental improvement|habitat|rivers|sustainable "
	        "living|environment|amenity|ecology|forest|conserve|marine|enhancement|organic|heaths|tree planting|protect" },
	{ "EN103", "Recycling",
	        "recycling|recycle|reuse|re use|furniture|recycled|waste|furniture recycling|upcycling|swap|repair|reduce "
	        "waste|scrapstore|scrap store|repair cafe" },
	{ "EN104", "Wildlife",
	        "wildlife|wild life|nature reserve|birds|wildlife "
	        "trust|bats|badger|habitats|biodiversity|naturalists|ornithological|bird|swans|hedgehogs|nature|species|wild|"
	        "butterflies|flora and fauna|whales|orangutan|elephants|red squirrel|rspb" },
	{ "FA", "Facilities",
	        "facilities|provision of facilities|premises|building|leasing|property|lettings|letting|meeting "
	        "place|maintenance of the property" },
	{ "FA101", "Cemetery",
	        "cemetery|churchyard|burial ground|burial|graveyard|grave|graves|burials|cemeteries|tombs|funeral" },
	{ "FA102", "Community cafe",
	        "community cafe|cafe|coffee shop|coffee bar|community kitchen|tea room|coffee mornings|drop in cafe" },
	{ "FA103", "Community centre",
	        "community centre|community centres|community hall|community building|community hub|church hall|hall|social "
	        "centre|public hall|community facility|"
	        "meeting rooms|hall hire|centre for the community|use of the inhabitants|management of the centre|hire of "
	        "rooms|clubhouse|centre|resource centre|hall for|maintain a centre|community association|premises" },
	{ "FA104", "Green space",
	        "park|parks|green space|garden|gardens|village green|green spaces|woodland|open green|common|community "
	        "garden|wood|commons|public park|friends of park|heath|allotment|allotments|public gardens|arboretum" },
	{ "FA105", "Open spaces",
	        "open space|open spaces|public open space|footpaths|countryside|recreation ground|commons|moor|public "
	        "access|bridleway|footpath|land for|common land|paths" },
	{ "FA106", "Playing fields",
	        "playing field|playing fields|recreation ground|sports ground|sports field|play area|cricket "
	        "ground|pitch|recreation field|recreational ground|bowling green|football pitch|play areas|fields" },
	{ "FA107", "Village hall",
	        "village hall|village halls|memorial hall|parish hall|reading room|village institute|hall|village|parish "
	        "room|use of the inhabitants|public hall|war memorial hall|town hall|church hall|meetings lectures and "
	        "classes|hut" },
	{ "FA108", "Youth centre",
	        "youth centre|youth club premises|boys club|youth clubs|youth facility|scout hut|young peoples centre|drop in "
	        "for young people|youth hall" },
	{ "HE", "Health",
	        "health|health care|healthcare|medical|advancement of health|sick|medicine|medical care|good health|ill "
	        "health|patients|illness|relief of sickness" },
	{ "HE200", "Health condition",
	        "disease|diabetes|epilepsy|parkinsons|syndrome|arthritis|kidney|heart|asthma|illness|sufferers|condition|"
	        "diagnosed|eating disorder|brain injury|stroke|lupus|muscular dystrophy|"
	        "rare|transplant|cystic fibrosis|haemophilia|genetic|chronic|liver|migraine|head injury|patients "
	        "with|diabetic|affected by|brain injuries|cardiac|medical condition|cleft|spinal|ataxia|allergy|ill children" },
	{ "HE201", "Addiction and dependency",
	        "addiction|drug|drugs|alcohol|substance misuse|addicts|recovery|alcoholics|alcoholism|drug misuse|gambling|drug "
	        "abuse|rehab|rehabilitation|addictions|dependency|alcoholics anonymous|substance abuse|al anon|narcotics|alcohol "
	        "misuse|alcohol abuse" },
	{ "HE202", "Cancer",
	        "cancer|leukaemia|breast cancer|cancer research|macmillan|tumour|tumours|oncology|lymphoma|cancer "
	        "support|melanoma|prostate|chemotherapy|cancer patients|myeloma|brain tumour" },
	{ "HE203", "Cerebral palsy", "cerebral palsy|scope|spastics|conductive education" },
	{ "HE204", "Chronic Fatigue Syndrome",
	        "chronic fatigue|chronic fatigue syndrome|myalgic encephalomyelitis|me cfs|cfs|encephalopathy|cfs me" },
	{ "HE205", "Dementia", "dementia|alzheimers|alzheimer|memory cafe|memory loss|living with dementia" },
	{ "HE206", "Fibromyalgia", "fibromyalgia" },
	{ "HE207", "Hearing loss",
	        "deaf|hearing|hard of hearing|deafness|hearing loss|hearing impaired|hearing impairment|deafblind|lip "
	        "reading|sign language|deafened|tinnitus|lipreading|deaf people|cochlear" },
	{ "HE208", "HIV / Aids", "hiv|aids|hiv aids|hiv and aids|hiv positive|sexual health" },
	{ "HE209", "Maternity",
	        "maternity|pregnancy|pregnant|breastfeeding|childbirth|antenatal|midwife|midwives|birth|newborn|premature "
	        "babies|postnatal|neonatal|postnatal depression|pregnant women|stillbirth|miscarriage|breast feeding|baby unit" },
	{ "HE210", "Mental health",
	        "mental health|mental illness|mind|depression|anxiety|mentally ill|psychiatric|mental ill "
	        "health|psychological|mental distress|mental health problems|suicide|emotional|self harm|samaritans|"
	        "bipolar|mental wellbeing|mental|eating disorders|schizophrenia|psychotherapy|emotional wellbeing|trauma|mental "
	        "health issues" },
	{ "HE211", "Motor Neurone Disease", "motor neurone|motor neurone disease|mnd" },
	{ "HE212", "Multiple Sclerosis", "multiple sclerosis|ms society|ms therapy|ms" },
	{ "HE213", "Sickle Cell", "sickle cell|thalassaemia|sickle" },
	{ "HE214", "Strokes", "stroke|strokes|stroke club|aphasia|dysphasia|stroke survivors|stroke association" },
	{ "HE215", "Visual impairment",
	        "blind|visually impaired|visual impairment|partially sighted|sight loss|talking newspaper|blindness|guide "
	        "dogs|braille|eye|sight|talking news|vision|blind people|eyesight|sighted|macular|audio" },
	{ "HE300", "Health services",
	        "medical services|health services|clinic|medical treatment|treatment|screening|clinics|health "
	        "service|blood|dental|medical aid|healthcare services|medical equipment" },
	{ "HE301", "Alternative medicine",
	        "alternative medicine|homeopathy|healing|homeopathic|acupuncture|herbal|healers|osteopathic|osteopathy|spiritual "
	        "healing|reiki|chiropractic|ayurveda" },
	{ "HE302", "Ambulance service",
	        "ambulance|air ambulance|ambulances|st john ambulance|ambulance service|blood bikes|first responders|first "
	        "responder|first aid" },
	{ "HE303", "Complementary therapies",
	        "complementary therapies|complementary "
	        "therapy|massage|reflexology|aromatherapy|holistic|complementary|therapies|hyperbaric|oxygen "
	        "therapy|yoga|reiki|music therapy|holistic therapies" },
	{ "HE304", "Counselling and therapy",
	        "counselling|counselling service|therapy|psychotherapy|counsellors|relate|talking therapies|art "
	        "therapy|therapeutic|counsellor|psychoanalysis|psychotherapists|counselling services|pastoral "
	        "counselling|samaritans|listening|therapist|therapists|therapies" },
	{ "HE305", "Health and wellbeing",
	        "wellbeing|well being|health and wellbeing|healthy|healthy living|healthy lifestyle|physical and mental|healthy "
	        "lifestyles|wellness|health and well being|healthier|mindfulness|meditation|physical health" },
	{ "HE306", "Nursing",
	        "nursing|nurses|nurse|district nursing|nursing care|nursing association|nursing home|macmillan nurses|marie "
	        "curie|district nurse|parish nursing" },
	{ "HE307", "Palliative care",
	        "palliative|palliative care|hospice|terminally ill|end of life|terminal illness|life "
	        "limiting|hospices|dying|hospice care|terminal|life threatening" },
	{ "HE308", "Physiotherapy", "physiotherapy|physiotherapists|physical therapy|hydrotherapy|physio|hydrotherapy pool" },
	{ "HE309", "Surgery", "surgery|surgeon|surgical|surgeons|operations|anaesthesia|cataract|transplant|plastic surgery" },
	{ "HE400", "Healthcare provider",
	        "health centre|medical centre|healthcare provider|clinic|private hospital|gp practice|gp surgery|doctors "
	        "surgery|care provider" },
	{ "HE401", "Hospice", "hospice|hospices|childrens hospice|hospice care|hospice at home" },
	{ "HE402", "Hospital", "hospital|hospitals|infirmary|cottage hospital|hospital patients|community hospital" },
	{ "HE500", "Healthcare provider support",
	        "patients of the hospital|hospital equipment|nhs|hospital|hospital charity|nhs foundation trust|nhs "
	        "trust|patient|hospital patients|patient participation" },
	{ "HE501", "Friends of healthcare provider",
	        "league of friends|friends of hospital|hospital friends|friends of the hospital|hospital league|patients "
	        "association|patient participation group|friends of surgery|league of hospital friends" },
	{ "HE502", "Healthcare provider fundraising",
	        "hospital equipment|nhs trust|hospital charity|raise funds for hospital|hospital appeal|endowment fund|nhs "
	        "foundation trust|equipment for the hospital|nhs charitable|hospice|charitable funds|hospital" },
	{ "HO", "Housing", "housing|homes|tenants|affordable housing|housing advice|housing trust|tenancy|housing support" },
	{ "HO101", "Accommodation",
	        "accommodation|hostel|supported housing|sheltered housing|flats|residential accommodation|housing|supported "
	        "living|sheltered|houses|student accommodation|bungalows|housing accommodation|rented|cottages|lodging|supported "
	        "accommodation|affordable|tenants|tenancies" },
	{ "HO102", "Almshouse",
	        "almshouse|almshouses|alms houses|almspeople|hospital of|almshouse charity|alms|college of the poor" },
	{ "HO103", "Homelessness",
	        "homeless|homelessness|rough sleepers|night shelter|rough sleeping|single homeless|street "
	        "homeless|crisis|hostel|soup run|roofless|homeless people|the homeless|destitute" },
	{ "HO104", "Housing association",
	        "housing association|housing society|social housing|registered social landlord|housing trust|registered "
	        "provider|abbeyfield|housing associations|housing" },
	{ "HO105", "Temporary or emergency housing",
	        "night shelter|hostel|emergency accommodation|temporary accommodation|refuge|hostels|move on|nightstop|emergency "
	        "housing|winter shelter|temporary housing|shelter" },
	{ "HR", "Heritage", "heritage|heritage centre|historic|our heritage|national heritage|culture or heritage" },
	{ "HR101", "Archaeology",
	        "archaeology|archaeological|archaeologist|archaeological "
	        "society|excavation|excavations|prehistoric|archaeologists|antiquarian" },
	{ "HR102", "Historical conservation and restoration",
	        "restoration|preservation|heritage|restore|preserve|historic buildings|conservation|railway|preservation "
	        "trust|building preservation|heritage trust|historic|restoring|"
	        "historical|preserving|steam|windmill|locomotive|fabric of the church|aircraft|canal "
	        "society|architectural|listed building|lifeboat|mill|heritage "
	        "railway|castle|vintage|repair|vessels|monuments|ancient|narrow gauge" },
	{ "HR103", "History",
	        "history|historical|local history|history society|historical society|family history|archives|history "
	        "group|archaeology|genealogy|antiquarian|historians|heritage|archive|civil war|record "
	        "society|museum|medieval|genealogical" },
	{ "HR104", "Monuments; statues and memorials",
	        "memorial|war memorial|monument|statue|memorials|monuments|statues|cenotaph|commemorate|remembrance|in "
	        "memory|plaque|war graves|tombs" },
	{ "HR105", "Museum", "museum|museums|exhibits|collections|heritage centre|collection|artefacts|museum trust" },
	{ "HR106", "Natural history",
	        "natural history|geology|geological|botanical|botany|naturalists|naturalist|field "
	        "club|entomology|fossil|botanic|geologists" },
	{ "LE", "Leisure", "leisure|leisure time|leisure centre|leisure activities|leisure facilities|recreation and leisure" },
	{ "LE101", "Exercise and fitness",
	        "fitness|exercise|physical activity|keep fit|yoga|swimming|gym|walking|exercise classes|physical "
	        "recreation|pilates|physical fitness|walks|running|leisure centre|healthy recreation|dance|tai chi|swimming "
	        "pool" },
	{ "LE102", "Gardening",
	        "gardening|horticultural|garden|gardens|horticulture|allotment|gardeners|flower|community "
	        "garden|allotments|floral|gardening club|flower arranging|in bloom|floral "
	        "art|chrysanthemum|daffodil|growing|roses" },
	{ "LE103", "Hobbies",
	        "hobby|hobbies|model engineering|chess|stamp|philatelic|model railway|bridge "
	        "club|knitting|beekeepers|games|collectors|vintage vehicles|model "
	        "engineers|quilting|astronomy|astronomical|bridge|sewing|embroidery|craft|jigsaw|tractor|classic "
	        "car|radio|clubs" },
	{ "LE104", "Outdoor pursuits",
	        "outdoor|outdoor pursuits|walking|camping|outdoor "
	        "activities|adventure|climbing|mountaineering|hiking|cycling|sailing|ramblers|outward bound|outdoor "
	        "education|canoeing|expedition|expeditions|outdoor centre|angling|fishing|caving|walks|rambling|residential" },
	{ "LE105", "Recreation",
	        "recreation|recreational|recreational activities|leisure time occupation|recreation ground|recreational "
	        "facilities|recreation and leisure|leisure time|pastimes|recreation or other leisure" },
	{ "LE106", "Sports",
	        "sport|sports|football|cricket|rugby|tennis|swimming|athletics|bowling|bowls|judo|gymnastics|hockey|boxing|"
	        "rowing|sailing|badminton|amateur sport|sports club|netball|basketball|sporting|"
	        "football club|cricket club|karate|golf|cycling|table tennis|playing fields|athletic|martial "
	        "arts|squash|running|sports centre|canoe|swimming club|archery|bowling club|ski|participation in sport|rowing "
	        "club|fencing|riding|skating|equestrian|games|swim|amateur sports|trampoline|shooting|polo" },
	{ "PR", "Professions",
	        "profession|professional|professionals|profession of|trade|members of the profession|institute "
	        "of|engineers|chartered|employees|employees of|craft guild|worshipful company|teachers|livery "
	        "company|solicitors|accountants" },
	{ "PR101", "Clergy",
	        "clergy|clergymen|ministers|retired clergy|vicar|incumbent|priests|ordinands|retired "
	        "ministers|stipend|stipends|ordained|ministers of|incumbents|rector|clergyman" },
	{ "PR102", "Emergency service workers",
	        "police|police officers|firefighters|fire service|police federation|fire brigade|retired police|police "
	        "benevolent|fire fighters|ambulance staff|constabulary|fire and rescue|emergency services personnel" },
	{ "PR103", "Healthcare workers",
	        "doctors|nurses|medical practitioners|medical students|dentists|nurses fund|surgeons|physicians|medical "
	        "profession|healthcare professionals|pharmacists|midwives|health professionals|general "
	        "practitioners|physiotherapists|junior doctors|nhs staff" },
	{ "PR104", "Miners",
	        "miners|miners welfare|colliery|coal industry|coal mining|mineworkers|mining|miners welfare scheme|ciswo" },
	{ "RL", "Religion", "religion|religious|faith|advancement of religion|spiritual|worship|theology|faiths|god" },
	{ "RL101", "Baha'i", "bahai|baha i|bahais" },
	{ "RL102", "Buddhism",
	        "buddhist|buddhism|buddha|zen|dharma|dhamma|tibetan|buddhist "
	        "centre|soka|vihara|meditation|lama|dalai|buddhists" },
	{ "RL103", "Hinduism",
	        "hindu|hinduism|mandir|krishna|shree|swaminarayan|hindus|sanatan|vedic|swami|gita|gujarati|satsang|iskcon|shiva|"
	        "hindu temple|navaratri" },
	{ "RL104", "Islam",
	        "islam|islamic|muslim|muslims|mosque|masjid|jamia|madrasah|madrassah|jamiat|quran|allah|zakat|koran|islamic "
	        "centre|ahlul bayt|jame|dawah|madrasa|al islam|ummah|sunni|shia|prophet muhammad|imam|ahmadiyya" },
	{ "RL105", "Jainism", "jain|jainism|jains|oshwal|navnat" },
	{ "RL106", "Judaism",
	        "jewish|synagogue|judaism|orthodox "
	        "jewish|hebrew|torah|jews|israel|chabad|yeshiva|beth|lubavitch|kollel|rabbi|talmudical|jewish "
	        "faith|kosher|talmud|yeshivah|holocaust|congregation of|bais|hatorah|beis|yesodey|ezer|orthodox jewish "
	        "faith|shul" },
	{ "RL107", "Sikhism", "sikh|sikhism|gurdwara|sikhs|guru|guru nanak|singh sabha|gurudwara|nanak|punjabi|khalsa" },
	{ "RL108", "Spiritualism", "spiritualist|spiritualism|spiritualist church|spiritualists|mediumship" },
	{ "RL200", "Christianity",
	        "christian|church|christ|gospel|jesus|baptist|methodist|christianity|evangelical|bible|jesus christ|christian "
	        "faith|pentecostal|christian church|united reformed|chapel|christians|salvation army|ministries|"
	        "congregation|catholic|mission|parish church|presbyterian|church of "
	        "england|ecumenical|anglican|lord|churches|scriptures|parochial church council|cathedral|missionary|orthodox "
	        "church|diocese|kingdom of god|apostolic|bishop|assembly of god|gods|holy|priory|free church|worship of god" },
	{ "RL201", "Church of England",
	        "church of england|anglican|parochial church council|parish church|pcc|diocese|diocesan|c of e|anglican "
	        "church|deanery|whole mission of the church|ecclesiastical parish|cathedral|incumbent|st marys church|church in "
	        "wales|benefice|ecclesiastical" },
	{ "RL202", "Church of Ireland",
	        "church of ireland|parish of|select vestry|down and dromore|armagh|diocese of connor|diocese of down" },
	{ "RL203", "Church of Scotland",
	        "church of scotland|kirk|parish church|presbytery|kirk session|free church of scotland|church of scotland "
	        "congregation" },
	{ "RL204", "Jehovah's Witnesses", "jehovahs witnesses|jehovahs witness|kingdom hall|congregation of jehovahs|jehovah" },
	{ "RL205", "Roman Catholic",
	        "roman catholic|catholic|catholic church|rc|sisters of|our lady|catholics|sacred heart|religious "
	        "order|congregation of the sisters|archdiocese|catholic diocese|sisters|pope|society of "
	        "jesus|carmelite|benedictine|vincent de paul|franciscan|lourdes|convent|monastery|monks|dominican" },
	{ "RL206", "Society of Friends (Quakers)",
	        "quaker|quakers|society of friends|religious society of friends|friends meeting|area meeting|monthly "
	        "meeting|friends meeting house" },
	{ "RL300", "Religious activities",
	        "religious activities|religious purposes|religious order|religious|religious and other charitable|religious "
	        "community|pilgrimage|religious work|mission work" },
	{ "RL301", "Chaplaincy",
	        "chaplain|chaplains|chaplaincy|chaplaincies|workplace chaplaincy|street pastors|hospital chaplaincy|industrial "
	        "mission" },
	{ "RL302", "Church or place of worship",
	        "church|place of worship|public worship|worship|mosque|synagogue|temple|gurdwara|chapel|services of "
	        "worship|church services|baptist church|methodist church|masjid|prayer meetings|sunday services|cathedral|"
	        "congregation|evangelical church|christian fellowship|fellowship|sunday worship|church building|worship "
	        "services|parish church|prayers|pentecostal church|pastoral care|places of worship|worship of god|upkeep of the "
	        "church|mandir|divine worship|gospel hall|assembly|parochial church council|united reformed "
	        "church|churches|tabernacle|abbey|religious services" },
	{ "RL303", "Parochial Church Council",
	        "parochial church council|pcc|ecclesiastical parish|whole mission of the church|parochial church|incumbent in "
	        "promoting|united benefice" },
	{ "RL304", "Religious education",
	        "religious education|bible study|sunday school|bible|religious instruction|theological|bible teaching|bible "
	        "studies|theology|christian education|teaching of the|madrasah|religious "
	        "teaching|torah|quran|scripture|religious studies|bible college|"
	        "islamic education|yeshiva|training of ministers|spread the gospel|teachings|jewish education|advancement of "
	        "religion|religious knowledge|talmudical|bible classes|teaching|scriptures|discipleship|seminars|retreats|sunday "
	        "schools|teach" },
	{ "RL305", "Religious ministry",
	        "ministry|missionary|missionaries|evangelism|mission|evangelist|ministries|spreading the "
	        "gospel|evangelistic|missions|preaching|evangelisation|outreach|preach the "
	        "gospel|gospel|pastoral|clergy|preaching of|proclamation|preachers|vicar|evangelising|pastoral care|ministers" },
	{ "RS", "Research",
	        "research|study|scientific research|research into|studies|promote research|research projects|scholarly|academic "
	        "research|learned society|dissemination|publish the useful results" },
	{ "RS101", "Medical research",
	        "medical research|research into the causes|cancer research|clinical research|medical science|research into the "
	        "cause|cure|biomedical|clinical|treatment of disease|research into disease|heart research|scientific "
	        "research|clinical trials" },
	{ "RS102", "Philosophy",
	        "philosophy|philosophical|philosopher|theosophical|anthroposophical|ethics|ethical|humanist|philosophical "
	        "society|theosophy|metaphysics|rudolf steiner|humanism" },
	{ "RS103", "Science",
	        "science|sciences|scientific|engineering|mathematics|physics|chemistry|astronomy|astronomical|biology|technology|"
	        "stem|scientists|biological|heritage or science|scientific society|zoological|psychology" },
	{ "SC", "Social care",
	        "social care|care services|care homes|care at home|social services|care and support|personal care" },
	{ "SC101", "Adult day care",
	        "day centre|day care|day centres|day services|day service|daycare|day care centre|day opportunities|day care "
	        "facilities" },
	{ "SC102", "Carer support",
	        "carer|carers|carers support|carers centre|crossroads|young carers|caring for|respite|support for carers|unpaid "
	        "carers|family carers|crossroads care|caring roles|carers and" },
	{ "SC103", "Children in care",
	        "foster|fostering|foster care|adoption|looked after children|adopted|children in care|care leavers|leaving "
	        "care|in care|foster carers|adoptive|local authority care|fostered|looked after" },
	{ "SC104", "Children's homes",
	        "childrens home|childrens homes|orphanage|orphanages|residential care for children|homes for "
	        "children|residential child care|childrens village" },
	{ "SC105", "Domiciliary care",
	        "domiciliary|domiciliary care|home care|homecare|care in their own homes|care at home|care in the home|own "
	        "homes|home help" },
	{ "SC106", "Residential care",
	        "residential care|residential home|care home|residential homes|care homes|homes for the elderly|rest "
	        "home|supported living|residential|home for the elderly|residential services|residential care homes|registered "
	        "care home|retirement home|abbeyfield|residents" },
	{ "SC107", "Residential care with nursing",
	        "nursing home|nursing homes|nursing care|care home with nursing|residential and nursing|convalescent|residential "
	        "nursing" },
	{ "SC108", "Respite",
	        "respite|short breaks|respite care|holidays|short break|holiday for|respite breaks|breaks for|holidays for" },
	{ "SL", "Saving of lives",
	        "saving of lives|save lives|saving lives|first aid|lifesaving|defibrillator|defibrillators|life "
	        "saving|resuscitation|lives at sea|first responders" },
	{ "SL101", "Emergency services",
	        "lifeboat|emergency services|fire brigade|blood bikes|blood bike|first responder|first responders|air "
	        "ambulance|emergency service|st john ambulance|first aid|emergency medical|rescue services|community first "
	        "responder|fire and rescue|lifeguard|coastguard|independent lifeboat" },
	{ "SL102", "Humanitarian relief",
	        "humanitarian|humanitarian aid|disaster|famine|disaster relief|natural disasters|emergency "
	        "relief|disasters|war|relief work|aid to|earthquake|relief of suffering|humanitarian relief|emergency aid|red "
	        "cross|victims of war|aid convoys" },
	{ "SL103", "Search and rescue",
	        "search and rescue|mountain rescue|lifeboat|cave rescue|rescue team|lowland search|mountain rescue team|lowland "
	        "rescue|inshore rescue|missing persons|search dogs|water rescue" },
	{ "SO", "Society", "society|social justice|public benefit of society|wider society|social change" },
	{ "SO101", "Citizenship",
	        "citizenship|good citizenship|good citizens|citizens|responsible citizens|civic|civic responsibility|active "
	        "citizenship" },
	{ "SO102", "Conflict resolution",
	        "conflict|mediation|peace|reconciliation|conflict resolution|peacebuilding|peace building|restorative "
	        "justice|conflicts|dispute|disputes|corrymeela|non violence|mediators|restorative" },
	{ "SO103", "Democracy",
	        "democracy|democratic|political|politics|parliament|good governance|electoral|government|voting|freedom of "
	        "information|free speech|civil society" },
	{ "SO104", "Equality and diversity",
	        "equality|diversity|discrimination|equal opportunities|equality and diversity|inclusion|equal|gender "
	        "equality|inclusive|inequality|prejudice|equalities|elimination of discrimination|disability equality" },
	{ "SO105", "Human rights",
	        "human rights|human right|rights of|civil liberties|torture|rights|freedom of expression|universal "
	        "declaration|childrens rights|amnesty|persecution|political prisoners" },
	{ "SO106", "Racial justice",
	        "racial|race equality|racism|racial equality|racial discrimination|race relations|racial justice|anti "
	        "racism|race" },
	{ "SO107", "Religious; racial or cross-border harmony",
	        "racial harmony|interfaith|inter faith|religious harmony|harmony|twinning|twin town|community relations|good "
	        "relations|cross border|cross community|religious or racial harmony|community cohesion|jewish relations|between "
	        "faiths|different faiths|christians and jews|international friendship|international understanding|good community "
	        "relations|faith forum|twinning association" },
	{ "SW", "Social welfare",
	        "welfare|social welfare|the welfare of|relief of those in need|hardship and distress|interests of social "
	        "welfare" },
	{ "SW101", "Benevolent Society",
	        "benevolent fund|benevolent society|benevolent|benevolent association|friendly society|provident|welfare "
	        "fund|provident society|samaritan fund|samaritan" },
	{ "SW102", "Bereavement",
	        "bereavement|bereaved|cruse|grief|bereavement support|bereavement counselling|loss of a|grieving|loss|death "
	        "of|stillbirth|funeral|widowed" },
	{ "SW103", "Clothes",
	        "clothing|clothes|school uniform|shoes|uniforms|baby clothes|baby equipment|layettes|baby "
	        "bank|uniform|blankets" },
	{ "SW104", "Community transport",
	        "community transport|minibus|transport|dial a ride|shopmobility|community bus|transport service|community "
	        "minibus|voluntary car|volunteer drivers|community car|car scheme|mobility|transport for|ring and ride|mini "
	        "bus" },
	{ "SW105", "Individual poverty",
	        "poverty|relief of poverty|the poor|need hardship|hardship or distress|financial hardship|in need|poor|need "
	        "hardship or distress|relief in need|needy|poor people|hardship|prevention or relief of poverty|"
	        "disadvantage|poor persons|disadvantaged|low income|financial assistance|deprived|parish lands|conditions of "
	        "need|hardship and distress|the needy|relief of need|poors|debt|destitute|poverty "
	        "relief|underprivileged|deprivation|financial disadvantage|distress|parochial charities|united charities|those "
	        "in need|almshouse|relief of those in need|benevolent|food bank|poors land|sick poor|impoverished|relief of" },
	{ "SW106", "Loneliness",
	        "loneliness|befriending|isolation|social isolation|lonely|isolated|befriend|companionship|befrienders|contact "
	        "the elderly|combat isolation|friendship|housebound" },
	{ "SW107", "Social activities",
	        "social activities|outings|social events|social|lunch club|social "
	        "gatherings|parties|entertainment|bingo|trips|coffee mornings|lunches|social club|games|social evenings|day "
	        "trips|refreshments|speakers|entertainments|luncheon|teas" },
	{ "SW200", "Abuse",
	        "abuse|abused|violence|abuse survivors|victims of abuse|bullying|survivors of "
	        "abuse|exploitation|neglect|bullied" },
	{ "SW201", "Child abuse",
	        "child abuse|abused children|nspcc|prevention of cruelty to children|childhood abuse|child sexual abuse|cruelty "
	        "to children|child protection|childline|safeguarding children|abuse of children|child sexual exploitation" },
	{ "SW202", "Domestic abuse",
	        "domestic abuse|domestic violence|womens aid|womens refuge|refuge|domestic|abusive relationships|violence "
	        "against women" },
	{ "SW203", "Refuge or shelter",
	        "refuge|womens aid|shelter|womens refuge|safe house|refuge accommodation|refuges|safe accommodation" },
	{ "SW204", "Sexual abuse",
	        "sexual abuse|rape|sexual violence|rape crisis|sexual assault|sexually abused|child sexual abuse|rape and "
	        "sexual|sexual exploitation|fgm" },
	{ "SW300", "Food",
	        "food|meals|lunch club|soup kitchen|food bank|luncheon club|hot meals|hunger|feeding|food parcels|meals on "
	        "wheels|lunch|community fridge|nutrition|feed|hungry|soup run|cooking|lunches|food poverty|healthy "
	        "eating|surplus food|breakfast" },
	{ "SW301", "Food banks",
	        "food bank|foodbank|food banks|food parcels|foodbanks|emergency food|trussell trust|food hub|food "
	        "pantry|larder" },
};

int eh_ukcat_code_find(struct eh_str code)
{
	int low = 0, high = EH_UKCAT_CODES - 1;

	while (low <= high) {
		int middle = (low + high) / 2, order = eh_str_cmp(code, eh_str_of(eh_ukcat_codes[middle].code));
		if (order == 0)
			return middle;
		if (order < 0)
			high = middle - 1;
		else
			low = middle + 1;
	}
	return -1;
}
