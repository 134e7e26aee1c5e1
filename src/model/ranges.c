#include "model/ranges.h"

#include <math.h>
#include <string.h>

static const double ln2 = 0.69314718055994530942;

struct range_rule range_rule_of(const struct function *function) {
  static const struct {
    const char *formula;
    struct range_rule rule;
  } rules[] = {{"1/x", {true, 1, -1, 0}},
               {"1/sqrt x", {true, 2, -1, 0}},
               {"sqrt x", {true, 2, 1, 0}},
               {"e^x", {true, 0, -1, ln2}},
               {"2^x", {true, 0, -1, 1}}};
  for (size_t i = 0; i < sizeof rules / sizeof rules[0] && function->samples == NULL; i++)
    if (strcmp(function->formula, rules[i].formula) == 0)
      return rules[i].rule;
  return (struct range_rule){false, 0, 0, 0};
}

static const struct code_range any_code = {-(INT32_C(1) << 30), INT32_C(1) << 30};

static struct code_range overlap(struct code_range a, int64_t first, int64_t last) {
  const int64_t low = first > a.first ? first : a.first, high = last < a.last ? last : a.last;
  return low > high ? (struct code_range){1, 0} : (struct code_range){(int32_t)low, (int32_t)high};
}

/* The last input code with scale q <= hi 2^shift; less than all codes if there is none. */
static int64_t last_within(const struct spec *spec, double scale, int shift) {
  const struct code_range codes = spec_codes(spec);
  const struct code_range found = codes_within(-INFINITY, ldexp(spec->function->hi, shift), scale, codes);
  return found.first > found.last ? (int64_t)codes.first - 1 : found.last;
}

/* D_r */
static int32_t offset_of(const struct range_rule *rule, double scale, int range) {
  return (int32_t)rint(range * rule->distance / scale);
}

/* c */
static int32_t least_within(const struct spec *spec, double scale) {
  return codes_within(spec->function->lo, INFINITY, scale, any_code).first;
}

static void plan_shifts(struct range_plan *plan, const struct spec *spec, const struct range_rule *rule, double scale) {
  const struct code_range all = spec_codes(spec);
  int64_t before = all.first;
  for (int r = 0; r < plan->count; r++) {
    const int64_t last = r == plan->count - 1 ? all.last : last_within(spec, scale, rule->input_shift * r);
    plan->range[r] = (struct range){.codes = overlap(all, before, last),
                                    .input_shift = rule->input_shift * r,
                                    .output_shift = rule->output_shift * r};
    before = last + 1;
  }
}

static void plan_offsets(struct range_plan *plan, const struct spec *spec, const struct range_rule *rule,
                         double scale) {
  const struct code_range all = spec_codes(spec);
  const int64_t least = least_within(spec, scale);
  int64_t after = all.last;
  for (int r = 0; r < plan->count; r++) {
    const int32_t offset = offset_of(rule, scale, r);
    const int64_t first = r == plan->count - 1 ? all.first : least - offset;
    plan->range[r] =
        (struct range){.codes = overlap(all, first, after), .offset = offset, .output_shift = rule->output_shift * r};
    after = first - 1;
  }
}

void range_plan_at(struct range_plan *plan, const struct spec *spec, double scale) {
  *plan = (struct range_plan){.count = 1, .range = {{.codes = spec_codes(spec)}}};
  if (spec->ranges < 2)
    return;
  const struct range_rule rule = range_rule_of(spec->function);
  plan->count = spec->ranges;
  if (rule.input_shift != 0)
    plan_shifts(plan, spec, &rule, scale);
  else
    plan_offsets(plan, spec, &rule, scale);
}

/* Adding just less than half, and the last bit that stays, rounds half to even. */
static int32_t shifted_right(int32_t q, int shift) {
  if (shift == 0)
    return q;
  const int64_t odd = (q >> shift) & 1, half = (INT64_C(1) << (shift - 1)) - 1;
  return (int32_t)((q + half + odd) >> shift);
}

int32_t range_code(const struct range *range, int32_t q) {
  return shifted_right(q, range->input_shift) + range->offset;
}

struct ranged_code range_plan_reduce(const struct range_plan *plan, int32_t q) {
  int r = plan->count - 1;
  while (r > 0 && (q < plan->range[r].codes.first || q > plan->range[r].codes.last))
    r--;
  return (struct ranged_code){r, range_code(&plan->range[r], q), plan->range[r].output_shift};
}

