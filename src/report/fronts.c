/* The fronts of a report, whatever the size of the file. */
#include <stdlib.h>
#include <string.h>

#include "report/work.h"

/* Views without a design that compares show nothing. */
static void drop_empty(struct front_views *views) {
  size_t kept = 0;
  for (size_t i = 0; i < views->count; i++) {
    if (views->view[i].front_count > 0) {
      const struct front_view moved = views->view[kept];
      views->view[kept++] = views->view[i];
      views->view[i] = moved;
    }
  }
  for (size_t i = kept; i < views->count; i++) {
    free(views->view[i].all);
    free(views->view[i].front);
  }
  views->count = kept;
}

bool work_fronts_make(struct work_fronts *out, struct work *work, enum cost_metric cost, struct error *err) {
  const struct report_request *const request = work->request;
  *out = (struct work_fronts){.results = work->results};
  if (work->large) {
    const struct digest_request digest = {
        .filter = request->filter, .error = request->error, .cost = cost, .dots = true};
    if (!digest_make(&out->digest, work->source, &digest, err))
      return false;
    out->results = &out->digest.members;
    out->views = out->digest.views;
    out->digest.views = (struct front_views){.count = 0};
  } else if (!front_views_make(&out->views, work->results, &request->filter, request->error, cost, err)) {
    return false;
  }
  drop_empty(&out->views);
  if (out->views.count > 0)
    return true;
  work_fronts_release(out);
  return error_set(err, ERROR_NOTHING_FOUND, "no design has both %s and %s", error_metric_name(request->error),
                   cost_metric_name(cost));
}

void work_fronts_release(struct work_fronts *fronts) {
  front_views_release(&fronts->views);
  digest_release(&fronts->digest);
  *fronts = (struct work_fronts){.results = NULL};
}
