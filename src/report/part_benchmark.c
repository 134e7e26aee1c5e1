/* Time and quality of programs side by side, as they were measured. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/benchmark.h"
#include "report/sheet.h"
#include "report/work.h"

/* plots/style.gp and so on with plots/report_lines.gp. */
extern const char plots_report_lines_gp[];

enum { PROGRAMS_MAX = 24, PANELS_MAX = 12, KEYS_IN_A_ROW = 3 };

/* Inches that a row of keys takes. */
static const double key_height = 0.115;

/* The programs (each with what it minimised), and the tables (function and entries) that they searched, in order of
 * appearance. */
struct cast {
  const struct benchmark *benchmark;
  bool processor; /* every record has its processor seconds, which count where others use the machine, too */
  size_t program_count, panel_count;
  const struct benchmark_record *program[PROGRAMS_MAX], *panel[PANELS_MAX];
};

static bool same_table(const struct benchmark_record *a, const struct benchmark_record *b) {
  return a->entries == b->entries && strcmp(a->function, b->function) == 0;
}

static bool same_program(const struct benchmark_record *a, const struct benchmark_record *b) {
  return strcmp(a->program, b->program) == 0 && strcmp(a->objective, b->objective) == 0;
}

/* The program, and what it minimised where that varies. */
static void program_label(const struct cast *cast, size_t program, char *text, size_t size) {
  const struct benchmark_record *const mine = cast->program[program];
  bool varies = false;
  for (size_t p = 0; p < cast->program_count; p++)
    varies = varies || (strcmp(cast->program[p]->program, mine->program) == 0 && !same_program(cast->program[p], mine));
  (void)snprintf(text, size, "%s%s%s", mine->program, varies && mine->objective[0] != '\0' ? ", " : "",
                 varies ? mine->objective : "");
}

static void find_cast(struct cast *cast, const struct benchmark *benchmark) {
  *cast = (struct cast){.benchmark = benchmark, .processor = true};
  for (size_t r = 0; r < benchmark->count; r++) {
    const struct benchmark_record *const record = &benchmark->record[r];
    cast->processor = cast->processor && record->cpu_seconds >= 0;
    size_t p = 0, t = 0;
    while (p < cast->program_count && !same_program(cast->program[p], record))
      p++;
    if (p == cast->program_count && p < PROGRAMS_MAX)
      cast->program[cast->program_count++] = record;
    while (t < cast->panel_count && !same_table(cast->panel[t], record))
      t++;
    if (t == cast->panel_count && t < PANELS_MAX)
      cast->panel[cast->panel_count++] = record;
  }
}

