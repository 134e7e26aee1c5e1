/*
 * Schema version 5: the rows of every table of a results file. A change here is a change of the schema:
 * docs/hdf5.md describes every column, and says when STORE_SCHEMA_VERSION goes up. Internal to src/store/.
 */
#ifndef LUTDSE_STORE_ROWS_H
#define LUTDSE_STORE_ROWS_H

#include <stdint.h>

#include "store/results.h"
#include "store/table.h"

struct function_row {
  char name[sizeof((struct function *)0)->name];
  char kind[16]; /* "builtin", "expression" or "samples" */
  char formula[sizeof((struct function *)0)->formula];
  double lo, hi;
  char left_tail[8], right_tail[8]; /* "line" or "none" */
  double left_slope, left_intercept, right_slope, right_intercept;
  int64_t samples; /* rows of /samples/ROW; 0 for the other kinds */
  uint64_t hash;
};

struct sample_row {
  double x, y;
};

struct weight_row {
  char name[sizeof((struct weight *)0)->name];
  char kind[16]; /* "normal", ..., "histogram" */
  double parameters[WEIGHT_PARAMETERS_MAX];
  int64_t bins; /* rows of /histograms/ROW; 0 for the other kinds */
  uint64_t hash;
};

struct bin_row {
  double low, high, count;
};

struct point_row {
  char id[sizeof(struct point_id)];
  uint64_t place;
  char grid[sizeof((struct point *)0)->grid];
  int64_t function_row;
  char function[sizeof((struct function *)0)->name];
  int32_t in_bits, entries;
  char tails[16];
  int32_t slope_bits, slope_frac, intercept_bits, intercept_frac;
  int32_t slope_significant, intercept_significant; /* 0: any code of the format */
  int32_t ranges;                                   /* 0: the domain alone */
  int32_t scale_count;
  double scales[SCALE_MAX];
  int32_t out_bits;
  double out_scale;
  int64_t weight_row;                            /* -1: uniform */
  char weight[sizeof((struct weight *)0)->name]; /* "uniform" where every code counts alike */
  char storage[16], select[16];
  int32_t slope_digits; /* 0: full multiplier */
  char symmetry[16];    /* "none" or "half" */
  int32_t pipeline;
  char technology[sizeof((struct technology *)0)->name];
  double ge_um2, flip_flop_ge, energy_scale, delay_scale, clock_mhz;
  char engine[32];
  char engine_parameters[512];
  double engine_values[ENGINE_PARAMETERS_MAX];
  uint64_t seed;
  int32_t repeat;
  uint64_t key, evaluations;
  int64_t first_design, design_count;
  double best_mse, best;
  char objective[32], optimum_kind[16]; /* "none", "bound" or "exact" */
  double optimum, gap;
};

/* The columns of a point that store_reader_keys() tells of. */
struct key_row {
  char id[sizeof(struct point_id)];
  uint64_t place;
  double best;
  char optimum_kind[16];
  double optimum;
};

struct design_row {
  int64_t point;
  char grid[sizeof((struct point *)0)->grid];
  char function[sizeof((struct function *)0)->name];
  char weight[sizeof((struct weight *)0)->name]; /* "uniform" where every code counts alike */
  int32_t in_bits, entries, rank;
  double mse, mae, max_abs;
  double mse_requantised, mae_requantised, max_abs_requantised;
  char optimum_kind[16];
  double optimum, gap;
  double area_ge, area_um2, energy_pj, power_mw, delay_ns;
  double finest_scale;
  int32_t slope_frac, intercept_frac;
  int32_t breakpoint[ENTRIES_MAX - 1], slope[ENTRIES_MAX], intercept[ENTRIES_MAX];
};

struct error_row {
  int64_t design;
  double scale;
  int64_t codes;
  double mse, mae, max_abs;
  double mse_requantised, mae_requantised, max_abs_requantised;
};

struct convergence_row {
  int64_t point;
  uint64_t evaluations;
  double best;
};

struct front_table_row {
  int64_t function_row, weight_row; /* -1: uniform */
  char function[sizeof((struct function *)0)->name];
  char weight[sizeof((struct weight *)0)->name]; /* "uniform" where every code counts alike */
  char error_metric[16], cost_metric[16];
  int64_t design;
  double error, cost;
};

struct range_table_row {
  int64_t function_row, weight_row; /* -1: uniform */
  char function[sizeof((struct function *)0)->name];
  char weight[sizeof((struct weight *)0)->name]; /* "uniform" where every code counts alike */
  char metric[16];
  int64_t designs;
  double least, most;
};

struct synthesis_row {
  int64_t design;
  char library[sizeof((struct synthesised *)0)->library];
  char tool[sizeof((struct synthesised *)0)->tool];
  double area_um2, area_ge, delay_ns, energy_pj;
  uint64_t flip_flops, cells;
  double block_ge[BLOCKS];
};

extern const struct table functions_table, samples_table, weights_table, histograms_table, points_table, keys_table,
    designs_table, errors_table, convergence_table, fronts_table, ranges_table, synthesis_table, runs_table;

#endif
