/*
 * Fuzz target: any bytes as the status file of a run. Whoever looks at the run must get an answer, for people and as
 * JSON, whatever the file says.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "cli/status_print.h"
#include "store/sample.h"
#include "target.h"

static void print(const struct status_list *list) {
  char *text = NULL;
  size_t size = 0;
  FILE *const out = open_memstream(&text, &size);
  target_require(out != NULL);
  status_print_entry(&list->entry[0], out);
  target_require(status_print_list(list, out));
  target_require(fclose(out) == 0 && size > 0);
  free(text);
  json_t *const json = status_json(list);
  target_require(json_is_array(json) && json_array_size(json) == 1);
  char *const dumped = json_dumps(json, 0);
  target_require(dumped != NULL);
  free(dumped);
  json_decref(json);
}

static void look(const char *results) {
  struct status_list list;
  struct error err = {.kind = ERROR_NONE};
  char path[256];
  (void)snprintf(path, sizeof path, "%s", results);
  char *paths[] = {path};
  target_require(status_list_look(&list, paths, 1, &(struct status_list){.count = 0}, &err));
  target_require(list.count == 1);
  print(&list);
  status_list_release(&list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char results[256], folder[272], path[300];
  char *const place = sample_folder();
  (void)snprintf(results, sizeof results, "%s/x.h5", place);
  (void)snprintf(folder, sizeof folder, "%s.parts", results);
  (void)snprintf(path, sizeof path, "%s/status.json", folder);
  FILE *file = NULL;
  target_require(mkdir(folder, 0777) == 0 && (file = fopen(path, "w")) != NULL);
  target_require(size == 0 || fwrite(data, 1, size, file) == size);
  target_require(fclose(file) == 0);
  look(results);
  sample_folder_delete(place);
  return 0;
}
