/* Branch and bound over bundles of lines: for every goal, output stages and scales that round intercepts included. */
#include "exact/best_line.h"

#include <math.h>

enum {
  WIDE = 16,
  STACK_MAX = 256,      /* each split adds one; they end long before */
  BUNDLES_MAX = 100000, /* judged for one line before it is left unproven */
  LAST_INTERCEPTS = 2   /* intercepts of one slope that are tried rather than bounded again */
};

/* A bundle and the bound below its lines' costs. */
struct branch {
  struct bundle bundle;
  double bound;
};

struct search {
  const struct judge *judge;
  const line_problem *line;
  uint32_t from, to;
  double weight, pivot, half_width; /* of the run's codes; the latter in x */
  double enough;                    /* lines that cost as much are of no use */
  struct best_line best;
  int judged;
  int depth;
  struct branch stack[STACK_MAX];
};

static void consider(struct search *search, int32_t slope, int32_t intercept) {
  const double cost = judge_line(search->judge, search->from, search->to, slope, intercept, search->enough);
  if (!(cost < search->enough))
    return;
  search->best = (struct best_line){slope, intercept, cost, cost};
  search->enough = cost;
}

/* The first and the last intercept code from `low` to `high`, both in steps; false: there is none. */
static bool intercepts_within(const line_problem *line, double low, double high, int32_t code[2]) {
  if (!(low <= (double)line->intercept_max && high >= (double)line->intercept_min))
    return false;
  const int32_t first = clamp_code(ceil(low), line->intercept_min, line->intercept_max);
  const int32_t last = clamp_code(floor(high), line->intercept_min, line->intercept_max);
  code[0] = code_of_significant(first, 1, line->intercept_significant);
  code[1] = code_of_significant(last, -1, line->intercept_significant);
  return code[0] <= code[1];
}

static int32_t intercept_after(const line_problem *line, int32_t code) {
  return code_of_significant(code + 1, 1, line->intercept_significant);
}

/* Try all lines of a bundle of one slope if they are few. */
static bool consider_all(struct search *search, const struct bundle *bundle) {
  const line_problem *line = search->line;
  const double rise = (double)bundle->slope[0] * line->slope_step * search->pivot;
  int32_t code[2];
  if (bundle->slope[0] != bundle->slope[1])
    return false;
  if (!intercepts_within(line, (bundle->value[0] - rise) / line->intercept_step,
                         (bundle->value[1] - rise) / line->intercept_step, code))
    return true;
  int count = 0;
  for (int32_t b = code[0]; b <= code[1]; b = intercept_after(line, b))
    if (++count > LAST_INTERCEPTS)
      return false;
  for (int32_t b = code[0]; b <= code[1]; b = intercept_after(line, b))
    consider(search, bundle->slope[0], b);
  return true;
}

/*
 * Cut a bundle's values down to those that intercepts of the format reach, and half a step more; false: none. Dynamic
 * intercepts may lie far apart: down to those that are within.
 */
static bool trim(const struct search *search, struct bundle *bundle) {
  const line_problem *line = search->line;
  const double a = (double)bundle->slope[0] * line->slope_step * search->pivot;
  const double b = (double)bundle->slope[1] * line->slope_step * search->pivot;
  const double step = line->intercept_step, low = fmin(a, b), high = fmax(a, b);
  int32_t code[2] = {line->intercept_min, line->intercept_max};
  if (line->intercept_significant != 0 &&
      !intercepts_within(line, (bundle->value[0] - high) / step - 0.5, (bundle->value[1] - low) / step + 0.5, code))
    return false;
  bundle->value[0] = fmax(bundle->value[0], ((double)code[0] - 0.5) * step + low);
  bundle->value[1] = fmin(bundle->value[1], ((double)code[1] + 0.5) * step + high);
  return bundle->value[0] <= bundle->value[1];
}

