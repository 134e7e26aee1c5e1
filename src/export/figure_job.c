#include "export/figure_job.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

bool figure_job_add(struct figure_job *job, const char *script, const char *stem, struct error *err) {
  if (job->count == job->capacity) {
    const size_t capacity = job->capacity == 0 ? 16 : 2 * job->capacity;
    struct figure_sheet *const moved = realloc(job->sheet, capacity * sizeof *moved);
    if (moved == NULL)
      return error_memory(err, "figures");
    job->sheet = moved;
    job->capacity = capacity;
  }
  struct figure_sheet *const sheet = &job->sheet[job->count++];
  sheet->script = script;
  (void)snprintf(sheet->stem, sizeof sheet->stem, "%s", stem);
  for (char *c = sheet->stem; *c != '\0'; c++)
    if (!isalnum((unsigned char)*c) && strchr("_.+-", *c) == NULL)
      *c = '_';
  return true;
}

bool figure_job_script(const struct figure_job *job, const char *name, const char *text, struct error *err) {
  char path[64];
  (void)snprintf(path, sizeof path, "%s.gp", name);
  FILE *out = scratch_create(&job->scratch, path, err);
  if (out == NULL)
    return false;
  (void)fputs(text, out);
  return scratch_finish(&job->scratch, out, path, err);
}

FILE *figure_job_create(const struct figure_job *job, size_t number, const char *name, struct error *err) {
  char path[96];
  (void)snprintf(path, sizeof path, "%zu_%s", number, name);
  return scratch_create(&job->scratch, path, err);
}

bool figure_job_finish(const struct figure_job *job, FILE *file, struct error *err) {
  return scratch_finish(&job->scratch, file, "columns", err);
}

void figure_write_name(FILE *out, const char *array, size_t index, const char *text) {
  (void)fprintf(out, "%s[%zu] = '", array, index);
  for (; *text != '\0'; text++) {
    if (*text == '\'')
      (void)fputc('\'', out);
    (void)fputc(iscntrl((unsigned char)*text) ? ' ' : *text, out);
  }
  (void)fputs("'\n", out);
}

size_t figure_function_number(const struct results *results, const struct function *function) {
  bool shared = false;
  for (size_t f = 0; f < results->function_count; f++)
    shared = shared || (&results->functions[f] != function && strcmp(results->functions[f].name, function->name) == 0);
  return shared ? (size_t)(function - results->functions) + 1 : 0;
}

void figure_function_label(const struct results *results, const struct function *function, char *text, size_t size) {
  if (figure_function_number(results, function) > 0)
    (void)snprintf(text, size, "%s [%g, %g]", function->name, function->lo, function->hi);
  else
    (void)snprintf(text, size, "%s", function->name);
}
