#include "report/study.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "key_table.h"
#include "model/spec_content.h"
#include "report/study_labels.h"

static struct table_key key_of(const void *content, size_t size) {
  const XXH128_hash_t hash = XXH3_128bits(content, size);
  return (struct table_key){hash.high64, hash.low64};
}

/* What all methods are given alike, without gaps. */
struct setting_content {
  const struct function *function;
  const struct weight *weight;
  struct spec_content spec;
};

static struct table_key setting_key(const struct spec *spec) {
  const struct setting_content content = {spec->function, spec->weight, spec_content(spec)};
  return key_of(&content, sizeof content);
}

static struct table_key family_key(const struct spec *spec) {
  struct setting_content content = {NULL, spec->weight, spec_content(spec)};
  struct spec_content *const of = &content.spec;
  of->slope_bits = of->slope_frac = of->intercept_bits = of->intercept_frac = 0;
  of->slope_significant = of->slope_significant != 0;
  of->intercept_significant = of->intercept_significant != 0;
  return key_of(&content, sizeof content);
}

struct numbering {
  struct key_table settings, families;
};

/* The setting of a point, and if it is a new one its family. */
static bool number_setting(struct study *study, struct numbering *numbering, const struct point *point, size_t *number,
                           struct error *err) {
  bool added = false, other = false;
  size_t family = 0;
  if (!key_table_add(&numbering->settings, setting_key(&point->spec), number, &added) ||
      (added && !key_table_add(&numbering->families, family_key(&point->spec), &family, &other)))
    return error_memory(err, "a report");
  if (added)
    study->setting[*number] = (struct study_setting){.as = point, .family = family};
  return true;
}

/* The places of the points in use, and their settings and families. */
static bool number_places(struct study *study, const bool *use, struct numbering *numbering, struct error *err) {
  for (size_t p = 0; p < study->results->point_count; p++) {
    if (!use[p])
      continue;
    const struct point *const point = &study->results->points[p];
    struct study_place place = {.method = methods_find(&study->methods, &point->engine),
                                .point = p,
                                .entries = point->spec.entries,
                                .key = point->key};
    if (!number_setting(study, numbering, point, &place.setting, err))
      return false;
    study->place[study->place_count++] = place;
  }
  study->setting_count = numbering->settings.count;
  study->family_count = numbering->families.count;
  return true;
}

static int compare_places(const void *left, const void *right) {
  const struct study_place *const a = left, *const b = right;
  if (a->setting != b->setting)
    return a->setting < b->setting ? -1 : 1;
  if (a->entries != b->entries)
    return a->entries < b->entries ? -1 : 1;
  if (a->method != b->method)
    return a->method < b->method ? -1 : 1;
  /* A NaN (no design) goes to the end. */
  if (isnan(a->figure) != isnan(b->figure))
    return isnan(a->figure) ? 1 : -1;
  if (!isnan(a->figure) && a->figure != b->figure)
    return a->figure < b->figure ? -1 : 1;
  if (a->key != b->key)
    return a->key < b->key ? -1 : 1;
  return (a->point > b->point) - (a->point < b->point);
}

static void sort_places(struct study *study) {
  for (size_t i = 0; i < study->place_count; i++) {
    struct study_place *const place = &study->place[i];
    const struct outcome *const outcome = &study->results->outcomes[place->point];
    place->figure = outcome->design_count == 0
                        ? (double)NAN
                        : design_error(&study->results->designs[outcome->first_design], study->error);
  }
  qsort(study->place, study->place_count, sizeof *study->place, compare_places);
  for (size_t i = study->place_count; i-- > 0;) {
    struct study_setting *const setting = &study->setting[study->place[i].setting];
    setting->first = i;
    setting->count++;
  }
}

/* The points whose designs pass the filter; whether any has a proven optimum in the metric of the study. */
static size_t choose_points(const struct study *study, const struct design_filter *filter, bool *use, bool *proven) {
  size_t count = 0;
  for (size_t p = 0; p < study->results->point_count; p++) {
    const struct outcome *const outcome = &study->results->outcomes[p];
    use[p] = outcome->design_count > 0 && front_accepts(study->results, filter, outcome->first_design);
    count += use[p];
    *proven = *proven || (use[p] && outcome->optimum.kind == OPTIMUM_EXACT &&
                          point_metric(&study->results->points[p]) == study->error);
  }
  return count;
}

static bool fill(struct study *study, const bool *use, struct error *err) {
  struct numbering numbering = {.settings = {.count = 0}};
  const bool ok = number_places(study, use, &numbering, err);
  key_table_release(&numbering.settings);
  key_table_release(&numbering.families);
  if (!ok)
    return false;
  sort_places(study);
  study->family = calloc(study->family_count + 1, sizeof *study->family);
  study->shown = calloc(study->setting_count + 1, sizeof *study->shown);
  if (study->family == NULL || study->shown == NULL)
    return error_memory(err, "a report");
  study_choose(study);
  study_name(study);
  return true;
}

bool study_make(struct study *out, const struct results *results, const struct design_filter *filter,
                enum error_metric error, struct error *err) {
  *out = (struct study){.results = results, .error = error};
  bool *use = calloc(results->point_count + 1, sizeof *use), proven = false;
  if (use == NULL)
    return error_memory(err, "a report");
  const size_t count = choose_points(out, filter, use, &proven);
  bool ok = count > 0 || front_fail_no_match(results, filter, err);
  if (ok) {
    out->methods = methods_make(results, use, error, proven);
    out->place = calloc(count + 1, sizeof *out->place);
    out->setting = calloc(count + 1, sizeof *out->setting);
    ok = out->place != NULL && out->setting != NULL ? fill(out, use, err) : error_memory(err, "a report");
  }
  free(use);
  if (!ok)
    study_release(out);
  return ok;
}

void study_release(struct study *study) {
  free(study->place);
  free(study->setting);
  free(study->family);
  free(study->shown);
  *study = (struct study){.place_count = 0};
}
