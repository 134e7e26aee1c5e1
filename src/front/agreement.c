#include "front/agreement.h"

#include <math.h>
#include <stdlib.h>

static const char *const names[AGREEMENT_METRICS] = {"area", "delay", "energy"};
static const char *const units[AGREEMENT_METRICS] = {"GE", "ns", "pJ"};

const char *agreement_metric_name(enum agreement_metric metric) { return names[metric]; }
const char *agreement_metric_unit(enum agreement_metric metric) { return units[metric]; }

double agreement_model(enum agreement_metric metric, const struct cost *cost, const struct technology *technology) {
  switch (metric) {
  case AGREEMENT_DELAY:
    return cost->delay_ns / technology->delay_scale;
  case AGREEMENT_ENERGY:
    return cost->energy_pj / technology->energy_scale;
  case AGREEMENT_AREA:
  default:
    return cost->area_ge;
  }
}

double agreement_synthesis(enum agreement_metric metric, const struct synthesised *row) {
  switch (metric) {
  case AGREEMENT_DELAY:
    return row->delay_ns;
  case AGREEMENT_ENERGY:
    return row->energy_pj;
  case AGREEMENT_AREA:
  default:
    return row->area_ge;
  }
}

struct agreement_pair agreement_pair_of(const struct results *results, const struct synthesised *row,
                                        enum agreement_metric metric) {
  const struct scored_design *const design = &results->designs[row->design];
  const struct technology *const technology = &results->points[design->point].hardware.technology;
  return (struct agreement_pair){agreement_model(metric, &design->cost, technology), agreement_synthesis(metric, row)};
}

double agreement_stated(enum storage storage) { return storage == STORAGE_ROM ? 0.25 : 0.12; }

static bool has_both(struct agreement_pair pair) {
  return isfinite(pair.model) && isfinite(pair.synthesis) && pair.model > 0 && pair.synthesis > 0;
}

static int compare(const void *left, const void *right) {
  const double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static double median(double *value, size_t count) {
  qsort(value, count, sizeof *value, compare);
  return (value[(count - 1) / 2] + value[count / 2]) / 2;
}

/* How many of the sorted values are below a value, and half of those that equal it: its rank, but for a constant. */
static double rank_of(const double *sorted, size_t count, double value) {
  size_t low = 0, high = count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (sorted[middle] < value)
      low = middle + 1;
    else
      high = middle;
  }
  size_t end = low;
  while (end < count && sorted[end] == value)
    end++;
  return (double)(low + end) / 2;
}

/* The correlation of the ranks; ties have the mean of theirs. `room` holds twice as many numbers as there are pairs. */
static double correlate_ranks(const struct agreement_pair *pair, size_t count, double *room) {
  double *const model = room, *const synthesis = room + count;
  for (size_t i = 0; i < count; i++) {
    model[i] = pair[i].model;
    synthesis[i] = pair[i].synthesis;
  }
  qsort(model, count, sizeof *model, compare);
  qsort(synthesis, count, sizeof *synthesis, compare);
  double both = 0, first = 0, second = 0;
  for (size_t i = 0; i < count; i++) {
    const double a = rank_of(model, count, pair[i].model) - (double)count / 2,
                 b = rank_of(synthesis, count, pair[i].synthesis) - (double)count / 2;
    both += a * b;
    first += a * a;
    second += b * b;
  }
  return first > 0 && second > 0 ? both / sqrt(first * second) : (double)NAN;
}

double agreement_error(const struct agreement *agreement, struct agreement_pair pair) {
  return has_both(pair) ? agreement->factor * pair.model / pair.synthesis - 1 : (double)NAN;
}

static void add_errors(const struct agreement_pair *pair, struct agreement *out) {
  double sum = 0, worst = 0;
  for (size_t i = 0; i < out->count; i++) {
    const double error = fabs(agreement_error(out, pair[i]));
    sum += error;
    worst = error > worst ? error : worst;
  }
  out->mean = sum / (double)out->count;
  out->worst = worst;
}

bool agreement_of(const struct agreement_pair *pair, size_t count, enum agreement_metric metric, struct agreement *out,
                  struct error *err) {
  struct agreement_pair *kept = calloc(count + 1, sizeof *kept);
  double *room = calloc(count + 1, 2 * sizeof *room);
  *out = (struct agreement){0, (double)NAN, (double)NAN, (double)NAN, (double)NAN};
  const bool ok = kept != NULL && room != NULL;
  for (size_t i = 0; ok && i < count; i++)
    if (has_both(pair[i])) {
      room[out->count] = pair[i].synthesis / pair[i].model;
      kept[out->count++] = pair[i];
    }
  if (ok && out->count >= (metric == AGREEMENT_AREA ? 1 : 2)) {
    out->factor = metric == AGREEMENT_AREA ? 1 : median(room, out->count);
    add_errors(kept, out);
    out->rank = correlate_ranks(kept, out->count, room);
  }
  free(kept);
  free(room);
  return ok || error_memory(err, "agreement of figures");
}