static int compare_doubles(const void *left, const void *right) {
  const double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

/* The median of a member of the records of one program and table; NaN if none has it. */
static double median_of(const struct cast *cast, size_t program, size_t panel, size_t offset, double *room) {
  size_t count = 0;
  for (size_t r = 0; r < cast->benchmark->count; r++) {
    const struct benchmark_record *const record = &cast->benchmark->record[r];
    double value = 0;
    memcpy(&value, (const char *)record + offset, sizeof value);
    if (!isnan(value) && same_table(record, cast->panel[panel]) && same_program(record, cast->program[program]))
      room[count++] = value;
  }
  qsort(room, count, sizeof *room, compare_doubles);
  return count == 0 ? (double)NAN : (room[(count - 1) / 2] + room[count / 2]) / 2;
}

static size_t searches_of(const struct cast *cast, size_t program, size_t panel) {
  size_t count = 0;
  for (size_t r = 0; r < cast->benchmark->count; r++)
    count += same_table(&cast->benchmark->record[r], cast->panel[panel]) &&
             same_program(&cast->benchmark->record[r], cast->program[program]);
  return count;
}

static bool fill_table(struct data_table *table, const struct cast *cast, struct error *err) {
  static const char *const titles[] = {"Searches", "Seconds", "Processor seconds", "Evaluations", "MSE", "Ratio"};
  static const size_t offsets[] = {offsetof(struct benchmark_record, seconds),
                                   offsetof(struct benchmark_record, cpu_seconds),
                                   offsetof(struct benchmark_record, evaluations),
                                   offsetof(struct benchmark_record, mse), offsetof(struct benchmark_record, ratio)};
  char label[128];
  double *const room = malloc((cast->benchmark->count + 1) * sizeof *room);
  if (room == NULL)
    return error_memory(err, "a table");
  data_table_column(table, true, "Function");
  data_table_column(table, false, "Entries");
  data_table_column(table, true, "Program");
  for (size_t c = 0; c < sizeof titles / sizeof titles[0]; c++)
    data_table_column(table, false, "%s", titles[c]);
  for (size_t t = 0; t < cast->panel_count; t++)
    for (size_t p = 0; p < cast->program_count; p++) {
      if (searches_of(cast, p, t) == 0)
        continue;
      data_table_text(table, "%s", cast->panel[t]->function);
      data_table_count(table, cast->panel[t]->entries);
      program_label(cast, p, label, sizeof label);
      data_table_text(table, "%s", label);
      data_table_count(table, (double)searches_of(cast, p, t));
      for (size_t c = 0; c < sizeof offsets / sizeof offsets[0]; c++)
        data_table_number(table, median_of(cast, p, t, offsets[c], room), 3);
    }
  free(room);
  return true;
}

static double seconds_of(const struct cast *cast, const struct benchmark_record *record) {
  return cast->processor ? record->cpu_seconds : record->seconds;
}

static struct figure_axes axes_of(const struct cast *cast) {
  const struct benchmark *const benchmark = cast->benchmark;
  struct figure_span span = figure_span_empty();
  double least = INFINITY, most = 0;
  for (size_t r = 0; r < benchmark->count; r++) {
    figure_span_add(&span, benchmark->record[r].mse);
    const double seconds = seconds_of(cast, &benchmark->record[r]);
    least = fmin(least, seconds > 0 ? seconds : INFINITY);
    most = fmax(most, seconds);
  }
  struct figure_axes axes = {.cost_min = isfinite(least) ? least / 2 : 1e-3, .log_cost = true};
  axes.cost_max = most > 0 ? 2 * most : 1;
  figure_axes_set_errors(&axes, &span);
  return axes;
}

/* Colours and marks in turn: programs are not known beforehand. */
static void write_programs(struct sheet *sheet, const struct cast *cast) {
  static const char *const colours[] = {"#d55e00", "#0072b2", "#009e73", "#cc79a7",
                                        "#e69f00", "#56b4e9", "#777777", "#000000"};
  char label[128];
  static const int shapes[] = {7, 5, 13, 9, 11, 4, 6, 8};
  (void)fprintf(sheet->parameters, "line_count = %zu\n", cast->program_count);
  sheet_array(sheet, "labels", cast->program_count);
  sheet_array(sheet, "line_colours", cast->program_count);
  (void)fprintf(sheet->parameters, "array line_shapes[%zu]\narray line_dashes[%zu]\narray shown[%zu]\n",
                cast->program_count, cast->program_count, cast->program_count);
  for (size_t p = 0; p < cast->program_count; p++) {
    program_label(cast, p, label, sizeof label);
    sheet_name(sheet, "labels", p, label);
    sheet_name(sheet, "line_colours", p, colours[p % 8]);
    (void)fprintf(sheet->parameters, "line_shapes[%zu] = %d\nline_dashes[%zu] = 1\nshown[%zu] = 1\n", p + 1,
                  shapes[(p + p / 8) % 8], p + 1, p + 1);
  }
}

static bool write_panel(struct sheet *sheet, const struct cast *cast, size_t panel, const struct figure_axes *axes,
                        struct error *err) {
  char text[64];
  FILE *const out = sheet_columns(sheet, "lines", panel, 0, err);
  if (out == NULL)
    return false;
  (void)snprintf(text, sizeof text, "%s, %d entries", cast->panel[panel]->function, cast->panel[panel]->entries);
  sheet_name(sheet, "names", panel, text);
  for (size_t p = 0; p < cast->program_count; p++)
    for (size_t r = 0; r < cast->benchmark->count; r++) {
      const struct benchmark_record *const record = &cast->benchmark->record[r];
      if (same_table(record, cast->panel[panel]) && same_program(record, cast->program[p]))
        (void)fprintf(out, "%.9g %.9g -%zu\n\n\n", fmax(seconds_of(cast, record), axes->cost_min),
                      figure_drawn_error(axes, record->mse), p + 1);
    }
  return true;
}

static bool draw(struct work *work, const struct cast *cast, const char *caption, struct error *err) {
  struct sheet sheet;
  const struct figure_axes axes = axes_of(cast);
  const struct sheet_layout layout = {cast->panel_count, axes,
                                      cast->processor ? "Processor seconds of one search" : "Seconds of one search",
                                      "Mean squared error", 0};
  if (!sheet_begin(&sheet, work, &layout, err))
    return false;
  write_programs(&sheet, cast);
  sheet_array(&sheet, "heading", 1);
  sheet_name(&sheet, "heading", 0, "");
  (void)fprintf(sheet.parameters, "drawing = 'points'\nx_kind = 'power'\nmore_height = %g\nmarks_alone = 1\n",
                key_height * (double)cast->program_count / KEYS_IN_A_ROW);
  for (size_t t = 0; t < cast->panel_count; t++)
    if (!write_panel(&sheet, cast, t, &axes, err)) {
      sheet_discard(&sheet);
      return false;
    }
  return sheet_end(&sheet, plots_report_lines_gp, "benchmark", caption, err);
}

static bool show(struct work *work, const struct benchmark *benchmark, struct error *err) {
  struct cast cast;
  struct data_table table = {.count = 0}, data = {.count = 0};
  char caption[512];
  find_cast(&cast, benchmark);
  page_section(&work->page, "Time and quality, program by program");
  (void)snprintf(caption, sizeof caption,
                 "Measured on %s%s%s; medians of searches with different seeds; ratios are to the proven optimum.",
                 benchmark->machine[0] == '\0' ? "one machine" : benchmark->machine,
                 benchmark->date[0] == '\0' ? "" : ", ", benchmark->date);
  if (!draw(work, &cast, caption, err))
    return false;
  if (!fill_table(&data, &cast, err) || !fill_table(&table, &cast, err)) {
    data_table_release(&data);
    data_table_release(&table);
    return false;
  }
  if (work_add_data(work, &data, "benchmark", err))
    return work_add_table(work, &table, "benchmark", caption, err);
  data_table_release(&table);
  return false;
}

bool part_benchmark(struct work *work, struct error *err) {
  if (work->benchmark == NULL) {
    work_missing(work, "Time and quality, program by program",
                 "No measurements were given; --benchmark FILE takes those of tests/bench/side_by_side.py.");
    return true;
  }
  work_begin_part(work, "time and quality");
  return show(work, work->benchmark, err);
}
