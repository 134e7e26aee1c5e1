#include "reference/random_ranges.h"

#include <stdio.h>

/* One of the functions that repeat themselves, on a domain that is wide enough. */
static struct function draw_function(struct random_stream *stream) {
  static const char *const names[] = {"div", "rsqrt", "sqrt", "exp", "exp2"};
  const int kind = random_between(stream, 0, 4);
  struct function function = *function_find(names[kind]);
  if (random_between(stream, 0, 1) == 0)
    return function;
  if (kind < 3) {
    function.lo = random_between(stream, 0, 1) == 0 ? 0.25 * random_between(stream, 1, 4) : random_real(stream, 0.1, 2);
    function.hi = function.lo * (random_between(stream, 0, 1) == 0 ? 4 : random_real(stream, 4, 9));
  } else {
    function.hi = random_real(stream, -2, 2);
    function.lo = function.hi - random_real(stream, 1, 4);
  }
  return function;
}

void random_ranged_draw(struct random_problem *problem, struct random_stream *stream,
                        const struct random_limits *limits) {
  for (;;) {
    random_problem_draw(problem, stream, limits);
    function_release(&problem->function);
    problem->function = draw_function(stream);
    problem->spec.ranges = random_between(stream, 2, 5);
    struct error err;
    const double width = problem->function.hi - problem->function.lo;
    if (width / scale_set_finest(&problem->spec.scales) <= limits->candidates_max && spec_check(&problem->spec, &err))
      return;
    random_problem_release(problem);
  }
}

const char *random_ranged_text(const struct random_problem *problem, char *text, size_t size) {
  const int used = snprintf(text, size, "%d ranges; ", problem->spec.ranges);
  if (used > 0 && (size_t)used < size)
    (void)random_problem_text(problem, text + used, size - (size_t)used);
  return text;
}
