/*
 * Fuzz target: any bytes as measurements of programs. They must be refused with one line of message or give records
 * that can be written in every syntax of a report.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/benchmark.h"
#include "report/data_table.h"
#include "target.h"

static void write_table(const struct benchmark *benchmark) {
  struct data_table table = {.count = 0};
  data_table_column(&table, true, "%s|%s", benchmark->machine, benchmark->date);
  data_table_column(&table, false, "mse");
  for (size_t i = 0; i < benchmark->count; i++) {
    data_table_text(&table, "%s", benchmark->record[i].program);
    data_table_number(&table, benchmark->record[i].mse, 3);
  }
  char *text = NULL;
  size_t size = 0;
  FILE *const out = open_memstream(&text, &size);
  target_require(out != NULL && !table.failed);
  data_table_write_html(out, &table);
  data_table_write_latex(out, &table, benchmark->machine, "label");
  data_table_write_csv(out, &table);
  target_require(fclose(out) == 0 && data_table_rows(&table) == benchmark->count);
  free(text);
  data_table_release(&table);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct benchmark benchmark;
  struct error err = {.kind = ERROR_NONE};
  if (!benchmark_parse(&benchmark, (const char *)data, size, "fuzzed", &err)) {
    target_check_refusal(&err);
    return 0;
  }
  for (size_t i = 0; i < benchmark.count; i++)
    target_require(benchmark.record[i].entries > 0 && benchmark.record[i].seconds >= 0 && benchmark.record[i].mse >= 0);
  write_table(&benchmark);
  benchmark_release(&benchmark);
  return 0;
}
