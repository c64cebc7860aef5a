/* report_words.c: what the report says in prose. Formulae and figures are those of evenhand/coverage.h. */
#include "report_private.h"

const struct eh_report_words eh_report_method[] = {
	{ EH_T("The list"),
	        EH_T("Registers, grants data, directories and spreadsheets are read, and rows that are about the same "
	             "organisation are linked: by register numbers first, then by how much names, postcodes, addresses, "
	             "telephones and web pages agree. Pairs that only a person can settle are left apart and asked about.") },
	{ EH_T("What an organisation helps with"),
	        EH_T("Each organisation gets one or more needs from a list of our own, from the words of its name and activities "
	             "and the codes of its register.") },
	{ EH_T("People and need"),
	        EH_T("Residents, and the residents who may have a need (for some needs only a part of all, such as people of 65 "
	             "and over), come from the census. Need is the place of a neighbourhood among all those of England, 0 to "
	             "100, 100 the most in need, from the indices named in the sources. In an invented place it is the place "
	             "among its own neighbourhoods.") },
	{ EH_T("Walking"),
	        EH_T("Minutes' walk are the straight line × 1.3 at 4.8 km an hour, from the postcodes where people live. A "
	             "choice: no buses, no hills, no opening hours.") },
	{ EH_T("Within reach"), EH_T("The share of a neighbourhood's people with at least one open service of the need within 20 "
	                             "minutes' walk.") },
	{ EH_T("Access"),
	        EH_T("Each service is shared among the people who can walk to it, nearer people counting more: 1 up to 10 "
	             "minutes, 0.68 up to 20, 0.22 up to 30. A neighbourhood's access is what it gets of all services; it is "
	             "shown against the mean of the place, 1. (Enhanced two-step floating catchment, Luo and Qi 2009; the "
	             "weights are a choice.)") },
	{ EH_T("Gap"),
	        EH_T("\"None on this list\": nobody in the neighbourhood has a service within 20 minutes. \"Low access, high "
	             "need\": access is under half the mean here and need is among the worst three tenths of England. Both "
	             "limits are a choice.") },
	{ EH_T("How sure a gap is"),
	        EH_T("Indicated: at 20 minutes. Robust: at 10, 20 and 30 minutes, counted with every service and counted again "
	             "with only those placed where help happens, which must be at least half of the services of the need that "
	             "reach somebody here. Confirmed: robust, and somebody local from the council and somebody local from the "
	             "sector have looked.") },
	{ EH_T("Priority"),
	        EH_T("People × need (0-100) × (1 − access, at most 1). It orders neighbourhoods within this place and "
	             "compares no places.") },
	{ EH_T("Rests on one"),
	        EH_T("One organisation gives more than 70% of a neighbourhood's access, or the squares of all shares add "
	             "up to more than 0.5. If it stopped, a gap would open. A choice.") },
	{ EH_T("Services beyond the boundary"), EH_T("Count as far as people of this place can walk to them.") },
	{ EH_T("Protected services"),
	        EH_T("Refuges, help for people who were trafficked or seek asylum, and children's homes have no place in any "
	             "figure, map or table. They count as serving the whole place in what they are protected for: abuse, asylum, "
	             "homes, families and children.") },
	{ EH_T("Shared ground"),
	        EH_T("Two services of different organisations are compared by what they help with (c), whom (b), the people who "
	             "can walk to both (a) and hours (h, taken as 0.5 where unknown): c^0.4 × b^0.2 × a^0.3 × h^0.1. Pairs above "
	             "0.5 are counted by need and ward. Counts under five are withheld, and so are others from which one could "
	             "work them out. A service is compared only where a source states what it does and where. The powers and the "
	             "limit are a choice.") },
	{ EH_T("How complete the list is"),
	        EH_T("All registers together are compared with all local lists together: (registers + 1) × (local lists + 1) ÷ "
	             "(in both + 1) − 1 organisations are thought to exist (Chapman 1951), with a range that would hold in 95 of "
	             "100 cases if the two lists were drawn independently, which they are not. Under seven in both: too few to "
	             "say.") },
	{ EH_T("Where next"),
	        EH_T("Of the middles of all neighbourhoods, the one from which most people whom no service reaches could "
	             "be reached in 20 minutes; then the next, given the first (Church and ReVelle 1974).") },
	{ NULL, NULL },
};

const struct eh_report_words eh_report_criticisms[] = {
	{ EH_T("A register is not civil society"), EH_T("Most groups are in no register: about 495,000 are thought to exist "
	                                                "across the country once those that nobody "
	                                                "has written down are counted. Few places are truly empty.") },
	{ EH_T("Counting organisations measures little"), EH_T("A place with many charities for its people is not one where help "
	                                                       "is easy to get. One busy centre can do more "
	                                                       "than ten small trusts.") },
	{ EH_T("An address is not where help happens"), EH_T("Registers hold an office or somebody's home. Help happens in "
	                                                     "halls, schools, streets and living rooms, often "
	                                                     "in another ward.") },
	{ EH_T("The size of the circle decides"),
	        EH_T("How far people are thought to walk changes the result more than any other choice at the size of a "
	             "neighbourhood. That is why gaps are tried at three distances.") },
	{ EH_T("Weights used twice"),
	        EH_T("The method uses the same weights to share services out and to add them up, which can make "
	             "access look better than it is.") },
	{ EH_T("A share of a service is not a place in it"), EH_T("The first step divides a service among everybody near. "
	                                                          "Whether it has room, is open, costs money or is known "
	                                                          "to anybody does not come into it.") },
	{ EH_T("Walking is not travelling"), EH_T("People with a bus, a lift or a wheelchair have another map than this one.") },
	{ EH_T("Comparing two lists"),
	        EH_T("Entries that are out of date and links that were missed raise the estimate of what exists; lists that copy "
	             "one another lower it; a list of groups without registration shares no names with a register by its nature. "
	             "It is neither a lower nor an upper limit.") },
	{ EH_T("Shared ground is not waste"),
	        EH_T("Services that look alike may give people a choice, reach different people, or share a load that neither "
	             "could carry. Many services and low access together mean: crowded, and still not enough.") },
	{ NULL, NULL },
};
