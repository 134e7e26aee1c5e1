#include "report/work.h"

#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "text_file.h"

/* An SVG that gnuplot wrote of at most FIGURE_DOTS_MAX dots. */
enum { SVG_MAX = 1 << 26 };

void work_missing(struct work *work, const char *part, const char *format, ...) {
  if (work->missing_count == sizeof work->missing / sizeof work->missing[0])
    return;
  char *const why = work->missing[work->missing_count].why;
  (void)snprintf(work->missing[work->missing_count].part, sizeof work->missing[0].part, "%s", part);
  va_list arguments;
  va_start(arguments, format);
  (void)vsnprintf(why, sizeof work->missing[0].why, format, arguments);
  va_end(arguments);
  work->missing_count++;
  if (work->observer->missing != NULL)
    work->observer->missing(work->observer->context, part, why);
}

bool work_goes_on(const struct work *work, struct error *err) {
  return work->observer->stop == NULL || !work->observer->stop(work->observer->context) ||
         error_set(err, ERROR_INTERRUPTED, "%s: the report is not complete; the same command writes it again",
                   work->request->folder);
}

void work_begin_part(struct work *work, const char *part) {
  if (work->observer->working != NULL)
    work->observer->working(work->observer->context, part);
}

void work_stem(const struct work *work, const char *name, size_t family, int entries, char *text, size_t size) {
  char number[32] = "", count[16] = "";
  if (work->study.family_count > 1)
    (void)snprintf(number, sizeof number, "_%zu", family + 1);
  if (entries > 0)
    (void)snprintf(count, sizeof count, "_%d", entries);
  (void)snprintf(text, size, "%s%s%s", name, number, count);
}

static bool join_path(const struct work *work, const char *subfolder, const char *stem, const char *ending,
                      char path[PATH_MAX], struct error *err) {
  const int length = snprintf(path, PATH_MAX, "%s/%s%s%s.%s", work->request->folder, subfolder,
                              subfolder[0] == '\0' ? "" : "/", stem, ending);
  return (length >= 0 && length < PATH_MAX) ||
         error_set(err, ERROR_IO, "%.200s...: the path is too long", work->request->folder);
}

bool work_deliver(struct work *work, enum report_kind kind, const char *subfolder, const char *stem, const char *ending,
                  const char *text, size_t size, struct error *err) {
  char path[PATH_MAX];
  if (!work_goes_on(work, err) || !join_path(work, subfolder, stem, ending, path, err) ||
      !file_write(path, text, size, err))
    return false;
  if (work->observer->written != NULL)
    work->observer->written(work->observer->context, kind, path);
  return true;
}

/* A table as one of its texts. */
static bool deliver_table(struct work *work, const struct data_table *table, const char *stem, const char *caption,
                          struct error *err) {
  struct text_buffer buffer;
  char *text = NULL;
  if (table->failed)
    return error_memory(err, "a table");
  if (!text_buffer_begin(&buffer, err))
    return false;
  if (caption != NULL)
    data_table_write_latex(buffer.out, table, caption, stem);
  else
    data_table_write_csv(buffer.out, table);
  if (!text_buffer_end(&buffer, &text, err))
    return false;
  const bool ok = work_deliver(work, caption != NULL ? REPORT_TABLE : REPORT_DATA, caption != NULL ? "tables" : "data",
                               stem, caption != NULL ? "tex" : "csv", text, strlen(text), err);
  free(text);
  return ok;
}

bool work_add_table(struct work *work, struct data_table *table, const char *stem, const char *caption,
                    struct error *err) {
  char whole[2048];
  (void)snprintf(whole, sizeof whole, "%s %s", caption, work->origin);
  const bool ok = deliver_table(work, table, stem, whole, err);
  if (ok)
    page_table(&work->page, table, whole);
  data_table_release(table);
  return ok;
}

bool work_add_data(struct work *work, struct data_table *table, const char *stem, struct error *err) {
  const bool ok = deliver_table(work, table, stem, NULL, err);
  data_table_release(table);
  return ok;
}

bool work_add_figure(struct work *work, const char *stem, const char *caption, struct error *err) {
  char path[PATH_MAX], whole[2048], *svg = NULL;
  size_t size = 0;
  if (!join_path(work, "figures", stem, "svg", path, err) || !text_file_read(path, SVG_MAX, &svg, &size, err))
    return false;
  (void)snprintf(whole, sizeof whole, "%s %s", caption, work->origin);
  page_figure(&work->page, svg, stem, whole);
  free(svg);
  return true;
}
