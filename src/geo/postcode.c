#include "postcode.h"

enum { INWARD = 3, SHORTEST = 5, LONGEST = 7, PACKED_WIDTH = 7, PACKED_BASE = 37 };

/* Shapes of the outward code; 'A' a letter, '9' a digit. */
static const char *const OUTWARD[] = { "A9", "A99", "AA9", "AA99", "A9A", "AA9A" };

static char fit(char want, char c)
{
	if (want == 'A')
		return c >= 'A' && c <= 'Z' ? c : c == '0' ? 'O' : 0;
	return eh_is_digit(c) ? c : c == 'O' ? '0' : 0;
}

static bool fits(const char *shape, size_t n, const char *code, char *ret_fitted)
{
	for (size_t i = 0; i < n; i++)
		if (!(ret_fitted[i] = fit(shape[i], code[i])))
			return false;
	return true;
}

/* Upper case without spaces; 0 when more is there than a postcode can hold. */
static size_t compact(struct eh_str in, char ret_code[LONGEST])
{
	size_t n = 0;

	in = eh_str_trim(in);
	if (in.n && in.p[in.n - 1] == '.')
		in.n--;
	for (size_t i = 0; i < in.n; i++) {
		if (in.p[i] == ' ')
			continue;
		if (n == LONGEST || !eh_is_alnum(in.p[i]))
			return 0;
		ret_code[n++] = eh_upper(in.p[i]);
	}
	return n;
}

enum eh_rc eh_postcode_parse(struct eh_str in, struct eh_postcode *ret_code)
{
	char code[LONGEST], outward[LONGEST], inward[INWARD];
	size_t n = compact(in, code);

	if (n < SHORTEST || !fits("9AA", INWARD, code + n - INWARD, inward))
		return EH_INVALID;
	n -= INWARD;
	/* As written first: "W1A" is a shape of its own, and so is what its A would be as a slip. */
	for (size_t i = 0; i < sizeof OUTWARD / sizeof *OUTWARD; i++) {
		if (strlen(OUTWARD[i]) != n || !fits(OUTWARD[i], n, code, outward))
			continue;
		memcpy(ret_code->text, outward, n);
		ret_code->text[n] = ' ';
		memcpy(ret_code->text + n + 1, inward, INWARD);
		ret_code->text[n + 1 + INWARD] = '\0';
		return EH_OK;
	}
	return EH_INVALID;
}

static bool is_word(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!eh_is_alnum(p[i]))
			return false;
	return true;
}

/* In running text a postcode has a digit that is one: with every O taken for a 0, "roots", "promote" and "from our" would be postcodes. */
static bool has_digit(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (eh_is_digit(p[i]))
			return true;
	return false;
}

/* A postcode that ends at `end`: its inward code there, then at most two spaces, then its outward code at a word's start. */
static bool ends_here(struct eh_str s, size_t end, struct eh_postcode *ret_code, size_t *ret_from)
{
	size_t at = end - INWARD, spaces = 0;

	while (at && s.p[at - 1] == ' ' && spaces < 2) {
		at--;
		spaces++;
	}
	for (size_t n = 4; n >= 2; n--) {
		if (at < n || !is_word(s.p + at - n, n) || (at > n && eh_is_alnum(s.p[at - n - 1])))
			continue;
		if (!has_digit(s.p + at - n, end - (at - n)) ||
		        eh_postcode_parse((struct eh_str){ s.p + at - n, end - (at - n) }, ret_code) != EH_OK)
			continue;
		*ret_from = at - n;
		return true;
	}
	return false;
}

enum eh_rc eh_postcode_find(struct eh_str address, struct eh_postcode *ret_code, size_t *ret_from, size_t *ret_n)
{
	for (size_t end = address.n; end >= SHORTEST; end--) {
		struct eh_postcode code;
		size_t from;
		if ((end < address.n && eh_is_alnum(address.p[end])) || !eh_is_alnum(address.p[end - 1]))
			continue;
		if (!ends_here(address, end, &code, &from))
			continue;
		*ret_code = code;
		if (ret_from)
			*ret_from = from;
		if (ret_n)
			*ret_n = end - from;
		return EH_OK;
	}
	return EH_NOT_FOUND;
}

struct eh_str eh_postcode_outward(const struct eh_postcode *code)
{
	return (struct eh_str){ code->text, strcspn(code->text, " ") };
}

/* Each character of the code without its space as a digit of base 37, blanks (0) at the end of a short outward code, so that numbers
 * sort as the text does. */
int64_t eh_postcode_pack(const struct eh_postcode *code)
{
	struct eh_str outward = eh_postcode_outward(code);
	int64_t packed = 0;

	for (size_t i = 0; i < PACKED_WIDTH; i++) {
		char c = i < outward.n               ? code->text[i]
		         : i < PACKED_WIDTH - INWARD ? 0
		                                     : code->text[outward.n + 1 + i - (PACKED_WIDTH - INWARD)];
		int digit = !c ? 0 : eh_is_digit(c) ? 1 + c - '0' : 11 + c - 'A';
		packed = packed * PACKED_BASE + digit;
	}
	return packed;
}

struct eh_postcode eh_postcode_unpack(int64_t packed)
{
	char digits[PACKED_WIDTH];
	struct eh_postcode code = { "" };
	size_t n = 0;

	for (size_t i = PACKED_WIDTH; i--; packed /= PACKED_BASE) {
		int digit = (int)(packed % PACKED_BASE);
		digits[i] = (char)(!digit ? 0 : digit <= 10 ? '0' + digit - 1 : 'A' + digit - 11);
	}
	if (packed)
		return code;
	for (size_t i = 0; i < PACKED_WIDTH; i++) {
		if (i == PACKED_WIDTH - INWARD)
			code.text[n++] = ' ';
		if (digits[i])
			code.text[n++] = digits[i];
	}
	code.text[n] = '\0';
	return code;
}
