/* One pass over a source: fronts of the designs that pass a filter, and their points. Internal to src/front/. */
#ifndef LUTDSE_FRONT_DIGEST_SCAN_H
#define LUTDSE_FRONT_DIGEST_SCAN_H

#include "front/keeper.h"
#include "front/source.h"

struct digest_scan {
  const struct design_filter *filter;
  gather_accepts *within; /* which of these may be in fronts; NULL: all */

  /* Told of every design that passes the filter, in order. May be NULL. */
  gather_each *each;
  void *context; /* whatever these need: their own context is the scan */

  struct gather gather; /* of one pair of metrics */
  struct keeper keeper;
  const bool *known; /* of the slice at hand */
  bool uniform;      /* whether any point has no weight */
};

/* Scan all of a source. Fails as source_scan() does, and with ERROR_NOTHING_FOUND if no design passes the filter. */
bool digest_scan_run(struct digest_scan *scan, struct front_source *source, enum error_metric error,
                     enum cost_metric cost, struct error *err);
void digest_scan_release(struct digest_scan *scan);

/* Fail with ERROR_NOTHING_FOUND, in the words of front_fail_no_match(). */
bool digest_scan_fail_no_match(const struct digest_scan *scan, const char *path, struct error *err);

#endif
