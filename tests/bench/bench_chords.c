#include "bench_chords.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "export/gqa_json.h"

#define SAMPLE_STEP 0.01

/* Where breakpoints lie and where the outermost chords end; elsewhere the domain for both. */
static const struct published {
  const char *function;
  int entries; /* 0: any */
  double least, most, outer_left, outer_right;
} published[] = {
    {"gelu", 0, -4, 4, -1e4, 1e4}, {"hswish", 0, -4, 4, -1e4, 1e4},  {"exp", 16, -6.5, 0, -16, 0},
    {"exp", 0, -8, 0, -16, 0},     {"div", 0, 0.625, 3.875, 0.5, 4}, {"rsqrt", 0, 0.25, 3.875, 0.25, 4},
};

struct bench_chords {
  const struct spec *spec;
  struct published limits;
  size_t count;
  double *x, *y; /* samples */
};

/* A table of chords: `end` has the outer limits as well. */
struct chord_table {
  double end[ENTRIES_MAX + 1], slope[ENTRIES_MAX], intercept[ENTRIES_MAX];
};

static struct published limits_of(const struct spec *spec) {
  const struct function *function = spec->function;
  for (size_t i = 0; i < sizeof published / sizeof published[0]; i++)
    if (strcmp(published[i].function, function->name) == 0 &&
        (published[i].entries == 0 || published[i].entries == spec->entries))
      return published[i];
  return (struct published){function->name, 0, function->lo, function->hi, function->lo, function->hi};
}

struct bench_chords *bench_chords_create(const struct spec *spec) {
  struct bench_chords *chords = calloc(1, sizeof *chords);
  if (chords == NULL)
    return NULL;
  const double lo = spec->function->lo;
  *chords =
      (struct bench_chords){spec, limits_of(spec), (size_t)ceil((spec->function->hi - lo) / SAMPLE_STEP), NULL, NULL};
  chords->x = malloc(chords->count * sizeof *chords->x);
  chords->y = malloc(chords->count * sizeof *chords->y);
  if (chords->x == NULL || chords->y == NULL) {
    bench_chords_free(chords);
    return NULL;
  }
  /* As NumPy's arange() has it: multiples of what the first step is once it is rounded. */
  const double step = (lo + SAMPLE_STEP) - lo;
  for (size_t i = 0; i < chords->count; i++) {
    chords->x[i] = lo + (double)i * step;
    chords->y[i] = function_value(spec->function, chords->x[i]);
  }
  return chords;
}

void bench_chords_free(struct bench_chords *chords) {
  if (chords == NULL)
    return;
  free(chords->x);
  free(chords->y);
  free(chords);
}

void bench_chords_range(const struct bench_chords *chords, double *least, double *most) {
  *least = chords->limits.least;
  *most = chords->limits.most;
}

static double rounded(double value, double unit) { return rint(value * unit) / unit; }

static int compare_doubles(const void *left, const void *right) {
  const double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static void chord_table_fill(struct chord_table *table, const struct bench_chords *chords, const double *breakpoints) {
  const struct function *function = chords->spec->function;
  const int entries = chords->spec->entries;
  const double slope_unit = ldexp(1, chords->spec->slope.frac), unit = ldexp(1, chords->spec->intercept.frac);
  table->end[0] = chords->limits.outer_left;
  memcpy(table->end + 1, breakpoints, (size_t)(entries - 1) * sizeof *breakpoints);
  qsort(table->end + 1, (size_t)entries - 1, sizeof *table->end, compare_doubles);
  table->end[entries] = chords->limits.outer_right;
  double left = function_value(function, table->end[0]);
  for (int i = 0; i < entries; i++) {
    const double right = function_value(function, table->end[i + 1]), width = table->end[i + 1] - table->end[i];
    const double slope = width > 0 ? (right - left) / width : 0;
    table->slope[i] = rounded(slope, slope_unit);
    table->intercept[i] = width > 0 ? rounded(left - table->end[i] * slope, unit) : 0;
    left = right;
  }
}

double bench_chords_cost(const struct bench_chords *chords, const double *breakpoints) {
  struct chord_table table;
  chord_table_fill(&table, chords, breakpoints);
  const int last = chords->spec->entries - 1;
  double total = 0;
  size_t from = 0;
  for (int i = 0; i <= last; i++)
    for (; from < chords->count && (i == last || chords->x[from] < table.end[i + 1]); from++) {
      const double error = table.slope[i] * chords->x[from] + table.intercept[i] - chords->y[from];
      total += error * error;
    }
  return total / (double)chords->count;
}

double bench_chords_mse(const struct bench_chords *chords, const double *breakpoints) {
  const struct spec *spec = chords->spec;
  struct chord_table table;
  chord_table_fill(&table, chords, breakpoints);
  struct gqa_file file = {.function = spec->function, .entries = spec->entries, .count = spec->scales.count};
  for (int s = 0; s < file.count; s++) {
    file.table[s].scale = spec->scales.scale[s];
    memcpy(file.table[s].slope, table.slope, sizeof table.slope);
    memcpy(file.table[s].intercept, table.intercept, sizeof table.intercept);
    for (int i = 0; i < spec->entries - 1; i++)
      file.table[s].breakpoint[i] = rint(table.end[i + 1] / file.table[s].scale) * file.table[s].scale;
  }
  struct score score;
  struct design_rounding rounding;
  struct error err;
  return gqa_score(&file, spec, &score, &rounding, &err) ? score.exact.mse : (double)NAN;
}
