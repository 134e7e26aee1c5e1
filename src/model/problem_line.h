/* What a search problem says of its lines: steps, ranges, pinned tails. Internal to src/model/. */
#ifndef LUTDSE_MODEL_PROBLEM_LINE_H
#define LUTDSE_MODEL_PROBLEM_LINE_H

#include "model/problem.h"

/* How many scales have codes that count. */
int problem_scales_counted(const struct spec *spec);

/* Set `line`, `first_candidate`, `mirrored` and `mirror` of an empty problem. */
void problem_set_line(struct problem *problem, const struct spec *spec);

#endif
