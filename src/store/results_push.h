/*
 * Appending to results one item at a time. Internal to src/store/. Every function returns false if memory runs out;
 * the results are then as before.
 */
#ifndef LUTDSE_STORE_RESULTS_PUSH_H
#define LUTDSE_STORE_RESULTS_PUSH_H

#include "store/results.h"

/*
 * Make room for `count` items in a malloc'ed array, `array` being the address of the pointer to it, by doubling
 * *capacity.
 */
bool array_reserve(void *array, size_t *capacity, size_t count, size_t item);

bool results_reserve_designs(struct results *results, size_t count);

/* Their resources pass to the results. */
bool results_push_function(struct results *results, const struct function *function);
bool results_push_weight(struct results *results, const struct weight *weight);
bool results_push_point(struct results *results, const struct point *point, const struct outcome *outcome);
bool results_push_design(struct results *results, const struct scored_design *design);

/* The step belongs to `point`, which must be the last one that has any, or one behind it. */
bool results_push_step(struct results *results, size_t point, const struct convergence_step *step);

/* Append a copy of all that they own. ERROR_INTERNAL. */
bool results_copy_function(struct results *results, const struct function *function, struct error *err);
bool results_copy_weight(struct results *results, const struct weight *weight, struct error *err);

/* The number of a function or a weight of the same name and hash; SIZE_MAX: there is none. */
size_t results_find_function(const struct results *results, const struct function *function);
size_t results_find_weight(const struct results *results, const struct weight *weight);

/* The number of a copy of the function or the weight (NULL: SIZE_MAX), made if there is none. ERROR_INTERNAL. */
bool results_intern_function(struct results *results, const struct function *function, size_t *position,
                             struct error *err);
bool results_intern_weight(struct results *results, const struct weight *weight, size_t *position, struct error *err);

/*
 * Forget all but functions and weights, and make these those of `from`; memory is kept for what comes next. What has as
 * many of both has them from there.
 */
bool results_restart(struct results *results, const struct results *from, struct error *err);

#endif
