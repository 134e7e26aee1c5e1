#include <math.h>
#include <string.h>

#include "operator/score.h"
#include "operator/softmax.h"

struct softmax_context {
  struct operator_unit exp[SCALE_MAX][2], divide[2]; /* of the tables, and ideal */
  struct softmax softmax[SCALE_MAX][2];
};

static void run(const void *context, int scale, enum operator_variant variant, const int32_t *q, int length,
                int32_t *out) {
  const struct softmax_context *const at = context;
  softmax_run(&at->softmax[scale][variant], q, length, out);
}

static void exact(const void *context, double scale, const int32_t *q, int length, double *y, double *log_y) {
  (void)context;
  int32_t max = q[0];
  double sum = 0;
  for (int i = 1; i < length; i++)
    max = q[i] > max ? q[i] : max;
  for (int i = 0; i < length; i++) {
    y[i] = exp(scale * (q[i] - max));
    sum += y[i];
  }
  const double log_sum = log(sum);
  for (int i = 0; i < length; i++) {
    log_y[i] = scale * (q[i] - max) - log_sum;
    y[i] /= sum;
  }
}

static void release(struct softmax_context *context) {
  for (int v = 0; v < 2; v++) {
    for (int s = 0; s < SCALE_MAX; s++)
      operator_unit_release(&context->exp[s][v]);
    operator_unit_release(&context->divide[v]);
  }
}

static bool make_units(struct softmax_context *context, const struct operator_table *exp_table,
                       const struct operator_table *div_table, const struct operator_settings *settings,
                       const struct octaves *octaves, struct error *err) {
  const struct operator_unit_shape divide = {.scale = octaves->scale,
                                             .first = 1 << octaves->low,
                                             .last = (2 << octaves->low) - 1,
                                             .bits = settings->reciprocal_bits,
                                             .frac = octaves_frac(octaves, settings->reciprocal_bits)};
  if (!operator_unit_of_table(&context->divide[OPERATOR_TABLES], div_table, &divide, err) ||
      !operator_unit_of_function(&context->divide[OPERATOR_IDEAL], "div", &divide, err))
    return false;
  for (int s = 0; s < settings->scales.count; s++) {
    const struct operator_unit_shape shape = {.scale = settings->scales.scale[s],
                                              .first = spec_codes(exp_table->spec).first,
                                              .last = 0,
                                              .bits = settings->exp_bits,
                                              .frac = settings->exp_bits - 1};
    if (!operator_unit_of_table(&context->exp[s][OPERATOR_TABLES], exp_table, &shape, err) ||
        !operator_unit_of_function(&context->exp[s][OPERATOR_IDEAL], "exp", &shape, err))
      return false;
    for (int v = 0; v < 2; v++)
      context->softmax[s][v] = (struct softmax){.exp = &context->exp[s][v],
                                                .divide = &context->divide[v],
                                                .octaves = *octaves,
                                                .divide_frac = divide.frac,
                                                .out_bits = settings->out_bits,
                                                .out_frac = settings->out_frac};
  }
  return true;
}

static bool check_tables(const struct operator_table *exp_table, const struct operator_table *div_table,
                         struct error *err) {
  const struct function *const f = exp_table->spec->function;
  if (!operator_table_check(exp_table, "exp", err) || !operator_table_check(div_table, "div", err))
    return false;
  return f->hi >= 0 || error_set(err, ERROR_INPUT,
                                 "the table of %s ends at %g, but differences from the largest input reach 0; its "
                                 "domain must, too",
                                 f->name, f->hi);
}

bool operator_softmax_score(const struct operator_table *exp, const struct operator_table *div,
                            const struct operator_settings *settings, struct operator_score *out, struct error *err) {
  struct softmax_context context;
  struct octaves octaves;
  memset(out, 0, sizeof *out);
  memset(&context, 0, sizeof context);
  if (!operator_settings_check(settings, OPERATOR_SOFTMAX, err) || !check_tables(exp, div, err) ||
      !octaves_find(&octaves, div->spec, 1, err))
    return false;
  *out = (struct operator_score){.kind = OPERATOR_SOFTMAX,
                                 .settings = *settings,
                                 .unit_scale = octaves.scale,
                                 .unit_first = 1 << octaves.low,
                                 .unit_last = (2 << octaves.low) - 1};
  if (out->settings.input_bits == 0)
    out->settings.input_bits = exp->spec->in_bits;
  if (out->settings.scales.count == 0)
    out->settings.scales = exp->spec->scales;
  const struct operator_subject subject = {
      .context = &context, .run = run, .exact = exact, .out_most = (1 << settings->out_bits) - 1};
  const bool ok =
      make_units(&context, exp, div, &out->settings, &octaves, err) && operator_score_cases(out, &subject, err);
  release(&context);
  return ok;
}
