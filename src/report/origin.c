/* Where the figures of a report come from. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "report/work.h"
#include "version.h"

/* Append to a text that ends where its buffer does. */
static void append(char *text, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void append(char *text, size_t size, const char *format, ...) {
  const size_t length = strlen(text);
  va_list arguments;
  va_start(arguments, format);
  (void)vsnprintf(text + length, size - length, format, arguments);
  va_end(arguments);
}

enum { SEEDS_MAX = 6 };

/* "seed 1", "seeds 1, 2, 3", or how many there are. */
static void append_seeds(char *text, size_t size, const struct results *results) {
  uint64_t seed[SEEDS_MAX + 1];
  size_t count = 0;
  for (size_t p = 0; p < results->point_count && count <= SEEDS_MAX; p++) {
    size_t i = 0;
    while (i < count && seed[i] != results->points[p].seed)
      i++;
    if (i == count)
      seed[count++] = results->points[p].seed;
  }
  if (count == 0)
    return;
  append(text, size, count == 1 ? ", seed" : ", seeds");
  for (size_t i = 0; i < count && i < SEEDS_MAX; i++)
    append(text, size, "%s %llu", i > 0 ? "," : "", (unsigned long long)seed[i]);
  if (count > SEEDS_MAX)
    append(text, size, " and more");
}

void origin_describe(struct work *work) {
  const struct results *const results = work->about;
  char *const text = work->origin;
  const size_t size = sizeof work->origin;
  (void)snprintf(text, size, "Sweep %s", results->sweep_name[0] == '\0' ? "without a name" : results->sweep_name);
  append_seeds(text, size, work->results);
  if (results->run_count > 0) {
    const struct run_record *const run = &results->runs[results->run_count - 1];
    append(text, size, "; lutdse %s (%s) on %s", run->version, run->commit, run->device);
    if (results->run_count > 1)
      append(text, size, ", the last of %zu runs", results->run_count);
  }
  append(text, size, ".");
}

static void show_runs(struct work *work) {
  static const char *const titles[] = {"Started", "Version", "Commit", "Host", "Device", "Driver", "Command"};
  const struct results *const results = work->about;
  struct data_table table = {.count = 0};
  for (size_t c = 0; c < sizeof titles / sizeof titles[0]; c++)
    data_table_column(&table, true, "%s", titles[c]);
  data_table_column(&table, false, "Points");
  data_table_column(&table, false, "Evaluations");
  data_table_column(&table, false, "Seconds");
  for (size_t r = 0; r < results->run_count; r++) {
    const struct run_record *const run = &results->runs[r];
    const char *const texts[] = {run->started, run->version, run->commit, run->host,
                                 run->device,  run->driver,  run->command};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
      data_table_text(&table, "%s", texts[i]);
    data_table_count(&table, (double)run->points);
    data_table_number(&table, (double)run->evaluations, 4);
    data_table_number(&table, run->seconds, 4);
  }
  page_table(&work->page, &table, "The runs that made the results.");
  data_table_release(&table);
}

void part_missing(struct work *work) {
  if (work->missing_count == 0)
    return;
  page_section(&work->page, "What is left out");
  page_list_begin(&work->page);
  for (size_t i = 0; i < work->missing_count; i++)
    page_list_item(&work->page, work->missing[i].part, work->missing[i].why);
  page_list_end(&work->page);
}

void part_origin(struct work *work) {
  page_section(&work->page, "Where this comes from");
  page_paragraph(&work->page, "Written by lutdse %s (%s) from %s.", LUTDSE_VERSION, LUTDSE_COMMIT, work->source->path);
  if (work->about->run_count > 0)
    show_runs(work);
  if (work->about->sweep_text != NULL)
    page_listing(&work->page, "The sweep", work->about->sweep_text);
}
