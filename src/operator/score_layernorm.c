#include <math.h>
#include <string.h>

#include "operator/layernorm.h"
#include "operator/score.h"

static const double epsilon_codes_max = 0x1p30; /* epsilon / scale^2 */

struct layernorm_context {
  const struct operator_settings *settings;
  struct operator_unit rsqrt[2]; /* of the table, and ideal */
  struct octaves octaves;
};

static void run(const void *context, int scale, enum operator_variant variant, const int32_t *q, int length,
                int32_t *out) {
  const struct layernorm_context *const at = context;
  const struct operator_settings *const settings = at->settings;
  const struct layernorm layernorm = {.rsqrt = &at->rsqrt[variant],
                                      .octaves = at->octaves,
                                      .rsqrt_frac = octaves_frac(&at->octaves, settings->reciprocal_bits),
                                      .out_bits = settings->out_bits,
                                      .out_frac = settings->out_frac,
                                      .epsilon =
                                          layernorm_epsilon(settings->epsilon, settings->scales.scale[scale], length)};
  layernorm_run(&layernorm, q, length, out);
}

/*
 * In units of the scale, which cancels; so the mean of a constant vector is exact. Without epsilon its outputs are the
 * limit of those with a small one: 0.
 */
static void exact(const void *context, double scale, const int32_t *q, int length, double *y, double *log_y) {
  (void)log_y;
  const struct layernorm_context *const at = context;
  double sum = 0, square = 0;
  for (int i = 0; i < length; i++)
    sum += q[i];
  const double mean = sum / length;
  for (int i = 0; i < length; i++)
    square += (q[i] - mean) * (q[i] - mean);
  const double deviation = sqrt(square / length + at->settings->epsilon / (scale * scale));
  for (int i = 0; i < length; i++)
    y[i] = deviation > 0 ? (q[i] - mean) / deviation : 0;
}

static bool check_epsilon(const struct operator_settings *settings, struct error *err) {
  for (int s = 0; s < settings->scales.count; s++) {
    const double scale = settings->scales.scale[s], codes = settings->epsilon / (scale * scale);
    if (codes > epsilon_codes_max)
      return error_set(err, ERROR_INPUT,
                       "epsilon: %g is %g times the square of the scale %g; at most 2^30 times fit the integers, take "
                       "a coarser scale or a smaller epsilon",
                       settings->epsilon, codes, scale);
  }
  return true;
}

static bool make_units(struct layernorm_context *context, const struct operator_table *table, struct error *err) {
  const struct octaves *const octaves = &context->octaves;
  const int bits = context->settings->reciprocal_bits;
  const struct operator_unit_shape shape = {.scale = octaves->scale,
                                            .first = 1 << octaves->low,
                                            .last = (4 << octaves->low) - 1,
                                            .bits = bits,
                                            .frac = octaves_frac(octaves, bits)};
  return operator_unit_of_table(&context->rsqrt[OPERATOR_TABLES], table, &shape, err) &&
         operator_unit_of_function(&context->rsqrt[OPERATOR_IDEAL], "rsqrt", &shape, err);
}

bool operator_layernorm_score(const struct operator_table *rsqrt, const struct operator_settings *settings,
                              struct operator_score *out, struct error *err) {
  struct layernorm_context context;
  memset(out, 0, sizeof *out);
  memset(&context, 0, sizeof context);
  if (!operator_settings_check(settings, OPERATOR_LAYERNORM, err) || !operator_table_check(rsqrt, "rsqrt", err) ||
      !octaves_find(&context.octaves, rsqrt->spec, 2, err))
    return false;
  *out = (struct operator_score){.kind = OPERATOR_LAYERNORM,
                                 .settings = *settings,
                                 .unit_scale = context.octaves.scale,
                                 .unit_first = 1 << context.octaves.low,
                                 .unit_last = (4 << context.octaves.low) - 1};
  if (out->settings.input_bits == 0)
    out->settings.input_bits = 8;
  if (out->settings.scales.count == 0)
    out->settings.scales = rsqrt->spec->scales;
  context.settings = &out->settings;
  const int32_t most = (1 << (settings->out_bits - 1)) - 1;
  const struct operator_subject subject = {
      .context = &context, .run = run, .exact = exact, .out_least = -most - 1, .out_most = most};
  const bool ok = check_epsilon(&out->settings, err) && make_units(&context, rsqrt, err) &&
                  operator_score_cases(out, &subject, err);
  for (int v = 0; v < 2; v++)
    operator_unit_release(&context.rsqrt[v]);
  return ok;
}