/* Cut a bundle's slopes down to the codes that may be slopes; false: none. */
static bool trim_slopes(const struct search *search, struct bundle *bundle) {
  bundle->slope[0] = walked_slope(search->line, bundle->slope[0], 1);
  bundle->slope[1] = walked_slope(search->line, bundle->slope[1], -1);
  return bundle->slope[0] <= bundle->slope[1];
}

static double turn_of(const struct search *search, const struct bundle *bundle) {
  return ((double)bundle->slope[1] - (double)bundle->slope[0]) * search->line->slope_step * search->half_width;
}

/* Whether a bundle spreads outputs so far that most codes say nothing of it: farther than errors of interest. */
static bool wide(const struct search *search, const struct bundle *bundle) {
  const struct judge *judge = search->judge;
  const double mean = search->enough / search->weight;
  const double error = judge->objective == EXACT_MSE   ? sqrt(mean)
                       : judge->objective == EXACT_MAE ? mean
                                                       : search->enough;
  const double stage = judge->output.bits != 0 ? judge->output.scale : 0;
  return turn_of(search, bundle) + (bundle->value[1] - bundle->value[0]) > WIDE * (error + stage);
}

static struct branch bounded(struct search *search, struct bundle bundle) {
  struct branch branch = {bundle, INFINITY};
  if (!trim_slopes(search, &branch.bundle) || !trim(search, &branch.bundle))
    return branch;
  const bool ends = wide(search, &branch.bundle);
  branch.bound =
      judge_bundle(search->judge, search->from, search->to, search->pivot, &branch.bundle, search->enough, ends);
  if (!ends && branch.bound < search->enough)
    branch.bound =
        fmax(branch.bound, judge_tangent(search->judge, search->from, search->to, search->pivot, &branch.bundle));
  search->judged++;
  return branch;
}

/*
 * Halve the slopes or the values, whichever spreads the outputs more; values down to half an intercept's step, or to
 * the step over a single x, where slopes spread nothing.
 */
static void split(const struct search *search, const struct bundle *bundle, struct bundle half[2]) {
  const line_problem *line = search->line;
  const double slopes = (double)bundle->slope[1] - (double)bundle->slope[0];
  const double turn = turn_of(search, bundle), shift = bundle->value[1] - bundle->value[0];
  const double step = line->intercept_step, narrow = search->half_width > 0 ? fmax(turn, step / 2) : step;
  const double middle = bundle->value[0] + shift / 2;
  half[0] = half[1] = *bundle;
  if (slopes > 0 && (shift <= narrow || middle <= bundle->value[0] || middle >= bundle->value[1])) {
    half[0].slope[1] = bundle->slope[0] + (int32_t)(slopes / 2);
    half[1].slope[0] = half[0].slope[1] + 1;
  } else {
    half[0].value[1] = half[1].value[0] = middle;
  }
}

static void push(struct search *search, struct branch branch) {
  if (branch.bound < search->enough && !consider_all(search, &branch.bundle))
    search->stack[search->depth++] = branch;
}

/* Follow the better half first. */
static void step(struct search *search) {
  const struct branch branch = search->stack[--search->depth];
  if (!(branch.bound < search->enough))
    return;
  struct bundle half[2];
  split(search, &branch.bundle, half);
  const struct branch a = bounded(search, half[0]), b = bounded(search, half[1]);
  push(search, a.bound <= b.bound ? b : a);
  push(search, a.bound <= b.bound ? a : b);
}

static void measure(struct search *search) {
  const struct codes *codes = &search->judge->codes;
  double least = INFINITY, most = -INFINITY;
  for (uint32_t i = codes->start[search->from]; i < codes->start[search->to]; i++) {
    least = codes->x[i] < least ? codes->x[i] : least;
    most = codes->x[i] > most ? codes->x[i] : most;
    search->weight += codes->weight[i];
  }
  search->pivot = least + (most - least) / 2;
  search->half_width = (most - least) / 2;
}

