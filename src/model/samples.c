#include "model/samples.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "model/function.h"

struct samples {
  size_t count;
  uint64_t hash;  /* of the values: they never change, and points ask for it one by one */
  double value[]; /* count times x, ascending, then count times y */
};

static const double *samples_x(const struct samples *samples) { return samples->value; }
static const double *samples_y(const struct samples *samples) { return samples->value + samples->count; }

/* The segment that holds x: the last i in 0 ... count-2 with x[i] <= x, or 0. */
static size_t samples_segment(const struct samples *samples, double x) {
  size_t low = 0, high = samples->count - 1;
  while (high - low > 1) {
    const size_t middle = low + (high - low) / 2;
    if (samples_x(samples)[middle] <= x)
      low = middle;
    else
      high = middle;
  }
  return low;
}

double samples_value(const struct samples *samples, double x) {
  const size_t i = samples_segment(samples, x);
  const double *xs = samples_x(samples) + i, *ys = samples_y(samples) + i;
  const double t = (x - xs[0]) / (xs[1] - xs[0]);
  const double rise = ys[1] - ys[0];
  /* From the nearer end, so that every sample is met exactly. */
  return t < 0.5 ? ys[0] + rise * t : ys[1] - rise * (1 - t);
}

size_t samples_get(const struct samples *samples, const double **x, const double **y) {
  *x = samples_x(samples);
  *y = samples_y(samples);
  return samples->count;
}

void samples_release(struct samples *samples) { free(samples); }

uint64_t samples_hash(const struct samples *samples) { return samples->hash; }

static bool check_samples(const double *x, const double *y, size_t count, struct error *err) {
  if (count < 2)
    return error_set(err, ERROR_INPUT, "%zu samples; at least 2 are needed", count);
  for (size_t i = 0; i < count; i++) {
    if (!isfinite(x[i]) || !isfinite(y[i]))
      return error_set(err, ERROR_INPUT, "sample %zu (%g, %g): both numbers must be finite", i + 1, x[i], y[i]);
    if (function_value_flaw(y[i]) != NULL)
      return error_set(err, ERROR_INPUT, "sample %zu (%g, %g) has %s", i + 1, x[i], y[i], function_value_flaw(y[i]));
    if (i > 0 && !(x[i - 1] < x[i]))
      return error_set(err, ERROR_INPUT, "sample %zu: x = %g does not exceed the x before it, %g; sort the samples",
                       i + 1, x[i], x[i - 1]);
  }
  if (!isfinite(x[count - 1] - x[0]))
    return error_set(err, ERROR_INPUT, "samples from x = %g to %g: the range is too large", x[0], x[count - 1]);
  return true;
}

/* Adding zero turns -0 into +0: the two are one number, and must hash alike. */
static void copy_numbers(double *to, const double *from, size_t count) {
  for (size_t i = 0; i < count; i++)
    to[i] = from[i] + 0.0;
}

static struct samples *samples_create(const double *x, const double *y, size_t count) {
  struct samples *samples = malloc(sizeof *samples + 2 * count * sizeof(double));
  if (samples == NULL)
    return NULL;
  samples->count = count;
  copy_numbers(samples->value, x, count);
  copy_numbers(samples->value + count, y, count);
  samples->hash = XXH3_64bits(samples->value, 2 * count * sizeof(double));
  return samples;
}

bool function_from_samples(struct function *out, const char *name, const double *x, const double *y, size_t count,
                           struct error *err) {
  if (name[0] == '\0' || strlen(name) >= sizeof out->name)
    return error_set(err, ERROR_INPUT, "function name '%.64s': 1 to %zu characters are allowed", name,
                     sizeof out->name - 1);
  if (!check_samples(x, y, count, err))
    return error_prefix(err, "function '%s'", name);
  struct samples *samples = samples_create(x, y, count);
  if (samples == NULL)
    return error_memory(err, "samples");
  *out = (struct function){.lo = x[0], .hi = x[count - 1], .samples = samples};
  memcpy(out->name, name, strlen(name));
  (void)snprintf(out->formula, sizeof out->formula, "straight lines through %zu samples", count);
  return true;
}
