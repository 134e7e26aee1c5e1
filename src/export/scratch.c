#include "export/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"

bool scratch_open(struct scratch *scratch, struct error *err) {
  const char *parent = getenv("TMPDIR");
  if (parent == NULL || parent[0] == '\0')
    parent = "/tmp";
  const int length = snprintf(scratch->folder, sizeof scratch->folder, "%s/lutdse-XXXXXX", parent);
  if (length < 0 || (size_t)length >= sizeof scratch->folder)
    return error_set(err, ERROR_IO, "TMPDIR: the path is too long");
  if (mkdtemp(scratch->folder) == NULL)
    return error_set(err, ERROR_IO, "%s: cannot create a temporary folder: %s; set TMPDIR to a writable one", parent,
                     strerror(errno));
  return true;
}

static FILE *open_file(const struct scratch *scratch, const char *name, const char *mode, struct error *err) {
  char path[PATH_MAX];
  (void)snprintf(path, sizeof path, "%s/%s", scratch->folder, name);
  FILE *file = fopen(path, mode);
  if (file == NULL)
    (void)error_set(err, ERROR_IO, "%s: cannot open: %s", path, strerror(errno));
  return file;
}

FILE *scratch_create(const struct scratch *scratch, const char *name, struct error *err) {
  return open_file(scratch, name, "wxe", err);
}

FILE *scratch_read(const struct scratch *scratch, const char *name, struct error *err) {
  return open_file(scratch, name, "rbe", err);
}

bool scratch_finish(const struct scratch *scratch, FILE *file, const char *name, struct error *err) {
  const bool failed = ferror(file) != 0;
  if (fclose(file) == 0 && !failed)
    return true;
  return error_set(err, ERROR_IO, "%s/%s: cannot write: %s", scratch->folder, name, strerror(errno));
}

/* The whole file; NULL on failure. */
static char *read_whole(FILE *in, size_t *size, struct error *err) {
  char *bytes = NULL;
  size_t capacity = 0;
  FILE *memory = open_memstream(&bytes, &capacity);
  if (memory == NULL) {
    (void)error_memory(err, "a file");
    return NULL;
  }
  char block[65536];
  size_t count = 0;
  while ((count = fread(block, 1, sizeof block, in)) > 0)
    (void)fwrite(block, 1, count, memory);
  const bool failed = ferror(in) || ferror(memory);
  if (fclose(memory) == 0 && !failed) {
    *size = capacity;
    return bytes;
  }
  free(bytes);
  (void)error_set(err, ERROR_IO, "cannot read a temporary file: %s", strerror(errno));
  return NULL;
}

bool scratch_deliver(const struct scratch *scratch, const char *name, const char *path, struct error *err) {
  FILE *in = scratch_read(scratch, name, err);
  if (in == NULL)
    return false;
  size_t size = 0;
  char *bytes = read_whole(in, &size, err);
  (void)fclose(in);
  if (bytes == NULL)
    return false;
  const bool ok = file_write(path, bytes, size, err);
  free(bytes);
  return ok;
}

/* A program that was stopped may have left folders of its own. They are not deep. */
enum { DEPTH_MAX = 4 };

static void remove_folder(int parent, const char *name, int depth) {
  const int descriptor = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  DIR *folder = descriptor >= 0 ? fdopendir(descriptor) : NULL;
  if (folder == NULL) {
    if (descriptor >= 0)
      (void)close(descriptor);
    return;
  }
  const struct dirent *entry = NULL;
  while ((entry = readdir(folder)) != NULL) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
      continue;
    if (unlinkat(dirfd(folder), entry->d_name, 0) != 0 && depth > 1)
      remove_folder(dirfd(folder), entry->d_name, depth - 1);
  }
  (void)closedir(folder);
  (void)unlinkat(parent, name, AT_REMOVEDIR);
}

void scratch_close(struct scratch *scratch) { remove_folder(AT_FDCWD, scratch->folder, DEPTH_MAX); }
