#include "report/report.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "export/gnuplot.h"
#include "front/collect.h"
#include "report/benchmark.h"
#include "report/work.h"

const char *report_kind_name(enum report_kind kind) {
  static const char *const names[REPORT_KINDS] = {"page", "figure", "table", "data"};
  return names[kind];
}

static bool make_folder(const char *folder, const char *subfolder, struct error *err) {
  char path[PATH_MAX];
  const int length = snprintf(path, sizeof path, "%s%s%s", folder, subfolder[0] == '\0' ? "" : "/", subfolder);
  if (length < 0 || (size_t)length >= sizeof path)
    return error_set(err, ERROR_IO, "%.200s...: the path is too long", folder);
  if (mkdir(path, 0777) != 0 && errno != EEXIST)
    return error_set(err, ERROR_IO, "%s: cannot create the folder: %s; choose another with --output", path,
                     strerror(errno));
  struct stat status;
  if (stat(path, &status) == 0 && !S_ISDIR(status.st_mode))
    return error_set(err, ERROR_IO, "%s: is there and is no folder; choose another with --output", path);
  return true;
}

static bool make_folders(const char *folder, struct error *err) {
  return make_folder(folder, "", err) && make_folder(folder, "figures", err) && make_folder(folder, "tables", err) &&
         make_folder(folder, "data", err);
}

/* What needs all designs in memory. */
static bool write_study(struct work *work, struct error *err) {
  if (!work->large)
    return part_comparison(work, err) && part_scales(work, err);
  work_missing(
      work, "Methods side by side, scales, entries and bits, convergence",
      "The file has more than %d designs, of which only fronts are shown; choose some, by --grid or --function "
      "for instance.",
      REPORT_DESIGNS_MAX);
  return true;
}

static bool write_parts(struct work *work, struct error *err) {
  return write_study(work, err) && part_curves(work, err) && part_fronts(work, err) &&
         (work->large || part_formats(work, err)) && part_published(work, err) &&
         (work->large || (part_convergence(work, err) && part_operators(work, err) && part_spread(work, err))) &&
         part_benchmark(work, err);
}

static bool write_page(struct work *work, struct error *err) {
  char title[128], about[640], *text = NULL;
  part_missing(work);
  part_origin(work);
  (void)snprintf(title, sizeof title, "%s",
                 work->about->sweep_name[0] == '\0' ? "Look-up tables" : work->about->sweep_name);
  (void)snprintf(about, sizeof about, "Look-up tables for quantised networks. %s", work->origin);
  if (!page_end(&work->page, title, about, &text, err))
    return false;
  const bool ok = work_deliver(work, REPORT_PAGE, "", "report", "html", text, strlen(text), err);
  free(text);
  return ok;
}

static bool write_all(struct work *work, struct error *err) {
  origin_describe(work);
  if (!page_begin(&work->page, err))
    return false;
  if (write_parts(work, err))
    return write_page(work, err);
  page_discard(&work->page);
  return false;
}

/* With all designs in memory, those that were chosen where all are too many, or none of them. */
static bool collect(struct results *results, struct front_source *source, const struct report_request *request,
                    bool *large, struct error *err) {
  static const struct design_filter none;
  const struct design_filter *const filters[] = {NULL, &request->filter};
  const bool filtered = memcmp(filters[1], &none, sizeof none) != 0;
  *large = true;
  for (int i = 0; i < 2 && *large; i++) {
    if ((i == 0 && source->reader != NULL && store_reader_designs(source->reader) > REPORT_DESIGNS_MAX) ||
        (i == 1 && !filtered))
      continue;
    if (!collect_designs(results, source, filters[i], REPORT_DESIGNS_MAX, large, err))
      return false;
    if (*large)
      results_release(results);
  }
  return true;
}

/* Once what is asked for could be read. */
static bool write_collected(struct work *work, struct error *err) {
  const struct report_request *const request = work->request;
  bool ok = work->large || study_make(&work->study, work->results, &request->filter, request->error, err);
  ok = ok && make_folders(request->folder, err) && write_all(work, err);
  study_release(&work->study);
  /* What stops this program from the keyboard stops gnuplot as well, which then seems to fail. */
  if (!ok)
    (void)work_goes_on(work, err);
  return ok;
}

bool report_check(const struct report_request *request, struct error *err) {
  struct benchmark benchmark = {.count = 0};
  if (request->benchmark != NULL && !benchmark_read(&benchmark, request->benchmark, err))
    return false;
  benchmark_release(&benchmark);
  return gnuplot_check(request->gnuplot, err);
}

bool report_write(struct front_source *source, const struct report_request *request,
                  const struct report_observer *observer, struct error *err) {
  struct results results;
  struct benchmark benchmark = {.count = 0};
  struct work work = {
      .request = request, .observer = observer, .source = source, .results = &results, .about = &results};
  if (!report_check(request, err) ||
      (request->benchmark != NULL && !benchmark_read(&benchmark, request->benchmark, err)))
    return false;
  work.benchmark = request->benchmark != NULL ? &benchmark : NULL;
  results_init(&results);
  bool ok = collect(&results, source, request, &work.large, err);
  if (ok && source->reader != NULL)
    work.about = store_reader_head(source->reader);
  ok = ok && write_collected(&work, err);
  results_release(&results);
  benchmark_release(&benchmark);
  return ok;
}
