#include "helplines.h"

#include "register/taxonomy.h"

const char eh_helplines_checked[] = "2026-11-25";

/* From the organisations' own published contact pages. */
const struct eh_helpline eh_helplines[] = {
	{ EH_T("Emergency"), "999",
	        EH_T("Ring now if somebody is in danger. If you cannot speak, press 55 on a mobile when asked."),
	        "https://www.gov.uk/guidance/999-and-112-the-uks-national-emergency-numbers", "abuse",
	        "suicid|kill myself|end my life|abuse|violen|rape|sexual assault|stalk|forced marriage|overdose", true },
	{ EH_T("National Domestic Abuse Helpline"), "0808 2000 247", EH_T("Free, day and night, run by Refuge."),
	        "https://www.nationaldahelpline.org.uk", "abuse", "domestic|abuse|violen|refuge.|controlling|coerci", true },
	{ EH_T("Men’s Advice Line"), "0808 801 0327", EH_T("For men whose partner or family harms them."),
	        "https://mensadviceline.org.uk", "abuse", "domestic|violen|controlling|coerci", true },
	{ EH_T("Samaritans"), "116 123", EH_T("Free, day and night, about whatever is troubling you."),
	        "https://www.samaritans.org", "mental-health bereavement",
	        "suicid|kill myself|end my life|self harm|despair|crisis|samaritans", true },
	{ EH_T("NHS 111"), "111",
	        EH_T("Urgent help with mental or physical health. For mental health choose the mental health option."),
	        "https://111.nhs.uk", "mental-health addiction", "suicid|kill myself|end my life|crisis|self harm|overdose",
	        true },
	{ EH_T("Childline"), "0800 1111", EH_T("Free, for anybody under 19."), "https://www.childline.org.uk", "",
	        "child abuse|childline|bullied|bullying|groom", true },
	{ EH_T("StepChange"), "0800 138 1111", EH_T("Free advice on debt."), "https://www.stepchange.org", "money",
	        "debt|bailiff|loan shark|eviction|bankrupt|arrears", false },
	{ EH_T("Shelter"), "0808 800 4444", EH_T("Free advice when you may lose your home, or have none."),
	        "https://england.shelter.org.uk/get_help", "housing", "homeless|eviction|evicted|rough sleep|nowhere to", false },
	{ EH_T("FRANK"), "0300 123 6600", EH_T("About drugs, for you or somebody you know."), "https://www.talktofrank.com",
	        "addiction", "drugs|overdose", true },
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
