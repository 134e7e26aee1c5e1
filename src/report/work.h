/* A report under way: what its parts share. Internal to src/report/. */
#ifndef LUTDSE_REPORT_WORK_H
#define LUTDSE_REPORT_WORK_H

#include "front/digest.h"
#include "report/page.h"
#include "report/report.h"
#include "report/study.h"

struct benchmark;

struct work {
  const struct report_request *request;
  const struct report_observer *observer;
  struct front_source *source;
  const struct results *results; /* all designs that count; none where they are too many */
  const struct results *about;   /* what holds the sweep's name and text, and the runs */
  bool large;                    /* it is too large: only fronts are at hand, and no study */
  struct study study;
  const struct benchmark *benchmark; /* NULL: none was given */
  struct page page;
  struct {
    char part[64], why[512];
  } missing[24];
  size_t missing_count;
  char origin[512]; /* what every caption ends with: "Sweep paper, seeds 1, 2; lutdse 1.0 (commit ...), cpu." */
};

/* Say that a part of the report is missing, and what a sweep needs for it. */
void work_missing(struct work *work, const char *part, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* A part begins. */
void work_begin_part(struct work *work, const char *part);

/* Whether nobody asked for a stop; else fails with ERROR_INTERRUPTED. */
bool work_goes_on(const struct work *work, struct error *err);

/* Write a whole text to FOLDER/SUBFOLDER/STEM.ENDING, and tell of it. */
bool work_deliver(struct work *work, enum report_kind kind, const char *subfolder, const char *stem, const char *ending,
                  const char *text, size_t size, struct error *err);

/*
 * Put a table on the page and write it as tables/STEM.tex. Frees it. The caption gets the origin. Fails with ERROR_IO,
 * or ERROR_INTERNAL if memory ran out.
 */
bool work_add_table(struct work *work, struct data_table *table, const char *stem, const char *caption,
                    struct error *err);

/* Write a table as data/STEM.csv alone. Frees it. Fails likewise. */
bool work_add_data(struct work *work, struct data_table *table, const char *stem, struct error *err);

/* Add FOLDER/figures/STEM.svg, which is there, to the page. */
bool work_add_figure(struct work *work, const char *stem, const char *caption, struct error *err);

/* A file's name without ending: NAME, _FAMILY (from 1) where there are several, and _ENTRIES unless it is 0. */
void work_stem(const struct work *work, const char *name, size_t family, int entries, char *text, size_t size);

/* Fronts in one cost, and the results that their designs are in. */
struct work_fronts {
  struct digest digest; /* of files too large for memory */
  const struct results *results;
  struct front_views views; /* each has a member */
};

/* Fails with ERROR_NOTHING_FOUND if no design passes the filter, or as the source does. */
bool work_fronts_make(struct work_fronts *out, struct work *work, enum cost_metric cost, struct error *err);
void work_fronts_release(struct work_fronts *fronts);

/* The table of published units beside the cost model. */
bool published_table(struct work *work, struct error *err);

/* The parts, in the order of the page. */
bool part_comparison(struct work *work, struct error *err);
bool part_scales(struct work *work, struct error *err);
bool part_curves(struct work *work, struct error *err);
bool part_fronts(struct work *work, struct error *err);
bool part_formats(struct work *work, struct error *err);
bool part_published(struct work *work, struct error *err);
bool part_convergence(struct work *work, struct error *err);
bool part_operators(struct work *work, struct error *err);
bool part_spread(struct work *work, struct error *err);
bool part_benchmark(struct work *work, struct error *err);
void part_origin(struct work *work);
void part_missing(struct work *work);

/* Fill in work->origin. */
void origin_describe(struct work *work);

#endif
