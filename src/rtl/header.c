/* The comment at the head of a file. */
#include "rtl/emit.h"

#include "version.h"

/* A number with an exponent says what the number's last bit stands for. */
static void put_parameter(const struct rtl *rtl, const char *name, struct format format, struct stored_form form) {
  if (form.exponent_bits == 0)
    put(rtl, "// %s %d bits, %d of them fraction\n", name, format.bits, format.frac);
  else
    put(rtl, "// %s %d bits times 2^(e - %d), e from 0 to %d an entry\n", name, form.number_bits, format.frac,
        form.exponent_most);
}

static void put_ranges(const struct rtl *rtl) {
  const struct unit *unit = rtl->unit;
  if (unit->ranges == 0)
    return;
  put(rtl, "// ranges     %d: the domain, and codes %s it that are ", unit->ranges,
      unit->range_input_shift > 0 ? "above" : "below");
  if (unit->range_input_shift > 0)
    put(rtl, "divided by %d", 1 << unit->range_input_shift);
  else
    put(rtl, "added to");
  put(rtl, " once, twice ..., outputs then %s by 2\n", unit->range_output_shift < 0 ? "divided" : "multiplied");
}

static void put_function(const struct rtl *rtl) {
  const struct spec *spec = rtl->header->spec;
  const struct function *function = spec->function;
  put(rtl, "// %s: %s on [%.9g, %.9g], piecewise linear, %d entries\n", rtl->name, function->name, function->lo,
      function->hi, spec->entries);
  put(rtl, "//   %s(x) = %s\n//\n", function->name, function->formula);
  put(rtl, "// x          %d bits; code times scale\n// scale     ", spec->in_bits);
  for (int s = 0; s < spec->scales.count; s++)
    put(rtl, " %d: %.9g%s", s, spec->scales.scale[s], s < spec->scales.count - 1 ? "," : "\n");
  put_ranges(rtl);
  put_parameter(rtl, "slope     ", spec->slope, rtl->slope);
  put_parameter(rtl, "intercept ", spec->intercept, rtl->intercept);
  if (spec->output.bits != 0)
    put(rtl, "// y          %d bits; code times %.9g; rounded half to even, saturated\n", spec->output.bits,
        spec->output.scale);
  else
    put(rtl, "// y          %d bits, exact; code times scale times 2^-%d\n", rtl->unit->y_bits,
        unit_result_frac(rtl->unit));
}

static void put_choices(const struct rtl *rtl) {
  const struct unit *unit = rtl->unit;
  put(rtl, "// storage    %s\n// select     %s\n", storage_name(unit->storage), selector_name(unit->selector));
  if (rtl->reals)
    return;
  if (unit->slope_digits > 0)
    put(rtl, "// multiply   %d signed digit%s a slope\n", unit->slope_digits, unit->slope_digits > 1 ? "s" : "");
  else
    put(rtl, "// multiply   full\n");
  put(rtl, "// clamp      %s\n// symmetry   %s\n", unit->clamp ? "to the domain" : "none",
      unit->mirrored ? "half a table" : "none");
  put(rtl, "// latency    y is %d clock edges after its x (%d stage%s in between)\n", unit->pipeline + 2,
      unit->pipeline, unit->pipeline == 1 ? "" : "s");
}

static void put_figures(const struct rtl *rtl) {
  const struct score *score = rtl->header->score;
  const struct cost *cost = rtl->header->cost;
  if (score != NULL) {
    const struct errors *errors = rtl->unit->requantised ? &score->requantised : &score->exact;
    put(rtl, "// error      mse %.6g, mean %.6g, largest %.6g\n", errors->mse, errors->mae, errors->max_abs);
  }
  if (cost != NULL)
    put(rtl, "// cost       %.0f GE, %.4g um^2, %.3g pJ, %.3g ns (model, %s)\n", cost->area_ge, cost->area_um2,
        cost->energy_pj, cost->delay_ns, rtl->header->technology);
}

static void put_range(const struct rtl *rtl, int first, int count, const char *what) {
  if (count == 1)
    put(rtl, "//   %d           %s\n", first, what);
  else if (count > 1)
    put(rtl, "//   %d ... %d     %s\n", first, first + count - 1, what);
}

static void put_loading(const struct rtl *rtl) {
  if (rtl->rom)
    return;
  const struct parameter_words *words = &rtl->words;
  put(rtl,
      "//\n// Parameters are those of one scale. While `load` is high, each rising edge of clk writes the word of\n"
      "// `address`; all of them have to be written before use:\n");
  put_range(rtl, 0, words->thresholds,
            rtl->unit->selector == SELECT_UNIFORM  ? "{distance, base} of the segments"
            : rtl->unit->selector == SELECT_POWER2 ? "{below, below_count, above, middle} of the segments"
                                                   : "thresholds, ascending");
  put_range(rtl, words->thresholds, words->clamps, "lowest and highest code of the domain");
  put_range(rtl, words->thresholds + words->clamps, words->ranges,
            rtl->unit->range_input_shift > 0 ? "outermost bound of the ranges" : "{bound, offset} of range 1, 2, ...");
  char entry[96];
  (void)snprintf(entry, sizeof entry, "{%s, %s} of an entry",
                 rtl->unit->slope_digits > 0    ? "slope digits"
                 : rtl->slope.exponent_bits > 0 ? "slope exponent, slope"
                                                : "slope",
                 rtl->intercept.exponent_bits > 0 ? "intercept exponent, intercept" : "intercept");
  put_range(rtl, words->thresholds + words->clamps + words->ranges, words->entries, entry);
}

void put_preamble(const struct rtl *rtl) {
  put_choices(rtl);
  put_figures(rtl);
  put_loading(rtl);
  put(rtl, "//\n// There is no reset: registers hold data only.\n// Written by lutdse %s.\n\n", LUTDSE_VERSION);
  put(rtl, "/* verilator lint_off DECLFILENAME */ // the modules of one unit are in one file\n");
  put(rtl, "`default_nettype none\n\n");
}

void put_header(const struct rtl *rtl) {
  if (rtl->header->spec != NULL)
    put_function(rtl);
  else
    put(rtl, "// %s: a piecewise-linear table of %d entries\n//\n", rtl->name, rtl->unit->entries);
  put_preamble(rtl);
}
