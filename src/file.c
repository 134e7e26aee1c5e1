#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *way_out(int cause) {
  switch (cause) {
  case ENOSPC:
  case EDQUOT:
    return "; free some space or write elsewhere";
  case EFBIG:
    return "; raise the limit on file sizes (ulimit -f) or write elsewhere";
  case EACCES:
  case EPERM:
  case EROFS:
    return "; change the permissions or use another folder";
  case ENOENT:
  case ENOTDIR:
    return "; check the path, and that its folder exists";
  case EMFILE:
  case ENFILE:
    return "; raise the limit on open files (ulimit -n)";
  default:
    return "";
  }
}

bool file_error(struct error *err, const char *what, const char *path, int cause) {
  char buffer[128];
  return error_set(err, ERROR_IO, "cannot %s %s: %s%s", what, path, strerror_r(cause, buffer, sizeof buffer),
                   way_out(cause));
}

bool file_sync_folder(const char *folder, struct error *err) {
  const int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0)
    return file_error(err, "open", folder, errno);
  const int failed = fsync(descriptor) != 0 ? errno : 0;
  (void)close(descriptor);
  /* Some file systems cannot sync a folder and say so with EINVAL; there is nothing more to do on those. */
  return failed == 0 || failed == EINVAL || file_error(err, "sync", folder, failed);
}

int file_read_at(int descriptor, void *data, size_t size, uint64_t offset) {
  char *to = data;
  while (size > 0) {
    const ssize_t got = pread(descriptor, to, size, (off_t)offset);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return got < 0 ? errno : EIO;
    to += got;
    size -= (size_t)got;
    offset += (uint64_t)got;
  }
  return 0;
}

static bool check_regular(int descriptor, const char *path, size_t *size, struct error *err) {
  struct stat status;
  if (fstat(descriptor, &status) != 0)
    return file_error(err, "read", path, errno);
  if (!S_ISREG(status.st_mode))
    return error_set(err, ERROR_IO, "cannot read %s: it is not a regular file", path);
  *size = (size_t)status.st_size;
  return true;
}

bool file_open(const char *path, int *descriptor, size_t *size, struct error *err) {
  /* O_NONBLOCK: opening a FIFO must not wait for its writer. */
  *descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (*descriptor < 0)
    return file_error(err, "read", path, errno);
  if (check_regular(*descriptor, path, size, err))
    return true;
  (void)close(*descriptor);
  *descriptor = -1;
  return false;
}

static bool read_whole(int descriptor, const char *path, void **data, size_t size, struct error *err) {
  *data = malloc(size + 1);
  if (*data == NULL)
    return error_memory(err, path);
  const int failed = file_read_at(descriptor, *data, size, 0);
  if (failed == 0)
    return true;
  free(*data);
  *data = NULL;
  return file_error(err, "read", path, failed);
}

bool file_read(const char *path, void **data, size_t *size, struct error *err) {
  int descriptor;
  *data = NULL;
  if (!file_open(path, &descriptor, size, err))
    return false;
  const bool ok = read_whole(descriptor, path, data, *size, err);
  (void)close(descriptor);
  return ok;
}
