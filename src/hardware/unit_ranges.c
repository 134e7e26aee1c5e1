#include "hardware/unit_ranges.h"

#include <math.h>

#include "hardware/bits.h"
#include "model/ranges.h"

int unit_range_left(const struct unit *unit, int range) {
  return unit->range_output_shift < 0 ? unit->ranges - 1 - range : range;
}

int unit_range_bits(const struct unit *unit) { return unit->ranges == 0 ? 0 : bits_of_count(unit->ranges); }

int unit_range_bound_shift(const struct unit *unit, int r) { return unit->range_input_shift * (unit->ranges - 2 - r); }

int unit_range_last_bits(const struct unit *unit) { return unit->x_bits - 1 + unit_range_bound_shift(unit, 0); }

/* The last whole number of which scale * number <= limit, the product being a double, but no more than `most`. */
static int64_t last_within(double limit, double scale, int64_t most) {
  double last = fmin(floor(limit / scale) + 1, (double)most);
  while (scale * last > limit)
    last -= 1;
  return (int64_t)last;
}

static void set_shifted(struct unit_content *out, const struct unit *unit, const struct spec *spec, int s) {
  const int64_t largest = (INT64_C(1) << (unit->x_bits - 1)) - 1;
  const int64_t most = (INT64_C(1) << unit_range_last_bits(unit)) - 1;
  const double limit = ldexp(spec->function->hi, unit_range_bound_shift(unit, 0));
  out->range_last[s] = last_within(limit, spec->scales.scale[s], most);
  for (int r = 0; r < unit->ranges - 1; r++) {
    const int64_t bound = out->range_last[s] >> unit_range_bound_shift(unit, r);
    out->range_bound[s][r] = (int32_t)(bound > largest ? largest : bound);
  }
}

static void set_added(struct unit_content *out, const struct unit *unit, const struct spec *spec, int s) {
  static const struct code_range any = {-(INT32_C(1) << 30), INT32_C(1) << 30};
  const double scale = spec->scales.scale[s];
  const int64_t half = INT64_C(1) << (unit->x_bits - 1),
                least = codes_within(spec->function->lo, INFINITY, scale, any).first;
  struct range_plan plan;
  range_plan_at(&plan, spec, scale);
  for (int r = 0; r < unit->ranges - 1; r++) {
    const int64_t bound = least - plan.range[r].offset;
    out->range_bound[s][r] = (int32_t)(bound < -half ? -half : bound > half ? half : bound);
    out->range_offset[s][r] = plan.range[r + 1].offset;
  }
}

void unit_range_content(struct unit_content *out, const struct unit *unit, const struct spec *spec) {
  for (int s = 0; s < unit->scale_count && unit->ranges > 0; s++)
    if (unit->range_input_shift > 0)
      set_shifted(out, unit, spec, s);
    else
      set_added(out, unit, spec, s);
}
