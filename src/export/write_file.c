#include "export/write_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fail(struct error *err, const char *path, const char *what) {
  return error_set(err, ERROR_IO, "%s: cannot %s: %s", path, what, strerror(errno));
}

static bool check_target(const char *path, struct error *err) {
  struct stat status;
  if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
    return error_set(err, ERROR_IO, "%s: is there and is not a regular file; name another", path);
  return true;
}

/* A new file beside `path`; returns its descriptor or -1 with errno set. */
static int open_temporary(const char *path, char *name, size_t size) {
  for (int attempt = 0; attempt < 100; attempt++) {
    const int length = snprintf(name, size, "%s.%ld-%d.tmp", path, (long)getpid(), attempt);
    if (length < 0 || (size_t)length >= size) {
      errno = ENAMETOOLONG;
      return -1;
    }
    const int descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor >= 0 || errno != EEXIST)
      return descriptor;
  }
  return -1;
}

static bool write_all(int descriptor, const char *bytes, size_t size) {
  while (size > 0) {
    const ssize_t written = write(descriptor, bytes, size);
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return false;
    bytes += written;
    size -= (size_t)written;
  }
  return fsync(descriptor) == 0;
}

/* Make the rename durable. Some file systems cannot sync a folder; the file itself is safe already. */
static void sync_folder(const char *path) {
  char folder[PATH_MAX];
  const char *slash = strrchr(path, '/');
  const size_t length = slash == NULL ? 0 : (size_t)(slash - path) + 1;
  if (length >= sizeof folder - 1)
    return;
  memcpy(folder, path, length);
  memcpy(folder + length, ".", 2);
  const int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0)
    return;
  (void)fsync(descriptor);
  (void)close(descriptor);
}

bool write_file(const char *path, const void *bytes, size_t size, struct error *err) {
  if (!check_target(path, err))
    return false;
  char temporary[PATH_MAX];
  const int descriptor = open_temporary(path, temporary, sizeof temporary);
  if (descriptor < 0)
    return fail(err, path, "create");
  bool ok = write_all(descriptor, bytes, size) || fail(err, path, "write");
  if (close(descriptor) != 0 && ok)
    ok = fail(err, path, "write");
  if (ok && rename(temporary, path) != 0)
    ok = fail(err, path, "replace");
  if (ok)
    sync_folder(path);
  else
    (void)unlink(temporary);
  return ok;
}
