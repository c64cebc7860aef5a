#include "helplines.h"

#include "register/taxonomy.h"

const char eh_helplines_checked[] = "2026-11-25";

/* From the organisations' own published contact pages. */
const struct eh_helpline eh_helplines[] = {
	{ "Emergency", "999", "Ring now if somebody is in danger. If you cannot speak, press 55 when asked.", "abuse",
	        "suicid|kill myself|abuse|violen|rape|stalk|forced marriage" },
	{ "National Domestic Abuse Helpline", "0808 2000 247", "Free, day and night, run by Refuge.", "abuse",
	        "domestic|abuse|violen|refuge|controlling" },
	{ "Samaritans", "116 123", "Free, day and night, about whatever is troubling you.", "mental-health bereavement",
	        "suicid|kill myself|self harm|self-harm|despair|crisis|samaritans" },
	{ "NHS 111", "111", "Urgent help with mental or physical health; choose the mental health option.",
	        "mental-health addiction", "suicid|crisis|self harm|overdose" },
	{ "Childline", "0800 1111", "Free, for anybody under 19.", "", "child abuse|childline|bullied|bullying" },
	{ "StepChange", "0800 138 1111", "Free advice on debt.", "", "debt|bailiff|loan shark|eviction" },
	{ "Shelter", "0808 800 4444", "Free advice when you may lose your home.", "",
	        "homeless|eviction|evicted|rough sleep|nowhere to" },
	{ "FRANK", "0300 123 6600", "About drugs, for you or somebody you know.", "addiction", "drugs|overdose" },
	{ NULL, NULL, NULL, NULL, NULL },
};

bool eh_helpline_fits(const struct eh_helpline *helpline, const struct eh_str *needs, size_t need_count, struct eh_str folded)
{
	struct eh_str word;

	for (size_t i = 0; i < need_count; i++)
		if (eh_code_listed(helpline->needs, needs[i], false))
			return true;
	return folded.n && eh_words_match(helpline->words, folded, false, &word);
}
