#include "exact/codes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/code_walk.h"
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

/* Called for each code that counts, with the first boundary that closes it. */
typedef void place_code(struct codes *codes, const struct spec *spec, const struct problem *problem,
                        const struct part *part, const struct walked_code *code, uint32_t bound);

static void for_each_code(struct codes *codes, const struct spec *spec, const struct problem *problem,
                          const struct part *part, place_code *place) {
  struct code_walk walk = code_walk_of(spec, problem, part->weights.scale, part->weights.codes);
  for (uint32_t bound = 1; bound < codes->bounds; bound++) {
    struct walked_code code;
    while (code_walk_next(&walk, bound, &code))
      if (part->unit * code_weight(&part->weights, code.q) > 0)
        place(codes, spec, problem, part, &code, bound);
  }
}

static void count_code(struct codes *codes, const struct spec *spec, const struct problem *problem,
                       const struct part *part, const struct walked_code *code, uint32_t bound) {
  (void)spec, (void)problem, (void)part, (void)code;
  codes->start[bound]++;
}

/* How the unit makes its output from what a table puts out that sees codes of several ranges. */
static void set_gain(struct codes *codes, const struct walked_code *code, uint32_t at) {
  codes->turn[at] = ldexp(1, code->shift);
  codes->shift[at] = 0;
  codes->target[at] = ldexp(codes->y[at], -code->shift);
}

/* The same from that of half a table. `x` is the code as a real number. */
static void set_image(struct codes *codes, const struct problem *problem, const struct walked_code *code, double x,
                      uint32_t at) {
  const struct symmetry *symmetry = &problem->mirror.symmetry;
  codes->turn[at] = code->below ? symmetry->sign : 1;
  codes->shift[at] = code->below ? symmetry->slope * x + symmetry->intercept : 0;
  codes->target[at] = code->below ? mirror_target(&problem->mirror, x, codes->y[at]) : codes->y[at];
  if (problem->line.scales != 0 && code->below) /* in steps of the output; such a symmetry has no intercept */
    codes->shift[at] = symmetry->slope * -codes->factor[at] / problem->line.slope_step;
}

/* start[bound] is where the next code closed by `bound` goes. */
static void set_code(struct codes *codes, const struct spec *spec, const struct problem *problem,
                     const struct part *part, const struct walked_code *code, uint32_t bound) {
  const line_problem *line = &problem->line;
  const uint32_t at = codes->start[bound]++;
  const double x = part->weights.scale * (double)code->q;
  codes->x[at] = code->x;
  codes->y[at] = function_value(spec->function, x);
  codes->weight[at] = part->unit * code_weight(&part->weights, code->q);
  if (line->scales == 0) {
    codes->scale[at] = 0;
    codes->factor[at] = code->x * line->slope_step;
    codes->step[at] = 1;
    codes->slack[at] = 0;
  } else {
    const double *rounding = &problem->rounding[(size_t)part->number * ROUNDING_DOUBLES];
    codes->scale[at] = part->number;
    codes->factor[at] = (double)code->asked * rounding[ROUNDING_WEIGHT] / line->intercept_step * line->slope_step;
    codes->step[at] = rounding[ROUNDING_STEP];
    codes->slack[at] = 0.5 * rounding[ROUNDING_STEP];
  }
  if (codes->turn != NULL && problem->mirrored)
    set_image(codes, problem, code, x, at);
  else if (codes->turn != NULL)
    set_gain(codes, code, at);
}

static bool allocate(struct codes *codes, size_t count, bool turned) {
  codes->x = malloc(count * sizeof(double));
  codes->y = malloc(count * sizeof(double));
  codes->weight = malloc(count * sizeof(double));
  codes->factor = malloc(count * sizeof(double));
  codes->step = malloc(count * sizeof(double));
  codes->slack = malloc(count * sizeof(double));
  codes->scale = malloc(count);
  codes->target = codes->y;
  bool ok = codes->x != NULL && codes->y != NULL && codes->weight != NULL && codes->factor != NULL &&
            codes->step != NULL && codes->slack != NULL && codes->scale != NULL;
  if (turned) {
    codes->turn = malloc(count * sizeof(double));
    codes->shift = malloc(count * sizeof(double));
    codes->target = malloc(count * sizeof(double));
    ok = ok && codes->turn != NULL && codes->shift != NULL && codes->target != NULL;
  }
  return ok;
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
  if (!allocate(codes, codes->count, problem->mirrored || spec->ranges != 0))
    return error_memory(err, "codes");
  /* Placing moves each start to where the next one was: what a boundary closes then lies before it. */
  for (size_t p = 0; p < parts; p++)
    for_each_code(codes, spec, problem, &part[p], set_code);
  return true;
}

void codes_free(struct codes *codes) {
  if (codes->target != codes->y)
    free(codes->target);
  free(codes->turn);
  free(codes->shift);
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