/* The codes of a parameter that are neighbours: all, but for those of few significant bits. */
static struct code_range neighbours(int32_t min, int32_t max, uint32_t significant) {
  if (significant == 0)
    return (struct code_range){min, max};
  const int32_t most = INT32_C(1) << magnitude_bits(significant);
  return (struct code_range){min > -most ? min : -most, max < most ? max : most};
}

/* Whether these intercepts take a slope's lines to all values at the pivot that are within `reach` of y. */
static bool reaches(struct code_range intercepts, double step, double y, double rise, double reach) {
  return (double)intercepts.first * step <= y - rise - reach && y - rise + reach <= (double)intercepts.last * step;
}

/* What a run's codes ask of the table, and how far the output stage moves what it puts out, at most half a step. */
struct wish {
  double least, most, stage;
};

static struct wish wish_of(const struct search *search) {
  const struct codes *codes = &search->judge->codes;
  const double stage = search->judge->output.bits != 0 ? search->judge->output.scale : 0;
  struct wish wish = {INFINITY, -INFINITY, 0};
  for (uint32_t i = codes->start[search->from]; i < codes->start[search->to]; i++) {
    const double turn = codes->turn != NULL ? fabs(codes->turn[i]) : 1;
    wish.least = fmin(wish.least, codes->target[i]);
    wish.most = fmax(wish.most, codes->target[i]);
    wish.stage = fmax(wish.stage, stage / turn);
  }
  return wish;
}

/*
 * Over a single x where no scale rounds intercepts, neighbouring slopes show all remainders of k x modulo an
 * intercept's step. So slopes in the middle, if they reach all values of interest, have every such value that any slope
 * has. Values of interest: some line is half a step from the middle of what codes ask for (they may be several, of
 * different ranges); the stage moves both it and a better one by half of its step; and beyond that a line is worse for
 * every code.
 */
static void leave_out_slopes(const struct search *search, struct bundle *bundle) {
  const line_problem *line = search->line;
  const struct code_range slopes = neighbours(line->slope_min, line->slope_max, line->slope_significant);
  const struct code_range intercepts =
      neighbours(line->intercept_min, line->intercept_max, line->intercept_significant);
  const double rise = line->slope_step * search->pivot, step = line->intercept_step;
  const double middle = ((double)intercepts.first + (double)intercepts.last) / 2 * step;
  const int64_t count = rise == 0 ? 1 : line->reach;
  if (search->half_width > 0 || (int64_t)slopes.last - slopes.first < count)
    return;
  const struct wish wish = wish_of(search);
  const double y = wish.least + (wish.most - wish.least) / 2;
  const int32_t centre = rise == 0 ? 0 : clamp_code(rint((y - middle) / rise), slopes.first, slopes.last);
  const int64_t begin = centre - count / 2;
  const int32_t first = clamp_code((double)begin, slopes.first, (int32_t)(slopes.last - count));
  const int32_t last = (int32_t)(first + count - 1);
  const double reach = 2 * (step + wish.stage) + (wish.most - wish.least);
  if (reaches(intercepts, step, y, first * rise, reach) && reaches(intercepts, step, y, last * rise, reach)) {
    bundle->slope[0] = first;
    bundle->slope[1] = last;
  }
}

struct best_line best_line_in_bundles(const struct judge *judge, uint32_t from, uint32_t to, double enough,
                                      struct best_line start) {
  const line_problem *line = &judge->problem->line;
  struct search search = {.judge = judge, .line = line, .from = from, .to = to, .best = start};
  search.enough = start.cost < enough ? start.cost : enough;
  measure(&search);
  struct bundle all = {{line->slope_min, line->slope_max}, {-INFINITY, INFINITY}};
  leave_out_slopes(&search, &all);
  push(&search, bounded(&search, all));
  while (search.depth > 0 && search.judged < BUNDLES_MAX)
    step(&search);
  search.best.bound = search.enough;
  for (int i = 0; i < search.depth; i++)
    search.best.bound = fmin(search.best.bound, search.stack[i].bound);
  return search.best;
}