struct ranged_code range_reduce(const struct spec *spec, double scale, int32_t q) {
  struct range_plan plan;
  range_plan_at(&plan, spec, scale);
  return range_plan_reduce(&plan, q);
}

int range_output_bits(const struct spec *spec) {
  if (spec->ranges < 2)
    return 0;
  const struct range_rule rule = range_rule_of(spec->function);
  return rule.output_shift < 0 ? -rule.output_shift * (spec->ranges - 1) : 0;
}

struct code_range range_domain_codes(const struct spec *spec, double scale, struct code_range within) {
  if (spec->ranges < 2 || within.first > within.last)
    return within;
  const struct range_rule rule = range_rule_of(spec->function);
  const int outermost = spec->ranges - 1;
  if (rule.input_shift != 0)
    return overlap(spec_codes(spec), within.first, last_within(spec, scale, rule.input_shift * outermost));
  return overlap(spec_codes(spec), (int64_t)least_within(spec, scale) - offset_of(&rule, scale, outermost),
                 within.last);
}

struct range_domain range_domain_at(const struct spec *spec, double scale) {
  struct range_domain domain = {spec->function->lo, spec->function->hi};
  if (spec->ranges < 2)
    return domain;
  const struct range_rule rule = range_rule_of(spec->function);
  const int outermost = spec->ranges - 1;
  if (rule.input_shift != 0)
    domain.hi = ldexp(domain.hi, rule.input_shift * outermost);
  else
    domain.lo -= scale * (double)offset_of(&rule, scale, outermost);
  return domain;
}

static bool check_domain(const struct function *function, const struct range_rule *rule, struct error *err) {
  const double factor = ldexp(1, rule->input_shift);
  if (rule->input_shift != 0 && !(function->lo >= 0 && function->hi >= factor * function->lo))
    return error_set(err, ERROR_INPUT,
                     "ranges: the domain [%g, %g] of %s is too narrow; ranges need one from 0 or more to at least %g "
                     "times as much",
                     function->lo, function->hi, function->name, factor);
  if (rule->input_shift == 0 && !(function->hi - function->lo >= rule->distance))
    return error_set(err, ERROR_INPUT,
                     "ranges: the domain [%g, %g] of %s is too narrow; ranges need one that is at least %g wide",
                     function->lo, function->hi, function->name, rule->distance);
  return true;
}

/* Codes only become smaller where they are shifted; where they are added to, the most of a range may be too much. */
static bool check_codes(const struct spec *spec, struct error *err) {
  const struct code_range all = spec_codes(spec);
  for (int s = 0; s < spec->scales.count; s++) {
    struct range_plan plan;
    range_plan_at(&plan, spec, spec->scales.scale[s]);
    for (int r = 1; r < plan.count; r++)
      if (plan.range[r].codes.first <= plan.range[r].codes.last &&
          range_code(&plan.range[r], plan.range[r].codes.last) > all.last)
        return error_set(err, ERROR_INPUT,
                         "ranges: %d-bit codes at scale %g do not reach the domain [%g, %g] of %s, so that other codes "
                         "cannot be reduced to it; choose more in_bits or a coarser scale",
                         spec->in_bits, spec->scales.scale[s], spec->function->lo, spec->function->hi,
                         spec->function->name);
  }
  return true;
}

bool range_check(const struct spec *spec, struct error *err) {
  if (spec->ranges == 0)
    return true;
  if (spec->ranges < 2 || spec->ranges > RANGES_MAX)
    return error_set(err, ERROR_INPUT, "ranges: %d; allowed: 1 (the domain alone) to %d", spec->ranges, RANGES_MAX);
  const struct range_rule rule = range_rule_of(spec->function);
  if (!rule.present)
    return error_set(err, ERROR_INPUT,
                     "ranges: %s does not repeat itself; allowed: div, rsqrt, sqrt, exp and exp2, or no ranges",
                     spec->function->name);
  if (spec->restriction.mirrored)
    return error_set(err, ERROR_INPUT, "ranges: a mirrored table has none; use the whole table");
  return check_domain(spec->function, &rule, err) && check_codes(spec, err);
}
