#include "cuda_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <dirent.h>
#include <dlfcn.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The test's state: dlopen() and the log have no other way to it. */
static char libraries[PATH_MAX], folder[64], cached[PATH_MAX];

/* The linker puts these in the place of dlopen() (--wrap), so that no library of the machine's is ever found. */
void *__real_dlopen(const char *file, int mode);
void *__wrap_dlopen(const char *file, int mode);

void *__wrap_dlopen(const char *file, int mode) {
  char path[PATH_MAX + NAME_MAX];
  if (file[0] == '/')
    return NULL;
  (void)snprintf(path, sizeof path, "%s/%s", libraries, file);
  return __real_dlopen(path, mode);
}

void cuda_fixture_libraries(const char *name) {
  (void)snprintf(libraries, sizeof libraries, "%s/%s", FAKE_CUDA_LIBRARIES, name);
}

void cuda_fixture_set(const char *name, const char *value) { assert_int_equal(setenv(name, value, 1), 0); }

static void unset_fake(void) {
  extern char **environ;
  char name[128];
  for (char **at = environ; *at != NULL;) {
    if (strncmp(*at, "FAKE_CUDA_", 10) != 0) {
      at++;
      continue;
    }
    (void)snprintf(name, sizeof name, "%.*s", (int)strcspn(*at, "="), *at);
    (void)unsetenv(name);
    at = environ;
  }
}

static const char *log_path(void) {
  static char path[PATH_MAX];
  (void)snprintf(path, sizeof path, "%s/log", folder);
  return path;
}

int cuda_fixture_setup(void **state) {
  (void)state;
  unset_fake();
  (void)snprintf(folder, sizeof folder, "/tmp/lutdse-cuda-XXXXXX");
  if (mkdtemp(folder) == NULL)
    return -1;
  cuda_fixture_libraries("full");
  cuda_fixture_set("FAKE_CUDA_LOG", log_path());
  cuda_fixture_set("XDG_CACHE_HOME", folder);
  return 0;
}

static int delete_one(const char *path, const struct stat *status, int type, struct FTW *place) {
  (void)status;
  (void)type;
  (void)place;
  return remove(path);
}

int cuda_fixture_teardown(void **state) {
  (void)state;
  const size_t complaints = cuda_fixture_events("violation") + cuda_fixture_events("leak");
  if (complaints > 0)
    print_error("%s: %zu complaints of the fake driver\n", log_path(), complaints);
  unset_fake();
  return complaints > 0 ? -1 : nftw(folder, delete_one, 8, FTW_DEPTH | FTW_PHYS);
}

static size_t count_lines(const char *event, const char *text) {
  FILE *file = fopen(log_path(), "r");
  if (file == NULL)
    return 0;
  char line[1024];
  size_t count = 0;
  while (fgets(line, sizeof line, file) != NULL)
    count += strncmp(line, event, strlen(event)) == 0 && strstr(line, text) != NULL;
  (void)fclose(file);
  return count;
}

size_t cuda_fixture_events(const char *event) { return count_lines(event, ""); }

bool cuda_fixture_logged(const char *event, const char *text) { return count_lines(event, text) > 0; }

const char *cuda_fixture_folder(void) { return folder; }

size_t cuda_fixture_cached(void) {
  char path[PATH_MAX];
  (void)snprintf(path, sizeof path, "%s/lutdse", folder);
  DIR *list = opendir(path);
  if (list == NULL)
    return 0;
  size_t count = 0;
  for (const struct dirent *entry = readdir(list); entry != NULL; entry = readdir(list)) {
    if (entry->d_name[0] == '.')
      continue;
    count++;
    (void)snprintf(cached, sizeof cached, "%s/lutdse/%.200s", folder, entry->d_name);
  }
  (void)closedir(list);
  return count;
}

const char *cuda_fixture_cached_file(void) {
  assert_true(cuda_fixture_cached() > 0);
  return cached;
}
