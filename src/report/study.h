/*
 * What a results file tells of methods side by side. A setting is a function with its formats, scales, tails and so on:
 * what all methods are given alike. A cell is what one method found for a setting and an entry count, over its seeds
 * and repeats. Settings that differ in function and formats alone are a family, which shares its figures.
 */
#ifndef LUTDSE_REPORT_STUDY_H
#define LUTDSE_REPORT_STUDY_H

#include "front/front.h"
#include "report/methods.h"

enum { STUDY_LABEL = 160, STUDY_ENTRIES_MAX = 4, STUDY_SETTINGS_MAX = 12 /* of a family */, STUDY_FAMILIES_MAX = 6 };

/* One point: where it belongs, and what it found. */
struct study_place {
  size_t setting, method, point;
  int entries;
  uint64_t key;  /* searches that differ in hardware alone are one */
  double figure; /* the error of its first design */
};

struct study_setting {
  const struct point *as;
  size_t family;
  size_t first, count;     /* its places; in order of entries, methods and figures */
  size_t methods;          /* how many it has, the proven optimum among them */
  char label[STUDY_LABEL]; /* the function, and the formats where the family has several */
};

struct study_family {
  size_t first, count;           /* its settings that are compared, in study.shown */
  size_t entries_count, methods; /* the entry counts to show; the most methods that a setting has */
  int entries[STUDY_ENTRIES_MAX];
  char label[STUDY_LABEL]; /* "8-bit input, scales 1 to 2^-6, free tails" */
};

struct study {
  const struct results *results;
  enum error_metric error;
  struct methods methods;
  size_t place_count, setting_count, family_count, shown_count;
  struct study_place *place;     /* owned */
  struct study_setting *setting; /* owned */
  struct study_family *family;   /* owned; those with most methods first; at most STUDY_FAMILIES_MAX */
  size_t *shown;                 /* owned; numbers of settings */
  size_t hidden;                 /* settings that are not shown */
};

/* Fails with ERROR_NOTHING_FOUND if no design passes the filter, with ERROR_INTERNAL if memory runs out. */
bool study_make(struct study *out, const struct results *results, const struct design_filter *filter,
                enum error_metric error, struct error *err);
void study_release(struct study *study);

struct study_cell {
  size_t searches; /* 0: the method has no design, or was not asked */
  double median, best, worst;
  size_t point;       /* SIZE_MAX, or a search whose error is the median, or the next below it */
  double evaluations; /* the median; NaN for proofs */
};

/* What a method found. The optimum counts as one search where it is proven. */
struct study_cell study_cell(const struct study *study, const struct study_setting *setting, int entries,
                             size_t method);

/* The methods that have a figure for any of a family's settings and entry counts. */
void study_methods(const struct study *study, const struct study_family *family, bool use[METHODS_MAX]);

/* The proven optimum, NaN if there is none. */
double study_optimum(const struct study *study, const struct study_setting *setting, int entries);

/* The places of a method, the first of *count; searches that differ in hardware alone are neighbours. */
const struct study_place *study_places(const struct study *study, const struct study_setting *setting, int entries,
                                       size_t method, size_t *count);

#endif
