#include "reference/reference_baselines.h"

#include <math.h>
#include <string.h>

#include "reference/reference.h"

static bool is(const struct spec *spec, const char *name) {
  const struct function *known = function_find(name);
  return known != NULL && strcmp(known->formula, spec->function->formula) == 0 && spec->function->builtin != NULL;
}

double reference_parameter(struct format format, int significant, double value, bool *tie) {
  const int bits = significant == 0 ? format.bits : significant;
  const double least = -ldexp(1, bits - 1), most = ldexp(1, bits - 1) - 1;
  for (int exponent = 0;; exponent++) {
    const double unit = ldexp(1, exponent - format.frac), number = value / unit;
    if (fabs(number - floor(number) - 0.5) < 1e-6)
      *tie = true;
    if ((rint(number) >= least && rint(number) <= most) || bits + exponent == format.bits)
      return unit * fmin(fmax(rint(number), least), most);
  }
}

static void store(const struct spec *spec, struct reference_table *table, int entry, double slope, double intercept) {
  table->slope[entry] = reference_parameter(spec->slope, spec->slope_significant, slope, &table->tie);
  table->intercept[entry] = reference_parameter(spec->intercept, spec->intercept_significant, intercept, &table->tie);
}

static double width(const struct spec *spec) { return spec->function->hi - spec->function->lo; }

/* So many samples that there are at least 256 and at most 2^17. */
static double step_near(double published, const struct spec *spec) {
  double step = published;
  if (width(spec) / step > 131072)
    step = width(spec) / 131072;
  if (width(spec) / step < 256)
    step = width(spec) / 256;
  return step;
}

/* The weight of a sample; all are alike if the weight has nothing near any. */
static double share(const struct spec *spec, double x, double step) {
  return spec->weight == NULL ? 1 : (double)reference_mass(spec->weight, x - step / 2, x + step / 2);
}

/* Calls back for each sample with its share of the whole. */
static void for_samples(const struct spec *spec, void (*each)(void *context, double x, double y, double w),
                        void *context) {
  const double step = step_near(0.01, spec), lo = spec->function->lo, hi = spec->function->hi;
  const int count = (int)ceil((hi - lo) / step);
  double total = 0;
  for (int i = 0; i < count; i++)
    total += share(spec, lo + i * step, step);
  for (int i = 0; i < count; i++) {
    const double x = lo + i * step, w = total >= 1e-100 ? share(spec, x, step) / total : 1.0 / count;
    each(context, x, function_value(spec->function, x), w);
  }
}

/* A table being judged. */
struct judged {
  struct reference_table *table;
  int entries;
  bool positive;
};

/* The entry whose breakpoints have x between them, the lower one being its own. */
static double output(const struct judged *judged, double x) {
  int entry = 0;
  while (entry < judged->entries - 1 && judged->table->breakpoint[entry] <= x)
    entry++;
  return judged->table->slope[entry] * x + judged->table->intercept[entry];
}

static void add_square(void *context, double x, double y, double w) {
  struct judged *judged = context;
  const double error = output(judged, x) - y;
  judged->table->objective += w * error * error;
  judged->table->size += w * (y * y + fabs(output(judged, x)) * fabs(output(judged, x)));
}

static void add_magnitude(void *context, double x, double y, double w) {
  struct judged *judged = context;
  const double found = output(judged, x);
  judged->table->objective += w * fabs(found - y);
  judged->table->size += w * fabs(y);
  if (judged->positive && found < 0)
    judged->table->objective += 100 + 1e5 * fabs(found);
}

void reference_gqa(const struct spec *spec, const double *breakpoint, struct reference_table *table) {
  const struct function *function = spec->function;
  const int entries = spec->entries;
  double place[ENTRIES_MAX + 1];
  memset(table, 0, sizeof *table);
  memcpy(table->breakpoint, breakpoint, (size_t)(entries - 1) * sizeof *breakpoint);
  memcpy(place + 1, breakpoint, (size_t)(entries - 1) * sizeof *breakpoint);
  place[0] = is(spec, "exp")          ? fmin(-16, function->lo)
             : function->left.present ? fmin(-10000, function->lo)
                                      : function->lo;
  place[entries] = function->right.present ? fmax(10000, function->hi) : function->hi;
  for (int e = 0; e < entries; e++) {
    if (place[e] == place[e + 1]) {
      store(spec, table, e, 0, 0);
      continue;
    }
    const double from = function_value(function, place[e]), to = function_value(function, place[e + 1]);
    const double slope = (to - from) / (place[e + 1] - place[e]);
    store(spec, table, e, slope, from - place[e] * slope);
  }
  struct judged judged = {table, entries, false};
  for_samples(spec, add_square, &judged);
}

/* Least squares around the mean over a grid from `from`, cells first to last. */
static void fit(const struct spec *spec, double from, double step, int first, int last, double *slope,
                double *intercept) {
  long double x = 0, y = 0, xx = 0, xy = 0;
  const int count = last - first + 1;
  for (int i = first; i <= last; i++) {
    x += (long double)(from + i * step) / count;
    y += (long double)function_value(spec->function, from + i * step) / count;
  }
  for (int i = first; i <= last; i++) {
    const long double away = from + i * step - x;
    xx += away * away;
    xy += away * (function_value(spec->function, from + i * step) - y);
  }
  *slope = xx > 0 ? (double)(xy / xx) : 0;
  *intercept = (double)(y - (long double)*slope * x);
}

static double limit(double x, double low, double high) { return fmin(fmax(x, low), high); }

static void fit_entries(const struct spec *spec, const double *place, struct reference_table *table) {
  const int entries = spec->entries;
  const double step = step_near(0.0078125, spec);
  const double cells = floor((place[entries] - place[0]) / step);
  for (int e = 0; e < entries; e++) {
    double slope = 0, intercept = 0;
    if (e == entries - 1 && spec->function->right.present) {
      slope = spec->function->right.slope;
      intercept = spec->function->right.intercept;
    } else if (place[e] != place[e + 1]) {
      const double first = floor((place[e] - place[0]) / step), last = ceil((place[e + 1] - place[0]) / step);
      fit(spec, place[0], step, (int)limit(first, 0, cells), (int)limit(last, 0, cells), &slope, &intercept);
    }
    store(spec, table, e, slope, intercept);
  }
}

void reference_gade(const struct spec *spec, const double *breakpoint, int digits, struct reference_table *table) {
  const struct function *function = spec->function;
  const int entries = spec->entries;
  const bool reciprocal = is(spec, "div") || is(spec, "rsqrt");
  const double grid = fmax(ldexp(1, -digits), scale_set_finest(&spec->scales));
  double place[ENTRIES_MAX + 1];
  memset(table, 0, sizeof *table);
  memcpy(place + 1, breakpoint, (size_t)(entries - 1) * sizeof *breakpoint);
  place[0] = reciprocal                                   ? function->lo / 2
             : function->left.present && !is(spec, "exp") ? function->lo - 0.5
                                                          : function->lo;
  place[entries] = reciprocal ? function->hi + 0.5 : function->hi;
  fit_entries(spec, place, table);
  double before = grid * rint(place[0] / grid);
  for (int i = 0; i < entries - 1; i++) {
    table->breakpoint[i] = grid * rint(breakpoint[i] / grid);
    if (table->breakpoint[i] - before < 0.0078125)
      table->objective += 1e5;
    before = table->breakpoint[i];
  }
  struct judged judged = {table, entries, reciprocal || is(spec, "exp")};
  for_samples(spec, add_magnitude, &judged);
}
