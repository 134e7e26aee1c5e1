#include "cli/report_print.h"

#include <stdio.h>
#include <stdlib.h>

#include "cli/json_print.h"
#include "cli/stop.h"

bool report_print_begin(struct report_print *print, const char *folder, bool json, bool quiet, struct error *err) {
  *print = (struct report_print){.json = json, .quiet = quiet};
  if (!json)
    return text_buffer_begin(&print->list, err);
  print->whole =
      json_pack("{s:s, s:[], s:[], s:[], s:[], s:[]}", "folder", folder, "page", "figure", "table", "data", "left_out");
  return true;
}

/* Append to one of the lists; whatever fails is told at the end. */
static void append(struct report_print *print, const char *list, json_t *item) {
  json_t *const array = json_object_get(print->whole, list);
  if (json_array_append_new(array, item) == 0 || print->whole == NULL)
    return;
  json_decref(print->whole);
  print->whole = NULL;
}

static void written(void *context, enum report_kind kind, const char *path) {
  struct report_print *const print = context;
  if (print->json)
    append(print, report_kind_name(kind), json_string(path));
  else
    (void)fprintf(print->list.out, "%s\n", path);
}

static void working(void *context, const char *part) {
  const struct report_print *const print = context;
  if (!print->quiet)
    (void)fprintf(stderr, "lutdse: report: %s\n", part);
}

static void missing(void *context, const char *part, const char *why) {
  struct report_print *const print = context;
  if (print->json)
    append(print, "left_out", json_pack("{s:s, s:s}", "part", part, "why", why));
}

struct report_observer report_print_observer(struct report_print *print) {
  return (struct report_observer){print, written, working, missing, stop_requested};
}

static bool print_list(struct report_print *print, bool ok, struct error *err) {
  struct error ignored;
  char *text = NULL;
  if (!text_buffer_end(&print->list, &text, ok ? err : &ignored))
    return false;
  if (ok)
    (void)fputs(text, stdout);
  free(text);
  return ok;
}

static bool print_json(struct report_print *print, bool ok, struct error *err) {
  json_t *const whole = print->whole;
  print->whole = NULL;
  if (!ok) {
    json_decref(whole);
    return false;
  }
  if (whole == NULL)
    return error_set(err, ERROR_INPUT,
                     "the report is there, but its folder's name is not UTF-8 and cannot be told in JSON");
  return json_print(whole, stdout, "JSON of the report", err);
}

bool report_print_end(struct report_print *print, bool ok, struct error *err) {
  return print->json ? print_json(print, ok, err) : print_list(print, ok, err);
}
