#include "front/panels.h"
#include "model/significant.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "front/list_text.h"
#include "model/problem.h"

/* Keep the points of a problem that have a design which passes the filter, in place. */
static size_t keep_accepted(const struct results *results, const struct design_filter *filter, uint32_t *point,
                            size_t count) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    const struct outcome *outcome = &results->outcomes[point[i]];
    if (outcome->design_count > 0 && front_accepts(results, filter, outcome->first_design))
      point[kept++] = point[i];
  }
  return kept;
}

/* The problems of one function. */
static void add_function(struct panels *out, const struct results *results, const struct design_filter *filter,
                         enum error_metric metric, panel_shows *shows, const struct function *function) {
  for (size_t problem = 0; problem < out->posed.count; problem++) {
    uint32_t *point = out->posed.point + out->posed.start[problem];
    const struct point *first = &results->points[point[0]];
    if (first->spec.function != function || point_metric(first) != metric)
      continue;
    const size_t count = out->posed.start[problem + 1] - out->posed.start[problem];
    const struct panel panel = {function, point, keep_accepted(results, filter, point, count)};
    if (panel.count > 0 && shows(results, &panel))
      out->panel[out->count++] = panel;
  }
}

bool panels_make(struct panels *out, const struct results *results, const struct design_filter *filter,
                 enum error_metric metric, panel_shows *shows, struct error *err) {
  *out = (struct panels){.count = 0};
  if (!posed_create(&out->posed, results->points, results->point_count, err))
    return false;
  out->panel = calloc(out->posed.count + 1, sizeof *out->panel);
  if (out->panel == NULL) {
    panels_release(out);
    return error_memory(err, "figures");
  }
  for (size_t f = 0; f < results->function_count; f++)
    add_function(out, results, filter, metric, shows, &results->functions[f]);
  return true;
}

void panels_release(struct panels *panels) {
  posed_free(&panels->posed);
  free(panels->panel);
  *panels = (struct panels){.count = 0};
}

size_t panels_of_function(const struct panels *panels, size_t first) {
  size_t end = first;
  while (end < panels->count && panels->panel[end].function == panels->panel[first].function)
    end++;
  return end - first;
}

/* The parts of a label. */
enum label_part {
  PART_IN_BITS,
  PART_SCALES,
  PART_FORMATS,
  PART_TAILS,
  PART_RANGES,
  PART_WEIGHT,
  PART_OUTPUT,
  PART_SEGMENTS,
  PART_DIGITS,
  PART_SYMMETRY,
  PART_LIMIT,
  LABEL_PARTS
};

static void describe_scales(const struct scale_set *scales, char *text, size_t size) {
  if (scales->count == 1)
    (void)snprintf(text, size, "scale %g", scales->scale[0]);
  else
    (void)snprintf(text, size, "scales %g to %g", scales->scale[0], scales->scale[scales->count - 1]);
}

static void describe_formats(const struct spec *spec, char *text, size_t size) {
  char slope[FORMAT_TEXT], intercept[FORMAT_TEXT];
  (void)significant_text(spec->slope, spec->slope_significant, slope);
  (void)significant_text(spec->intercept, spec->intercept_significant, intercept);
  if (strcmp(slope, intercept) == 0)
    (void)snprintf(text, size, "%s", slope);
  else
    (void)snprintf(text, size, "%s %s", slope, intercept);
}

/* Nothing for a part that most problems do not have. */
static void describe(const struct point *point, enum label_part part, char *text, size_t size) {
  const struct spec *spec = &point->spec;
  const struct restriction *restriction = &spec->restriction;
  text[0] = '\0';
  switch (part) {
  case PART_IN_BITS:
    (void)snprintf(text, size, "%d bit", spec->in_bits);
    return;
  case PART_SCALES:
    describe_scales(&spec->scales, text, size);
    return;
  case PART_FORMATS:
    describe_formats(spec, text, size);
    return;
  case PART_TAILS:
    (void)snprintf(text, size, "%s", tails_name(spec->tails));
    return;
  case PART_RANGES:
    if (spec->ranges != 0)
      (void)snprintf(text, size, "%d ranges", spec->ranges);
    return;
  case PART_WEIGHT:
    (void)snprintf(text, size, "weight %s", weight_name(spec->weight));
    return;
  case PART_OUTPUT:
    if (spec->output.bits == 0)
      (void)snprintf(text, size, "exact output");
    else
      (void)snprintf(text, size, "%d bit at %g", spec->output.bits, spec->output.scale);
    return;
  case PART_SEGMENTS:
    if (restriction->segments != SEGMENTS_FREE)
      (void)snprintf(text, size, "%s segments", segments_name(restriction->segments));
    return;
  case PART_DIGITS:
    if (restriction->slope_digits != 0)
      (void)snprintf(text, size, "%d digit%s", restriction->slope_digits, restriction->slope_digits == 1 ? "" : "s");
    return;
  case PART_SYMMETRY:
    if (restriction->mirrored)
      (void)snprintf(text, size, "half a table");
    return;
  case PART_LIMIT:
    if (isinf(point_max_abs_limit(point)))
      (void)snprintf(text, size, "any max_abs");
    else
      (void)snprintf(text, size, "max_abs to %g", point_max_abs_limit(point));
    return;
  case LABEL_PARTS:
    return;
  }
}

static const struct point *first_of(const struct results *results, const struct panel *panel) {
  return &results->points[panel->point[0]];
}

static bool varies(const struct results *results, const struct panel *panel, size_t count, enum label_part part) {
  char first[96], other[96];
  describe(first_of(results, panel), part, first, sizeof first);
  for (size_t i = 1; i < count; i++) {
    describe(first_of(results, &panel[i]), part, other, sizeof other);
    if (strcmp(first, other) != 0)
      return true;
  }
  return false;
}

void panel_label(const struct results *results, const struct panel *panel, size_t count, size_t index, char *text,
                 size_t size) {
  char item[96];
  text[0] = '\0';
  for (int part = 0; part < LABEL_PARTS; part++) {
    if (!varies(results, panel, count, (enum label_part)part))
      continue;
    describe(first_of(results, &panel[index]), (enum label_part)part, item, sizeof item);
    if (item[0] != '\0')
      text_append_item(text, size, "%s", item);
  }
  if (text[0] == '\0')
    describe(first_of(results, &panel[index]), PART_FORMATS, text, size);
}
