/* explain_write.c: explanations as text, JSON and a waterfall. */
#include <math.h>
#include <stdio.h>

#include "io/json.h"
#include "match.h"

enum { WIDTH = 760, LABELS = 330, ROW = 24, MARGIN = 12 };

static int hand_over(struct eh_buf *out, enum eh_rc rc, char **ret_text)
{
	if (rc < 0 || eh_buf_reserve(out, 1) < 0) {
		eh_buf_finish(out);
		return -1;
	}
	*ret_text = out->p;
	return 0;
}

static const char *decision_name(enum ehl_decision decision)
{
	return decision == EHL_LINK ? "link" : decision == EHL_ASK ? "ask" : "leave";
}

static enum eh_rc text_part(struct eh_buf *out, const struct ehl_part *part)
{
	EH_TRY(eh_buf_printf(out, "%+7.1f  %s: %s", part->weight, part->field, part->text));
	if (part->level)
		EH_TRY(eh_buf_printf(out, " (\"%s\", \"%s\"; so do %.3g%% of matches, %.3g%% of others)", part->left, part->right,
		        100 * part->m, 100 * part->u));
	return eh_buf_add_char(out, '\n');
}

int ehl_explanation_text(const struct ehl_explanation *explanation, char **ret_text)
{
	struct eh_buf out = { 0 };
	enum eh_rc rc = EH_OK;

	for (size_t i = 0; i < explanation->count && rc == EH_OK; i++)
		rc = text_part(&out, &explanation->parts[i]);
	if (rc == EH_OK)
		rc = eh_buf_printf(&out, "%+7.1f  in all: probability %.4g, %s\n", explanation->weight, explanation->probability,
		        decision_name(explanation->decision));
	return hand_over(&out, rc, ret_text);
}

static void json_part(struct eh_json_writer *json, const struct ehl_part *part)
{
	eh_json_write_object(json);
	eh_json_write_key(json, "field");
	eh_json_write_str(json, eh_str_of(part->field));
	eh_json_write_key(json, "weight");
	eh_json_write_double(json, part->weight);
	if (part->level) {
		eh_json_write_key(json, "level");
		eh_json_write_i64(json, part->level);
		eh_json_write_key(json, "m");
		eh_json_write_double(json, part->m);
		eh_json_write_key(json, "u");
		eh_json_write_double(json, part->u);
		eh_json_write_key(json, "left");
		eh_json_write_str(json, eh_str_of(part->left));
		eh_json_write_key(json, "right");
		eh_json_write_str(json, eh_str_of(part->right));
	}
	eh_json_write_key(json, "text");
	eh_json_write_str(json, eh_str_of(part->text));
	eh_json_write_object_end(json);
}

int ehl_explanation_json(const struct ehl_explanation *explanation, char **ret_text)
{
	struct eh_buf out = { 0 };
	struct eh_json_writer json;

	eh_json_write_init(&json, &out, true);
	eh_json_write_object(&json);
	eh_json_write_key(&json, "weight");
	eh_json_write_double(&json, explanation->weight);
	eh_json_write_key(&json, "probability");
	eh_json_write_double(&json, explanation->probability);
	eh_json_write_key(&json, "decision");
	eh_json_write_str(&json, eh_str_of(decision_name(explanation->decision)));
	eh_json_write_key(&json, "parts");
	eh_json_write_array(&json);
	for (size_t i = 0; i < explanation->count; i++)
		json_part(&json, &explanation->parts[i]);
	eh_json_write_array_end(&json);
	eh_json_write_object_end(&json);
	return hand_over(&out, eh_json_write_end(&json), ret_text);
}

/* Text with what XML reserves escaped. */
static enum eh_rc add_escaped(struct eh_buf *out, const char *text)
{
	for (; *text; text++) {
		const char *escaped = *text == '&'   ? "&amp;"
		                      : *text == '<' ? "&lt;"
		                      : *text == '>' ? "&gt;"
		                      : *text == '"' ? "&quot;"
		                                     : NULL;
		EH_TRY(escaped ? eh_buf_add(out, eh_str_of(escaped)) : eh_buf_add_char(out, *text));
	}
	return EH_OK;
}

struct scale {
	double least, bits_to_pixels;
};

static double place(const struct scale *scale, double bits) { return LABELS + (bits - scale->least) * scale->bits_to_pixels; }

static enum eh_rc bar(struct eh_buf *out, const struct scale *scale, size_t row, const char *label, const char *text, double from,
        double to, bool total)
{
	double left = place(scale, fmin(from, to)), width = fmax(fabs(to - from) * scale->bits_to_pixels, 1);
	double y = MARGIN + (double)row * ROW;

	EH_TRY(eh_buf_printf(out, "<g><title>"));
	EH_TRY(add_escaped(out, text));
	EH_TRY(eh_buf_printf(out, "</title><text x=\"%d\" y=\"%.0f\" text-anchor=\"end\">", LABELS - 10, y + 15));
	EH_TRY(add_escaped(out, label));
	EH_TRY(eh_buf_printf(out, "</text><rect x=\"%.1f\" y=\"%.0f\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>", left, y + 3,
	        width, ROW - 6,
	        total        ? "#505a5f"
	        : to >= from ? "#00703c"
	                     : "#d4351c"));
	double after = left + width + 5;
	bool outside = after > WIDTH - 40;
	return eh_buf_printf(out, "<text x=\"%.1f\" y=\"%.0f\"%s>%+.1f</text></g>\n", outside ? left - 5 : after, y + 15,
	        outside ? " text-anchor=\"end\"" : "", total ? to : to - from);
}

static struct scale scale_of(const struct ehl_explanation *explanation)
{
	double at = 0, least = 0, most = 0;

	for (size_t i = 0; i < explanation->count; i++) {
		at += explanation->parts[i].weight;
		least = fmin(least, at);
		most = fmax(most, at);
	}
	return (struct scale){ least, (WIDTH - LABELS - 50) / fmax(most - least, 1) };
}

int ehl_explanation_svg(const struct ehl_explanation *explanation, char **ret_text)
{
	struct eh_buf out = { 0 };
	struct scale scale = scale_of(explanation);
	double at = 0;
	int height = 2 * MARGIN + ROW * ((int)explanation->count + 1);
	enum eh_rc rc = eh_buf_printf(&out,
	        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" font-family=\"sans-serif\" "
	        "font-size=\"13\">"
	        "<title>Match weight %+.1f bits, probability %.3g</title>\n<line x1=\"%.1f\" x2=\"%.1f\" y1=\"0\" y2=\"%d\" "
	        "stroke=\"#b1b4b6\"/>\n",
	        WIDTH, height, explanation->weight, explanation->probability, place(&scale, 0), place(&scale, 0), height);

	for (size_t i = 0; i < explanation->count && rc == EH_OK; i++) {
		const struct ehl_part *part = &explanation->parts[i];
		char label[240];
		snprintf(label, sizeof label, "%.24s: %.34s", part->field, part->text);
		rc = bar(&out, &scale, i, i ? label : part->field, part->text, at, at + part->weight, false);
		at += part->weight;
	}
	if (rc == EH_OK)
		rc = bar(&out, &scale, explanation->count, "in all", "in all", 0, explanation->weight, true);
	if (rc == EH_OK)
		rc = eh_buf_add(&out, EH_STR("</svg>\n"));
	return hand_over(&out, rc, ret_text);
}

void ehl_free(void *p) { eh_free(p); }
