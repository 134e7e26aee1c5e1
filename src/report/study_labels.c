#include "report/study_labels.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/significant.h"

const char *study_scale_text(double scale, char *text, size_t size) {
  int exponent = 0;
  if (frexp(scale, &exponent) == 0.5)
    (void)snprintf(text, size, "2^%d", exponent - 1);
  else
    (void)snprintf(text, size, "%g", scale);
  return text;
}

const char *study_scale_label(double scale, char *text, size_t size) {
  static const char *const raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  char plain[32];
  const char *caret = strchr(study_scale_text(scale, plain, sizeof plain), '^');
  size_t length =
      (size_t)snprintf(text, size, "%.*s", caret == NULL ? (int)strlen(plain) : (int)(caret - plain), plain);
  for (const char *c = caret; c != NULL && *++c != '\0' && length < size;)
    length += (size_t)snprintf(text + length, size - length, "%s", *c == '-' ? "⁻" : raised[*c - '0']);
  return text;
}

const char *study_formats_text(const struct spec *spec, char *text, size_t size) {
  char slope[FORMAT_TEXT], intercept[FORMAT_TEXT];
  (void)significant_text(spec->slope, spec->slope_significant, slope);
  (void)significant_text(spec->intercept, spec->intercept_significant, intercept);
  if (strcmp(slope, intercept) == 0)
    (void)snprintf(text, size, "%s", slope);
  else
    (void)snprintf(text, size, "%s, %s", slope, intercept);
  return text;
}

/* Append to a label, cut at its end. */
static void append(char label[STUDY_LABEL], const char *format, ...) __attribute__((format(printf, 2, 3)));

static void append(char label[STUDY_LABEL], const char *format, ...) {
  const size_t length = strlen(label);
  va_list arguments;
  va_start(arguments, format);
  (void)vsnprintf(label + length, STUDY_LABEL - length, format, arguments);
  va_end(arguments);
}

/* What the settings of a family have in common. */
static void name_family(char label[STUDY_LABEL], const struct spec *spec) {
  const struct scale_set *const scales = &spec->scales;
  char first[32], last[32], out[32];
  (void)study_scale_label(scales->scale[0], first, sizeof first);
  (void)study_scale_label(scales->scale[scales->count - 1], last, sizeof last);
  label[0] = '\0';
  append(label, "%d-bit input, ", spec->in_bits);
  if (scales->count == 1)
    append(label, "scale %s", first);
  else
    append(label, "%d scales %s to %s", scales->count, first, last);
  append(label, ", %s tails", tails_name(spec->tails));
  if (spec->slope_significant != 0 || spec->intercept_significant != 0)
    append(label, ", dynamic fixed point");
  if (spec->ranges > 1)
    append(label, ", %d input ranges", spec->ranges);
  if (spec->weight != NULL)
    append(label, ", weight %s", weight_name(spec->weight));
  if (spec->output.bits != 0)
    append(label, ", %d-bit output at %s", spec->output.bits, study_scale_label(spec->output.scale, out, sizeof out));
  if (spec->restriction.segments != SEGMENTS_FREE)
    append(label, ", %s segments", segments_name(spec->restriction.segments));
  if (spec->restriction.slope_digits != 0)
    append(label, ", slopes of %d digits", spec->restriction.slope_digits);
  if (spec->restriction.mirrored)
    append(label, ", half tables");
}

static bool same_formats(const struct spec *a, const struct spec *b) {
  return a->slope.bits == b->slope.bits && a->slope.frac == b->slope.frac && a->intercept.bits == b->intercept.bits &&
         a->intercept.frac == b->intercept.frac && a->slope_significant == b->slope_significant &&
         a->intercept_significant == b->intercept_significant;
}

/* Whether another function of the results has the same name. */
static bool shares_name(const struct results *results, const struct function *function) {
  for (size_t f = 0; f < results->function_count; f++)
    if (&results->functions[f] != function && strcmp(results->functions[f].name, function->name) == 0)
      return true;
  return false;
}

void study_name(struct study *study) {
  for (size_t f = 0; f < study->family_count; f++) {
    struct study_family *const family = &study->family[f];
    const struct spec *const first = &study->setting[study->shown[family->first]].as->spec;
    bool several = false;
    for (size_t i = family->first; i < family->first + family->count; i++)
      several = several || !same_formats(&study->setting[study->shown[i]].as->spec, first);
    for (size_t i = family->first; i < family->first + family->count; i++) {
      struct study_setting *const setting = &study->setting[study->shown[i]];
      const struct function *const function = setting->as->spec.function;
      char formats[112];
      setting->label[0] = '\0';
      append(setting->label, "%s", function->name);
      if (shares_name(study->results, function))
        append(setting->label, " [%g, %g]", function->lo, function->hi);
      if (several)
        append(setting->label, ", %s", study_formats_text(&setting->as->spec, formats, sizeof formats));
    }
    name_family(family->label, first);
    if (!several) {
      char formats[112];
      append(family->label, ", %s", study_formats_text(first, formats, sizeof formats));
    }
  }
}
