#include "model/datapath.h"

#include <math.h>

/* What the policy `clamp` limits codes to. A scale without codes in the domain moves none. */
static struct code_range clamp_range(const struct spec *spec, double scale) {
  const struct code_range all = spec_codes(spec);
  if (spec->tails != TAILS_CLAMP)
    return all;
  const struct code_range domain = spec_domain_codes(spec, scale);
  return domain.first > domain.last ? all : domain;
}

void datapath_prepare(struct datapath *out, const struct spec *spec, const struct design *design, double scale) {
  out->design = design;
  out->scale = scale;
  const int fraction = spec->slope.frac > spec->intercept.frac ? spec->slope.frac : spec->intercept.frac;
  out->alignment = range_output_bits(spec);
  out->fraction = fraction + out->alignment;
  out->slope_shift = fraction - spec->slope.frac;
  range_plan_at(&out->ranges, spec, scale);
  out->clamp = clamp_range(spec, scale);
  out->output = spec->output;
  for (int i = 0; i < design->entries - 1; i++)
    out->threshold[i] = design_threshold(spec, design->breakpoint[i], scale);
  for (int i = 0; i < design->entries; i++) {
    const double b = format_value(spec->intercept, design->intercept[i]);
    out->intercept[i] = (datapath_wide)rint(ldexp(b / scale, fraction));
  }
}

datapath_wide datapath_accumulate(const struct datapath *datapath, int32_t q) {
  const struct code_range clamp = datapath->clamp;
  const int32_t x = q < clamp.first ? clamp.first : q > clamp.last ? clamp.last : q;
  const struct ranged_code code = range_plan_reduce(&datapath->ranges, x);
  const struct design *design = datapath->design;
  const int i = design_entry(datapath->threshold, design->entries, code.q);
  const datapath_wide slope = (datapath_wide)design->slope[i] * ((datapath_wide)1 << datapath->slope_shift);
  return (slope * code.q + datapath->intercept[i]) * ((datapath_wide)1 << (datapath->alignment + code.shift));
}

double datapath_value(const struct datapath *datapath, datapath_wide acc) {
  return (double)acc * ldexp(datapath->scale, -datapath->fraction);
}

int64_t datapath_code(const struct datapath *datapath, datapath_wide acc) {
  const double limit = ldexp(1, datapath->output.bits - 1);
  const double code = rint(datapath_value(datapath, acc) / datapath->output.scale);
  return (int64_t)fmin(fmax(code, -limit), limit - 1);
}
