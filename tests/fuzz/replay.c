/*
 * Runs a fuzz target over files and over all files of folders, once each: what was found stays fixed, also in builds
 * without libFuzzer.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "file.h"
#include "target.h"

static int run_file(const char *path) {
  void *data = NULL;
  size_t size = 0;
  struct error err = {.kind = ERROR_NONE};
  if (!file_read(path, &data, &size, &err)) {
    (void)fprintf(stderr, "%s\n", err.text);
    return -1;
  }
  (void)printf("%s\n", path);
  (void)fflush(stdout); /* of what comes next, only a crash may be left */
  /* A copy without a byte to spare, so that sanitizers see every step beyond its end. */
  uint8_t *const exact = malloc(size == 0 ? 1 : size);
  target_require(exact != NULL);
  for (size_t i = 0; i < size; i++)
    exact[i] = ((const uint8_t *)data)[i];
  (void)LLVMFuzzerTestOneInput(exact, size);
  free(exact);
  free(data);
  return 1;
}

static int is_visible(const struct dirent *entry) { return entry->d_name[0] != '.'; }

/* How many inputs were run; negative if one cannot be read. */
static int run(const char *path) {
  struct stat status;
  if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode))
    return run_file(path);
  struct dirent **names = NULL;
  const int count = scandir(path, &names, is_visible, alphasort);
  int runs = 0;
  for (int i = 0; i < count; i++) {
    char name[4096];
    (void)snprintf(name, sizeof name, "%s/%s", path, names[i]->d_name);
    const int done = runs < 0 ? -1 : run(name);
    runs = done < 0 ? -1 : runs + done;
    free(names[i]);
  }
  free(names);
  return runs;
}

int main(int argc, char **argv) {
  int runs = 0;
  for (int i = 1; i < argc && runs >= 0; i++) {
    const int done = run(argv[i]);
    runs = done < 0 ? -1 : runs + done;
  }
  (void)printf("%d inputs\n", runs);
  return runs > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
