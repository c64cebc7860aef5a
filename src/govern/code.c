/* code.c: codes as people type them. */
#include "factor.h"
#include "signin.h"

static bool is_gap(char c) { return c == ' ' || c == '-' || c == '\t' || c == '\r' || c == '\n'; }

bool eh_code_parse(struct eh_str typed, char out[7])
{
	char code[7];
	size_t n = 0;

	for (size_t i = 0; i < typed.n; i++) {
		if (is_gap(typed.p[i]))
			continue;
		if (!eh_is_digit(typed.p[i]) || n == 6)
			return false;
		code[n++] = typed.p[i];
	}
	if (n != 6)
		return false;
	code[6] = '\0';
	memcpy(out, code, sizeof code);
	return true;
}

/* "3-abcde-fghij": the slot, and ten letters and digits that are not mistaken for one another. */
bool eh_recovery_parse(struct eh_str typed, char out[EH_RECOVERY_MAX])
{
	char code[EH_RECOVERY_MAX];
	size_t n = 0;

	for (size_t i = 0; i < typed.n; i++) {
		char c = eh_lower(typed.p[i]);
		if (is_gap(c))
			continue;
		c = c == 'o' ? '0' : c == 'l' || c == 'i' ? '1' : c;
		if (!eh_is_alnum(c) || c == 'u' || n == EH_RECOVERY_MAX - 1 || (!n && !eh_is_digit(c)))
			return false;
		if (n == 1 || n == 7)
			code[n++] = '-';
		if (n == EH_RECOVERY_MAX - 1)
			return false;
		code[n++] = c;
	}
	if (n != EH_RECOVERY_MAX - 1)
		return false;
	code[n] = '\0';
	memcpy(out, code, sizeof code);
	return true;
}
