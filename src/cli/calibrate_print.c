#include "cli/calibrate_print.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/table.h"
#include "front/agreement.h"

static const char *const figure_names[FIGURES] = {"area", "energy", "delay"};

static double measured(const struct observation *observation, enum figure figure) {
  const double of[FIGURES] = {observation->area_ge, observation->energy_pj, observation->delay_ns};
  return of[figure];
}

/* One row: a storage (STORAGES: all of them that are programmable) and a figure. */
static bool add_row(struct table *table, const struct observations *observations, const struct residual *residuals,
                    bool constant, enum figure figure, struct agreement_pair *pair, struct error *err) {
  size_t count = 0;
  for (size_t i = 0; i < observations->count; i++) {
    const struct observation *observation = &observations->item[i];
    const double figure_of = measured(observation, figure);
    if ((observation->features->storage == STORAGE_ROM) == constant)
      pair[count++] = (struct agreement_pair){figure_of * (1 + residuals[i].of[figure]), figure_of};
  }
  struct agreement agreement;
  if (!agreement_of(pair, count, AGREEMENT_AREA, &agreement, err))
    return false;
  table_add(table, "%s", constant ? "rom" : "enable, gated");
  table_add(table, "%s", figure_names[figure]);
  table_add(table, "%zu", agreement.count);
  table_add(table, "%.1f", 100 * agreement.mean);
  table_add(table, "%.1f", 100 * agreement.worst);
  table_add(table, "%.4f", agreement.rank);
  return true;
}

static bool print_table(struct table *table, struct error *err) {
  return table_print(table, stdout) || error_memory(err, "a table");
}

bool calibrate_print_errors(const struct observations *observations, const struct calibrate_library *library,
                            struct error *err) {
  struct table table = {.columns = 6};
  struct residual *residuals = malloc((observations->count + 1) * sizeof *residuals);
  struct agreement_pair *pair = malloc((observations->count + 1) * sizeof *pair);
  bool ok = (residuals != NULL && pair != NULL) || error_memory(err, "residuals");
  ok = ok && calibrate_cross_validate(observations->item, observations->count, library->flip_flop_ge, residuals, err);
  if (ok)
    printf("%s: %zu units; errors of each on fits without it, in %%\n", library->name, observations->count);
  for (const char *const *title = (const char *const[]){"storage", "figure", "units", "mean", "worst", "rank", NULL};
       *title != NULL; title++)
    table_add(&table, "%s", *title);
  for (int constant = 0; constant < 2; constant++)
    for (int figure = 0; figure < FIGURES; figure++)
      ok = ok && add_row(&table, observations, residuals, constant, (enum figure)figure, pair, err);
  free(residuals);
  free(pair);
  return print_table(&table, err) && ok;
}

/* How far the gates of a block are off the areas of its modules. */
struct block_errors {
  size_t count;
  double mean, worst;
};

static struct block_errors errors_of_block(const struct observations *observations,
                                           const struct coefficients *coefficients, enum block block,
                                           enum content_kind kind) {
  struct block_errors errors = {0, 0, 0};
  const struct per_gate *area = &coefficients->logic[kind].area[block];
  for (size_t i = 0; i < observations->count; i++) {
    const struct observation *observation = &observations->item[i];
    const struct gate_count *apart = &observation->apart[block];
    if (features_kind(observation->features) != kind || !(observation->block_ge[block] > 0))
      continue;
    const double model =
        area->and_gate * apart->and_gates + area->xor_gate * apart->xor_gates + area->multiplexer * apart->multiplexers;
    const double error = fabs(model / observation->block_ge[block] - 1);
    errors.count++;
    errors.mean += error;
    errors.worst = fmax(errors.worst, error);
  }
  errors.mean /= (double)errors.count;
  return errors;
}

static void add_block(struct table *table, const struct observations *observations,
                      const struct coefficients *coefficients, enum block block, enum content_kind kind) {
  const struct per_gate *area = &coefficients->logic[kind].area[block];
  const struct block_errors errors = errors_of_block(observations, coefficients, block, kind);
  if (errors.count == 0)
    return;
  table_add(table, "%s", block_name(block));
  table_add(table, "%s", kind == CONTENT_CONSTANT ? "constants" : "stored");
  table_add(table, "%.2f", area->and_gate);
  table_add(table, "%.2f", area->xor_gate);
  table_add(table, "%.2f", area->multiplexer);
  table_add(table, "%zu", errors.count);
  table_add(table, "%.1f", 100 * errors.mean);
  table_add(table, "%.1f", 100 * errors.worst);
}

bool calibrate_print_blocks(const struct observations *observations, const struct coefficients *coefficients,
                            struct error *err) {
  struct table table = {.columns = 8};
  printf("\nareas of gates in GE, fitted on each block's module alone; errors there, in %%\n");
  for (const char *const *title =
           (const char *const[]){"block", "parameters", "and", "xor", "mux", "modules", "mean", "worst", NULL};
       *title != NULL; title++)
    table_add(&table, "%s", *title);
  for (int kind = 0; kind < CONTENT_KINDS; kind++)
    for (int b = BLOCK_COMPARE; b < BLOCK_PIPELINE; b++)
      add_block(&table, observations, coefficients, (enum block)b, (enum content_kind)kind);
  if (!print_table(&table, err))
    return false;
  printf("a stored bit takes a flip-flop and %.2f (enable) or %.2f (gated), a word %.2f or %.2f\n",
         coefficients->bit_area[STORAGE_ENABLE], coefficients->bit_area[STORAGE_GATED],
         coefficients->word_area[STORAGE_ENABLE], coefficients->word_area[STORAGE_GATED]);
  return true;
}

static int compare(const void *left, const void *right) {
  const double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

/* The factor that makes the model's figures as large as those measured: the median of their ratios. */
static double factor_of(const struct observations *observations, const struct residual *residuals, enum figure figure,
                        double *ratio) {
  size_t count = 0;
  for (size_t i = 0; i < observations->count; i++)
    if (!isnan(residuals[i].of[figure]))
      ratio[count++] = 1 / (1 + residuals[i].of[figure]);
  qsort(ratio, count, sizeof *ratio, compare);
  return count > 0 ? ratio[count / 2] : (double)NAN;
}

bool calibrate_print_profile(const struct observations *observations, const struct calibrate_library *library,
                             struct error *err) {
  struct residual *residuals = malloc((observations->count + 1) * sizeof *residuals);
  double *ratio = malloc((observations->count + 1) * sizeof *ratio);
  if (residuals == NULL || ratio == NULL) {
    free(residuals);
    free(ratio);
    return error_memory(err, "residuals");
  }
  const bool ok = calibrate_residuals(observations->item, observations->count, &fitted_coefficients,
                                      library->flip_flop_ge, residuals, err);
  if (ok)
    printf("\ntechnology: {name: %s, ge_um2: %.6g, flip_flop_ge: %.6g, energy_scale: %.6g, delay_scale: %.6g, "
           "clock_mhz: 100}\nwith the built-in coefficients areas are %.3f of those synthesised, by the median\n",
           library->name, library->nand_um2, library->flip_flop_ge,
           factor_of(observations, residuals, FIGURE_ENERGY, ratio),
           factor_of(observations, residuals, FIGURE_DELAY, ratio),
           1 / factor_of(observations, residuals, FIGURE_AREA, ratio));
  free(residuals);
  free(ratio);
  return ok;
}
