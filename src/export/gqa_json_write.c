#include "export/gqa_json_write.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "export/json_writer.h"
#include "export/text_buffer.h"

/* Keys that GQA-LUT's operator asks for: it takes the nearest of these scales 2^-j for any other. */
enum { OPERATOR_EXPONENT_MAX = 6 };

/* The j of a scale 2^-j that the format has a key for, or -1. */
static int scale_exponent(double scale) {
  int exponent = 0;
  const bool power = frexp(scale, &exponent) == 0.5;
  const int j = 1 - exponent;
  return power && j >= 0 && j <= GQA_EXPONENT_MAX ? j : -1;
}

static bool check_scales(const struct scale_set *scales, struct error *err) {
  char text[REAL_TEXT_SIZE];
  for (int s = 0; s < scales->count; s++)
    if (scale_exponent(scales->scale[s]) < 0)
      return error_set(err, ERROR_INPUT,
                       "GQA-LUT's format has tables for the scales 2^0 to 2^-%d, but not for %s; use another format",
                       GQA_EXPONENT_MAX, real_text(text, scales->scale[s]));
  return true;
}

static json_t *table_json(const struct artefact *artefact, int s) {
  const struct spec *spec = artefact->spec;
  const struct design *design = &artefact->design;
  double breakpoint[ENTRIES_MAX], slope[ENTRIES_MAX], intercept[ENTRIES_MAX];
  for (int i = 0; i < design->entries - 1; i++)
    breakpoint[i] = artefact->threshold[s][i] * spec->scales.scale[s];
  for (int i = 0; i < design->entries; i++) {
    slope[i] = format_value(spec->slope, design->slope[i]);
    intercept[i] = format_value(spec->intercept, design->intercept[i]);
  }
  const size_t entries = (size_t)design->entries;
  return json_pack("{s:o, s:o, s:o}", "breakpoints", json_reals(breakpoint, entries - 1), "slopes",
                   json_reals(slope, entries), "intercepts", json_reals(intercept, entries));
}

/* The scale of an exponent in the set, or -1. */
static int find_scale(const struct scale_set *scales, int exponent) {
  for (int s = 0; s < scales->count; s++)
    if (scale_exponent(scales->scale[s]) == exponent)
      return s;
  return -1;
}

static bool put_tables(json_t *root, const struct artefact *artefact) {
  json_t *tables = json_object();
  if (json_object_set_new(root, artefact->spec->function->name, tables) != 0)
    return false;
  for (int j = 0; j <= GQA_EXPONENT_MAX; j++) {
    char key[8];
    const int s = find_scale(&artefact->spec->scales, j);
    (void)snprintf(key, sizeof key, "%d", j);
    if (s >= 0 && json_object_set_new(tables, key, table_json(artefact, s)) != 0)
      return false;
  }
  return true;
}

bool gqa_json_text(const struct artefact *artefact, char **out, struct error *err) {
  *out = NULL;
  if (!check_scales(&artefact->spec->scales, err))
    return false;
  json_t *root = json_object();
  const bool ok = put_tables(root, artefact)
                      ? json_text(root, out, err)
                      : error_set(err, ERROR_INTERNAL,
                                  "cannot write GQA-LUT's format: out of memory, or text that is "
                                  "not UTF-8");
  json_decref(root);
  return ok;
}

void gqa_json_losses(const struct artefact *artefact, void (*say)(void *context, const char *sentence), void *context) {
  const struct spec *spec = artefact->spec;
  if (spec->output.bits != 0)
    say(context, "the output stage is left out: the operator's output is the exact one");
  if (spec->tails == TAILS_CLAMP)
    say(context, "inputs are not clamped to the domain: the operator lets the outermost lines go on");
  if (spec->ranges > 0)
    say(context, "input ranges are left out: the tables serve their domain alone");
  if (function_find(spec->function->name) == NULL)
    say(context, "the format holds no function, only its name, which is not a built-in one");
  for (int j = 0; j <= OPERATOR_EXPONENT_MAX; j++)
    if (find_scale(&spec->scales, j) < 0) {
      say(context,
          "the operator asks for the scales 2^0 to 2^-6, which are not all in the set; it fails at the others");
      return;
    }
}
