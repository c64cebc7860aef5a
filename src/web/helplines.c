#include "helplines.h"

#include "register/taxonomy.h"

const char eh_helplines_checked[] = "2026-11-25";

/* What people in distress type, who seldom use the words of those who help them. */
#define HIT                                                                                                                      \
	"hits me.|hit me.|hitting me.|beats me.|beat me.|beating me.|hurts me.|hurting me.|strangl|chokes me.|threatens "        \
	"me.|threatening me."
#define DIE                                                                                                                      \
	"suicid|kill myself|killing myself|end my life|ending my life|take my life|taking my life|take my own life|taking my "   \
	"own life|"                                                                                                              \
	"want to die|wanna die|wish i was dead|wish i were dead|better off dead|end it all|no reason to live|don't want to "     \
	"live|"                                                                                                                  \
	"dont want to live|do not want to live|don't want to be here|dont want to be here"
#define HARM "self harm|self-harm|selfharm|harm myself|harming myself|hurt myself|hurting myself|cut myself|cutting myself"

/* From the organisations' own published contact pages. */
const struct eh_helpline eh_helplines[] = {
	{ EH_T("Emergency"), "999",
	        EH_T("Ring now if somebody is in danger. If you cannot speak, press 55 on a mobile when asked."),
	        "https://www.gov.uk/guidance/999-and-112-the-uks-national-emergency-numbers", "abuse",
	        DIE "|" HIT "|abuse|violen|rape|sexual assault|sexually assault|stalk|forced marriage|overdose|in danger", true },
	{ EH_T("National Domestic Abuse Helpline"), "0808 2000 247", EH_T("Free, day and night, run by Refuge."),
	        "https://www.nationaldahelpline.org.uk", "abuse",
	        HIT "|domestic|abuse|abusive|violen|refuge.|controlling|coerci|scared of my|afraid of my|frightened of my|scared "
	            "of him.|"
	            "afraid of him.|forced marriage|honour based|honour-based",
	        true },
	{ EH_T("Men’s Advice Line"), "0808 801 0327", EH_T("For men whose partner or family harms them."),
	        "https://mensadviceline.org.uk", "abuse",
	        HIT "|domestic|violen|abusive|controlling|coerci|scared of my|afraid of my|frightened of my|scared of "
	            "her.|afraid of her.",
	        true },
	{ EH_T("Samaritans"), "116 123", EH_T("Free, day and night, about whatever is troubling you."),
	        "https://www.samaritans.org", "mental-health bereavement",
	        DIE "|" HARM
	            "|despair|crisis|samaritans|hopeless|can't cope|cant cope|cannot cope|can't go on|cant go on|cannot go on",
	        true },
	{ EH_T("NHS 111"), "111",
	        EH_T("Urgent help with mental or physical health. For mental health choose the mental health option."),
	        "https://111.nhs.uk", "mental-health addiction",
	        DIE "|" HARM "|crisis|overdose|hearing voices|panic attack|psychosis|psychotic", true },
	{ EH_T("Childline"), "0800 1111", EH_T("Free, for anybody under 19."), "https://www.childline.org.uk", "",
	        "child abuse|childline|bullied|bullying|groom|my dad hits|my mum hits|my stepdad|hurts me at home", true },
	{ EH_T("StepChange"), "0800 138 1111", EH_T("Free advice on debt."), "https://www.stepchange.org", "money",
	        "debt|bailiff|loan shark|eviction|evict|bankrupt|arrears|can't pay|cant pay|cannot pay|payday loan|owe "
	        "money|final demand",
	        false },
	{ EH_T("Shelter"), "0808 800 4444", EH_T("Free advice when you may lose your home, or have none."),
	        "https://england.shelter.org.uk/get_help", "housing",
	        "homeless|evict|rough sleep|sleeping rough|sleep rough|nowhere to|kicked out|thrown out|chucked out|sofa "
	        "surf|sofa-surf|"
	        "lose my home|losing my home|lost my home|repossess|section 21|living in my car|on the streets",
	        false },
	{ EH_T("FRANK"), "0300 123 6600", EH_T("About drugs, for you or somebody you know."), "https://www.talktofrank.com",
	        "addiction", "drugs|overdose|heroin|cocaine|ketamine", true },
	{ 0 },
};

bool eh_helpline_fits(const struct eh_helpline *helpline, const struct eh_str *needs, size_t need_count, struct eh_str folded)
{
	struct eh_str word;

	for (size_t i = 0; i < need_count; i++)
		if (eh_code_listed(helpline->needs, needs[i], false))
			return true;
	return folded.n && eh_words_match(helpline->words, folded, false, &word);
}
