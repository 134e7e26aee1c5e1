#include "exact/codes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/code_weight.h"

/* One scale's share of the layout. */
struct part {
  struct code_weights weights;
  double unit; /* what makes the weights of all parts sum to 1 */
  uint8_t number;
};

static size_t parts_of(const struct spec *spec, struct part part[SCALE_MAX]) {
  size_t count = 0;
  for (int s = 0; s < spec->scales.count; s++) {
    const struct code_weights weights = code_weights_at(spec, spec->scales.scale[s]);
    if (!code_weights_any(&weights))
      continue;
    part[count] = (struct part){weights, 0, (uint8_t)count};
    count++;
  }
  for (size_t p = 0; p < count; p++)
    part[p].unit = 1.0 / (code_weights_total(&part[p].weights) * (double)count);
  return count;
}

static int32_t cut(const struct spec *spec, const struct problem *problem, uint32_t bound, double scale) {
  if (bound == 0)
    return INT32_MIN;
  if (bound == problem->line.bounds - 1)
    return INT32_MAX;
  return design_threshold(spec, problem->first_candidate + (int32_t)bound - 1, scale);
}

/* Called for each code that counts, with the first boundary that closes it. */
typedef void place_code(struct codes *codes, const struct spec *spec, const struct problem *problem,
                        const struct part *part, int32_t q, uint32_t bound);

static void for_each_code(struct codes *codes, const struct spec *spec, const struct problem *problem,
                          const struct part *part, place_code *place) {
  int32_t q = part->weights.codes.first;
  for (uint32_t bound = 1; bound < codes->bounds; bound++) {
    const int32_t last = cut(spec, problem, bound, part->weights.scale);
    for (; q <= part->weights.codes.last && q <= last; q++)
      if (part->unit * code_weight(&part->weights, q) > 0)
        place(codes, spec, problem, part, q, bound);
  }
}

static void count_code(struct codes *codes, const struct spec *spec, const struct problem *problem,
                       const struct part *part, int32_t q, uint32_t bound) {
  (void)spec, (void)problem, (void)part, (void)q;
  codes->start[bound]++;
}

/* start[bound] is where the next code closed by `bound` goes. */
static void set_code(struct codes *codes, const struct spec *spec, const struct problem *problem,
                     const struct part *part, int32_t q, uint32_t bound) {
  const line_problem *line = &problem->line;
  const uint32_t at = codes->start[bound]++;
  codes->x[at] = part->weights.scale * (double)q;
  codes->y[at] = function_value(spec->function, codes->x[at]);
  codes->weight[at] = part->unit * code_weight(&part->weights, q);
  if (line->scales == 0) {
    codes->scale[at] = 0;
    codes->factor[at] = codes->x[at] * line->slope_step;
    codes->step[at] = 1;
    codes->slack[at] = 0;
    return;
  }
  const double *rounding = &problem->rounding[(size_t)part->number * ROUNDING_DOUBLES];
  codes->scale[at] = part->number;
  codes->factor[at] = (double)q * rounding[ROUNDING_WEIGHT] / line->intercept_step * line->slope_step;
  codes->step[at] = rounding[ROUNDING_STEP];
  codes->slack[at] = 0.5 * rounding[ROUNDING_STEP];
}

static bool allocate(struct codes *codes, size_t count) {
  codes->x = malloc(count * sizeof(double));
  codes->y = malloc(count * sizeof(double));
  codes->weight = malloc(count * sizeof(double));
  codes->factor = malloc(count * sizeof(double));
  codes->step = malloc(count * sizeof(double));
  codes->slack = malloc(count * sizeof(double));
  codes->scale = malloc(count);
  return codes->x != NULL && codes->y != NULL && codes->weight != NULL && codes->factor != NULL &&
         codes->step != NULL && codes->slack != NULL && codes->scale != NULL;
}

bool codes_create(struct codes *codes, const struct spec *spec, const struct problem *problem, struct error *err) {
  memset(codes, 0, sizeof *codes);
  codes->bounds = problem->line.bounds;
  struct part part[SCALE_MAX];
  const size_t parts = parts_of(spec, part);
  codes->start = calloc(codes->bounds, sizeof *codes->start);
  if (codes->start == NULL)
    return error_memory(err, "codes");
  for (size_t p = 0; p < parts; p++)
    for_each_code(codes, spec, problem, &part[p], count_code);
  for (uint32_t bound = 0; bound < codes->bounds; bound++) {
    const uint32_t here = codes->start[bound];
    codes->start[bound] = codes->count;
    codes->count += here;
  }
  if (!allocate(codes, codes->count))
    return error_memory(err, "codes");
  /* Placing moves each start to where the next one was: what a boundary closes then lies before it. */
  for (size_t p = 0; p < parts; p++)
    for_each_code(codes, spec, problem, &part[p], set_code);
  return true;
}

void codes_free(struct codes *codes) {
  free(codes->start);
  free(codes->x);
  free(codes->y);
  free(codes->weight);
  free(codes->factor);
  free(codes->step);
  free(codes->slack);
  free(codes->scale);
}

void unit_intercepts(const struct problem *problem, int32_t intercept, double bs[SCALE_MAX]) {
  bs[0] = (double)intercept * problem->line.intercept_step;
  for (uint32_t s = 0; s < problem->line.scales; s++)
    bs[s] = rounded_intercept(&problem->rounding[(size_t)s * ROUNDING_DOUBLES], intercept);
}
