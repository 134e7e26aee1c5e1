#include <math.h>
#include <string.h>

#include "hardware/unit_ranges.h"

/* A stored breakpoint as compared with: a mirrored unit compares |q|, which reaches one code further. */
static int32_t stored_threshold(const struct unit *unit, const struct spec *spec, int32_t breakpoint, double scale) {
  if (!unit->mirrored)
    return design_threshold(spec, breakpoint, scale);
  const double threshold = rint((double)breakpoint * scale_set_finest(&spec->scales) / scale);
  return (int32_t)fmin(threshold, ldexp(1, unit->x_bits - 1));
}

static void set_thresholds(struct unit_content *content, const struct unit *unit, const struct spec *spec,
                           const int32_t *breakpoint) {
  for (int s = 0; s < spec->scales.count; s++) {
    const double scale = spec->scales.scale[s];
    for (int i = 0; i < unit->entries - 1; i++)
      content->threshold[s][i] = stored_threshold(unit, spec, breakpoint[i], scale);
    struct code_range domain = spec_domain_codes(spec, scale);
    if (domain.first > domain.last) /* no code of this scale is in the domain: none is moved */
      domain = spec_codes(spec);
    content->clamp_low[s] = domain.first;
    content->clamp_high[s] = domain.last;
  }
}

static void set_intercepts(struct unit_content *content, const struct unit *unit, const struct spec *spec,
                           const int32_t *intercept) {
  for (int s = 0; s < spec->scales.count; s++)
    for (int i = 0; i < unit->entries; i++) {
      const double b = format_value(spec->intercept, intercept[i]);
      content->intercept[s][i] =
          unit->prescaled ? (int64_t)rint(ldexp(b / spec->scales.scale[s], unit->frac)) : intercept[i];
    }
}

static int log2_of(int32_t power) {
  int log2 = 0;
  while (INT32_C(1) << log2 < power)
    log2++;
  return log2;
}

static void set_uniform(struct unit_content *content, const int32_t *breakpoint, int count) {
  if (count == 0)
    return;
  while (count == 1 && content->segment_log2 < 30 && breakpoint[0] % (INT32_C(2) << content->segment_log2) == 0)
    content->segment_log2++;
  if (count > 1)
    content->segment_log2 = log2_of(breakpoint[1] - breakpoint[0]);
  content->segment_first = breakpoint[0] / (INT32_C(1) << content->segment_log2);
}

static void set_power2(struct unit_content *content, const int32_t *breakpoint, int count) {
  content->negative_most = content->positive_most = -1;
  for (int i = 0; i < count; i++) {
    const int log2 = log2_of(breakpoint[i] < 0 ? -breakpoint[i] : breakpoint[i]);
    if (breakpoint[i] == 0) {
      content->zero_threshold = true;
    } else if (breakpoint[i] < 0) {
      content->negative_most = content->negative_most < 0 ? log2 : content->negative_most;
      content->negative_least = log2;
    } else {
      content->positive_least = content->positive_most < 0 ? log2 : content->positive_least;
      content->positive_most = log2;
    }
  }
}

void unit_content(struct unit_content *out, const struct unit *unit, const struct spec *spec,
                  const struct design *design) {
  memset(out, 0, sizeof *out);
  /* The stored half of a mirrored table is the upper one; the breakpoint at 0 before it is not stored. */
  const int first = design->entries - unit->entries;
  const int32_t *breakpoint = design->breakpoint + first;
  for (int i = 0; i < unit->entries; i++)
    out->slope[i] = design->slope[first + i];
  set_intercepts(out, unit, spec, design->intercept + first);
  set_thresholds(out, unit, spec, breakpoint);
  unit_range_content(out, unit, spec);
  if (unit->selector == SELECT_UNIFORM)
    set_uniform(out, breakpoint, unit->entries - 1);
  if (unit->selector == SELECT_POWER2)
    set_power2(out, breakpoint, unit->entries - 1);
}
