/* How the searches of one method came to rest, as one line: the median of their smallest errors so far. */
#ifndef LUTDSE_REPORT_HISTORY_H
#define LUTDSE_REPORT_HISTORY_H

#include "report/study.h"

/* Told of every corner of a line, from left to right. */
typedef void history_corner(void *context, double evaluations, double error);

/*
 * The line of a method's searches in a setting: it begins when all of them have, and ends with the median of their
 * evaluations; in between is a corner for every step, less those too near the one before. Searches without a history,
 * or that minimise something other than the error of the study, do not count; where none does there is no corner.
 * Errors are as the engine sums them. Fails with ERROR_INTERNAL if memory runs out.
 */
bool history_line(const struct study *study, const struct study_setting *setting, int entries, size_t method,
                  history_corner *take, void *context, struct error *err);

#endif
