#include "cli/json_print.h"
#include "cli/optimum_print.h"
#include "cli/status_print.h"

/* A value of the report, or null. */
static json_t *value(const struct status_entry *entry, const char *key) {
  /* jansson counts references within what the caller sees as constant. */
  json_t *found = (json_t *)status_value(entry, key);
  return found != NULL ? json_incref(found) : json_null();
}

/* Files may have names that are not UTF-8. */
static json_t *path_text(const char *path) {
  json_t *text = json_string(path);
  return text != NULL ? text : json_null();
}

static json_t *optional(const char *text) { return text != NULL && text[0] != '\0' ? path_text(text) : json_null(); }

static json_t *array_of(const struct status_entry *entry, const char *key) {
  json_t *found = (json_t *)status_value(entry, key);
  return json_is_array(found) ? json_incref(found) : json_array();
}

static json_t *results_json(const struct status_entry *entry) {
  const struct status_results *results = &entry->results;
  if (entry->state != STATUS_COMPLETE)
    return json_null();
  return json_pack("{s:I, s:I, s:I, s:f, s:s, s:s, s:o, s:I}", "points", (json_int_t)results->points, "designs",
                   (json_int_t)results->designs, "evaluations", (json_int_t)results->evaluations, "seconds",
                   results->seconds, "finished", results->finished, "version", results->version, "devices",
                   path_text(results->devices), "runs", (json_int_t)results->runs);
}

static json_t *share(const struct status_entry *entry) {
  return entry->state == STATUS_COMPLETE ? json_real(1) : value(entry, "share");
}

/* What only a run that lives has. */
static json_t *live(const struct status_entry *entry, const char *key) {
  return entry->state == STATUS_RUNNING ? value(entry, key) : json_null();
}

static json_t *count_or_null(size_t count) { return count > 0 ? json_integer((json_int_t)count) : json_null(); }

static json_t *who(const struct status_entry *entry) {
  return json_pack("{s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "path", path_text(entry->path),
                   "state", status_state_name(entry->state), "reason", optional(entry->reason), "phase",
                   live(entry, "state"), "host", optional(status_host(entry)), "pid",
                   count_or_null((size_t)status_pid(entry)), "started", optional(status_since(entry)), "updated",
                   value(entry, "updated"), "age_s", optimum_json_number(entry->age), "sweep", value(entry, "sweep"),
                   "sweep_file", value(entry, "sweep_file"), "shard", value(entry, "shard"));
}

static json_t *how_far(const struct status_entry *entry) {
  return json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:I, s:o, s:o, s:o}", "done",
                   (json_int_t)entry->done, "points",
                   status_knows_points(entry) ? json_integer((json_int_t)entry->points) : json_null(), "computed",
                   value(entry, "computed"), "found_before", value(entry, "found_before"), "share", share(entry),
                   "rate", value(entry, "rate"), "rate_last_minute", live(entry, "rate_last_minute"), "proofs",
                   value(entry, "proofs"), "eta_s", live(entry, "eta_s"), "time_left_s", live(entry, "time_left_s"),
                   "devices", array_of(entry, "devices"), "damaged_parts", (json_int_t)entry->damaged, "notes",
                   array_of(entry, "notes"), "best", value(entry, "best"), "results", results_json(entry));
}

json_t *status_json(const struct status_list *list) {
  json_t *array = json_array();
  for (size_t i = 0; i < list->count; i++) {
    json_t *object = who(&list->entry[i]), *more = how_far(&list->entry[i]);
    if (object == NULL || more == NULL || json_object_update(object, more) != 0) {
      json_decref(object);
      object = NULL;
    }
    json_decref(more);
    json_append(&array, object);
  }
  return array;
}
