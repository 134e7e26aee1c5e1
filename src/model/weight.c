#include "model/weight.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

static const struct weight_description descriptions[WEIGHT_KINDS] = {
    [WEIGHT_NORMAL] = {"normal", 2, {{"mean", WEIGHT_ANY, true, 0}, {"sd", WEIGHT_POSITIVE, true, 0}}},
    [WEIGHT_HALF_NORMAL] = {"half_normal", 2, {{"sd", WEIGHT_POSITIVE, true, 0}, {"sign", WEIGHT_SIGN, false, 1}}},
    [WEIGHT_LAPLACE] = {"laplace", 2, {{"mean", WEIGHT_ANY, true, 0}, {"scale", WEIGHT_POSITIVE, true, 0}}},
    [WEIGHT_RANGE] = {"range", 2, {{"low", WEIGHT_ANY, true, 0}, {"high", WEIGHT_ANY, true, 0}}},
    [WEIGHT_HISTOGRAM] = {"histogram", 0, {{NULL, WEIGHT_ANY, false, 0}}},
};

static const char uniform_name[] = "uniform";

const struct weight_description *weight_describe(enum weight_kind kind) { return &descriptions[kind]; }

int weight_kind_parse(const char *name) {
  for (int kind = 0; kind < WEIGHT_KINDS; kind++)
    if (strcmp(name, descriptions[kind].name) == 0)
      return kind;
  return -1;
}

const char *weight_name(const struct weight *weight) { return weight == NULL ? uniform_name : weight->name; }

const char *weight_parameter_flaw(const struct weight_parameter *parameter, double value) {
  switch (parameter->range) {
  case WEIGHT_POSITIVE:
    return value >= WEIGHT_LEAST && value <= WEIGHT_MOST ? NULL : "allowed: 2^-60 to " WEIGHT_LIMIT;
  case WEIGHT_SIGN:
    return value == 1 || value == -1 ? NULL : "allowed: 1 (x >= 0) or -1 (x <= 0)";
  case WEIGHT_ANY:
    break;
  }
  return fabs(value) <= WEIGHT_MOST ? NULL : "allowed: within +-" WEIGHT_LIMIT;
}

/* Equal content means equal bytes: fixed-size, zero-padded, and -0 turned into +0. */
static uint64_t hash_content(const struct weight *weight) {
  struct {
    char kind[16];
    double parameter[WEIGHT_PARAMETERS_MAX];
    uint64_t edges, counts;
  } content;
  memset(&content, 0, sizeof content);
  const char *kind = descriptions[weight->kind].name;
  memcpy(content.kind, kind, strlen(kind));
  memcpy(content.parameter, weight->parameter, sizeof content.parameter);
  if (weight->bins > 0) {
    content.edges = XXH3_64bits(weight->edge, (weight->bins + 1) * sizeof weight->edge[0]);
    content.counts = XXH3_64bits(weight->count, weight->bins * sizeof weight->count[0]);
  }
  return XXH3_64bits(&content, sizeof content);
}

static bool set_name(struct weight *out, const char *name, struct error *err) {
  static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
  const size_t length = strspn(name, allowed);
  if (length == 0 || length >= sizeof out->name || name[length] != '\0')
    return error_set(err, ERROR_INPUT, "weight name: allowed are 1 to %zu letters, digits and _ . -",
                     sizeof out->name - 1);
  if (strcmp(name, uniform_name) == 0)
    return error_set(err, ERROR_INPUT, "weight name '%s': taken by the weight that all codes share alike", name);
  memcpy(out->name, name, length);
  return true;
}

bool weight_from_parameters(struct weight *out, const char *name, enum weight_kind kind, const double *parameter,
                            struct error *err) {
  const struct weight_description *description = &descriptions[kind];
  *out = (struct weight){.kind = kind};
  if (!set_name(out, name, err))
    return false;
  for (int p = 0; p < description->parameter_count; p++) {
    const char *flaw = weight_parameter_flaw(&description->parameter[p], parameter[p]);
    if (flaw != NULL)
      return error_set(err, ERROR_INPUT, "%s: %g is out of range; %s", description->parameter[p].name, parameter[p],
                       flaw);
    out->parameter[p] = parameter[p] + 0.0;
  }
  if (kind == WEIGHT_RANGE && !(parameter[0] < parameter[1]))
    return error_set(err, ERROR_INPUT, "high: %g does not exceed low, %g; allowed: low < high", parameter[1],
                     parameter[0]);
  out->hash = hash_content(out);
  return true;
}

static bool check_bins(const double *edge, const double *count, size_t bins, struct error *err) {
  double total = 0;
  if (bins < 1 || bins > WEIGHT_BINS_MAX)
    return error_set(err, ERROR_INPUT, "histogram: %zu bins; allowed: 1 to %d", bins, WEIGHT_BINS_MAX);
  for (size_t i = 0; i <= bins; i++) {
    if (!(fabs(edge[i]) <= WEIGHT_MOST))
      return error_set(err, ERROR_INPUT, "histogram: edge %zu is %g; allowed: within +-" WEIGHT_LIMIT, i + 1, edge[i]);
    if (i > 0 && !(edge[i - 1] < edge[i]))
      return error_set(err, ERROR_INPUT, "histogram: edge %zu, %g, does not exceed the one before, %g; sort the bins",
                       i + 1, edge[i], edge[i - 1]);
  }
  for (size_t i = 0; i < bins; i++) {
    if (!(count[i] == 0 || (count[i] >= WEIGHT_LEAST && count[i] <= WEIGHT_MOST)))
      return error_set(err, ERROR_INPUT, "histogram: count %zu is %g; allowed: 0, and 2^-60 to " WEIGHT_LIMIT, i + 1,
                       count[i]);
    total += count[i];
  }
  return total > 0 || error_set(err, ERROR_INPUT, "histogram: all counts are 0; at least one must be positive");
}

/* Adding zero turns -0 into +0. */
static void copy_numbers(double *to, const double *from, size_t count) {
  for (size_t i = 0; i < count; i++)
    to[i] = from[i] + 0.0;
}

bool weight_from_histogram(struct weight *out, const char *name, const double *edge, const double *count, size_t bins,
                           struct error *err) {
  *out = (struct weight){.kind = WEIGHT_HISTOGRAM, .bins = bins};
  if (!set_name(out, name, err) || !check_bins(edge, count, bins, err))
    return false;
  out->edge = malloc((2 * bins + 1) * sizeof *out->edge);
  if (out->edge == NULL)
    return error_memory(err, "histogram");
  out->count = out->edge + bins + 1;
  copy_numbers(out->edge, edge, bins + 1);
  copy_numbers(out->count, count, bins);
  for (size_t i = 0; i < bins; i++)
    out->total += out->count[i];
  out->hash = hash_content(out);
  return true;
}

bool weight_copy(struct weight *out, const struct weight *from, struct error *err) {
  if (from->kind == WEIGHT_HISTOGRAM)
    return weight_from_histogram(out, from->name, from->edge, from->count, from->bins, err);
  *out = *from;
  return true;
}

void weight_release(struct weight *weight) {
  free(weight->edge);
  weight->edge = weight->count = NULL;
}
