#include "store/rows.h"

#define TEXT(member)                                                                                                   \
  { #member, COLUMN_TEXT, offsetof(ROW, member), sizeof((ROW *)0)->member }
#define INT32(member)                                                                                                  \
  { #member, COLUMN_INT32, offsetof(ROW, member), sizeof((ROW *)0)->member }
#define INT64(member)                                                                                                  \
  { #member, COLUMN_INT64, offsetof(ROW, member), sizeof((ROW *)0)->member }
#define UINT64(member)                                                                                                 \
  { #member, COLUMN_UINT64, offsetof(ROW, member), sizeof((ROW *)0)->member }
#define DOUBLE(member)                                                                                                 \
  { #member, COLUMN_DOUBLE, offsetof(ROW, member), sizeof((ROW *)0)->member }
#define TABLE(path, title, columns)                                                                                    \
  { path, title, sizeof(ROW), sizeof(columns) / sizeof(columns)[0], columns }

#define ROW struct function_row
static const struct column functions_columns[] = {TEXT(name),
                                                  TEXT(kind),
                                                  TEXT(formula),
                                                  DOUBLE(lo),
                                                  DOUBLE(hi),
                                                  TEXT(left_tail),
                                                  TEXT(right_tail),
                                                  DOUBLE(left_slope),
                                                  DOUBLE(left_intercept),
                                                  DOUBLE(right_slope),
                                                  DOUBLE(right_intercept),
                                                  INT64(samples),
                                                  UINT64(hash)};
const struct table functions_table = TABLE("/functions", "functions approximated", functions_columns);
#undef ROW

#define ROW struct sample_row
static const struct column samples_columns[] = {DOUBLE(x), DOUBLE(y)};
const struct table samples_table =
    TABLE("/samples", "samples of a function, joined by straight lines", samples_columns);
#undef ROW

#define ROW struct weight_row
static const struct column weights_columns[] = {TEXT(name), TEXT(kind), DOUBLE(parameters), INT64(bins), UINT64(hash)};
const struct table weights_table = TABLE("/weights", "weights of inputs: how often x falls where", weights_columns);
#undef ROW

#define ROW struct bin_row
static const struct column histograms_columns[] = {DOUBLE(low), DOUBLE(high), DOUBLE(count)};
const struct table histograms_table =
    TABLE("/histograms", "bins of a weight; within a bin x is spread evenly", histograms_columns);
#undef ROW

#define ROW struct point_row
static const struct column points_columns[] = {TEXT(id),
                                               UINT64(place),
                                               TEXT(grid),
                                               INT64(function_row),
                                               TEXT(function),
                                               INT32(in_bits),
                                               INT32(entries),
                                               TEXT(tails),
                                               INT32(slope_bits),
                                               INT32(slope_frac),
                                               INT32(intercept_bits),
                                               INT32(intercept_frac),
                                               INT32(slope_significant),
                                               INT32(intercept_significant),
                                               INT32(ranges),
                                               INT32(scale_count),
                                               DOUBLE(scales),
                                               INT32(out_bits),
                                               DOUBLE(out_scale),
                                               INT64(weight_row),
                                               TEXT(weight),
                                               TEXT(storage),
                                               TEXT(select),
                                               INT32(slope_digits),
                                               TEXT(symmetry),
                                               INT32(pipeline),
                                               TEXT(technology),
                                               DOUBLE(ge_um2),
                                               DOUBLE(flip_flop_ge),
                                               DOUBLE(energy_scale),
                                               DOUBLE(delay_scale),
                                               DOUBLE(clock_mhz),
                                               TEXT(engine),
                                               TEXT(engine_parameters),
                                               DOUBLE(engine_values),
                                               UINT64(seed),
                                               INT32(repeat),
                                               UINT64(key),
                                               UINT64(evaluations),
                                               INT64(first_design),
                                               INT64(design_count),
                                               DOUBLE(best_mse),
                                               DOUBLE(best),
                                               TEXT(objective),
                                               DOUBLE(optimum),
                                               TEXT(optimum_kind),
                                               DOUBLE(gap)};
const struct table points_table = TABLE("/points", "grid points, one row each", points_columns);
#undef ROW

#define ROW struct key_row
static const struct column keys_columns[] = {TEXT(id), UINT64(place), DOUBLE(best), TEXT(optimum_kind),
                                             DOUBLE(optimum)};
const struct table keys_table = TABLE("/points", "grid points in short", keys_columns);
#undef ROW

#define ROW struct design_row
static const struct column designs_columns[] = {INT64(point),
                                                TEXT(grid),
                                                TEXT(function),
                                                TEXT(weight),
                                                INT32(in_bits),
                                                INT32(entries),
                                                INT32(rank),
                                                DOUBLE(mse),
                                                DOUBLE(mae),
                                                DOUBLE(max_abs),
                                                DOUBLE(mse_requantised),
                                                DOUBLE(mae_requantised),
                                                DOUBLE(max_abs_requantised),
                                                DOUBLE(optimum),
                                                TEXT(optimum_kind),
                                                DOUBLE(gap),
                                                DOUBLE(area_ge),
                                                DOUBLE(area_um2),
                                                DOUBLE(energy_pj),
                                                DOUBLE(power_mw),
                                                DOUBLE(delay_ns),
                                                DOUBLE(finest_scale),
                                                INT32(slope_frac),
                                                INT32(intercept_frac),
                                                INT32(breakpoint),
                                                INT32(slope),
                                                INT32(intercept)};
const struct table designs_table =
    TABLE("/designs", "designs (look-up tables), one row each, best first within a point", designs_columns);
#undef ROW

#define ROW struct error_row
static const struct column errors_columns[] = {INT64(design),
                                               DOUBLE(scale),
                                               INT64(codes),
                                               DOUBLE(mse),
                                               DOUBLE(mae),
                                               DOUBLE(max_abs),
                                               DOUBLE(mse_requantised),
                                               DOUBLE(mae_requantised),
                                               DOUBLE(max_abs_requantised)};
const struct table errors_table = TABLE("/errors", "error of each design at each scale of its set", errors_columns);
#undef ROW

#define ROW struct convergence_row
static const struct column convergence_columns[] = {INT64(point), UINT64(evaluations), DOUBLE(best)};
const struct table convergence_table =
    TABLE("/convergence", "best error of a search after so many evaluations", convergence_columns);
#undef ROW

#define ROW struct front_table_row
static const struct column fronts_columns[] = {INT64(function_row), INT64(weight_row),  TEXT(function),
                                               TEXT(weight),        TEXT(error_metric), TEXT(cost_metric),
                                               INT64(design),       DOUBLE(error),      DOUBLE(cost)};
const struct table fronts_table =
    TABLE("/fronts", "Pareto fronts: error against cost, per function, weight and pair of metrics", fronts_columns);
#undef ROW

#define ROW struct range_table_row
static const struct column ranges_columns[] = {INT64(function_row), INT64(weight_row), TEXT(function), TEXT(weight),
                                               TEXT(metric),        INT64(designs),    DOUBLE(least),  DOUBLE(most)};
const struct table ranges_table =
    TABLE("/ranges", "between which values the designs' metrics lie, per function and weight", ranges_columns);
#undef ROW

#define ROW struct synthesis_row
static const struct column synthesis_columns[] = {
    INT64(design),    TEXT(library),     TEXT(tool),         DOUBLE(area_um2), DOUBLE(area_ge),
    DOUBLE(delay_ns), DOUBLE(energy_pj), UINT64(flip_flops), UINT64(cells),    DOUBLE(block_ge)};
const struct table synthesis_table =
    TABLE("/synthesis", "what synthesis tools found of designs, one row each", synthesis_columns);
#undef ROW

#define ROW struct run_record
static const struct column runs_columns[] = {TEXT(version),  TEXT(commit),        TEXT(host),     TEXT(device),
                                             TEXT(driver),   TEXT(command),       TEXT(started),  TEXT(finished),
                                             UINT64(points), UINT64(evaluations), DOUBLE(seconds)};
const struct table runs_table = TABLE("/runs", "invocations of lutdse that contributed", runs_columns);
#undef ROW
