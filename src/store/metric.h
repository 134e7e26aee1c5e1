/*
 * The figures by which designs are compared, by name.
 */
#ifndef LUTDSE_STORE_METRIC_H
#define LUTDSE_STORE_METRIC_H

#include <stdbool.h>

#include "exact/goal.h"

struct point;
struct score;
struct scored_design;

enum error_metric { ERROR_MSE, ERROR_MAE, ERROR_MAX_ABS, ERROR_METRICS };
enum cost_metric { COST_AREA, COST_POWER, COST_DELAY, COST_METRICS };

/* "mse" "mae" "max_abs"; "area" "power" "delay". Parse returns -1 for anything else. */
const char *error_metric_name(enum error_metric metric);
int error_metric_parse(const char *name);
const char *cost_metric_name(enum cost_metric metric);
int cost_metric_parse(const char *name);

/* The same for one of either: enum error_metric, or ERROR_METRICS + enum cost_metric. */
const char *metric_name(int metric);
int metric_parse(const char *name);

/* The metric that an exact search minimises. */
enum error_metric metric_of_objective(enum exact_objective objective);

/*
 * What a point's engine minimises, after the output stage where there is one: the error that judges the point. Its
 * name: the metric's, or "mse_requantised" and so on where there is an output stage.
 */
enum error_metric point_metric(const struct point *point);

/* The largest absolute error that its designs may have; INFINITY: any. */
double point_max_abs_limit(const struct point *point);

const char *point_objective(const struct point *point);

/* "um^2" "mW" "ns". */
const char *cost_metric_unit(enum cost_metric metric);

const char *objective_name(enum error_metric metric, bool requantised);

/* The metric of an objective by that name, for a spec with or without an output stage; -1 for anything else. */
int objective_parse(const char *name, bool requantised);

/* An error (requantised where its spec has an output stage, else exact), and a cost (um^2, mW, ns). */
double score_error(const struct score *score, enum error_metric metric);
double design_error(const struct scored_design *design, enum error_metric metric);
double design_cost(const struct scored_design *design, enum cost_metric metric);

#endif
