/* The order of a plan: points into tasks, tasks into rounds. Internal to plan.c. */
#ifndef LUTDSE_RUN_PLAN_TASKS_H
#define LUTDSE_RUN_PLAN_TASKS_H

#include "run/plan.h"

/*
 * Fill in count, point, task_count and task from the sweep and what is known. Fails with ERROR_INTERNAL (memory), with
 * what was allocated to be freed by plan_free().
 */
bool plan_tasks(struct plan *plan, const struct ledger *known, struct error *err);

#endif
