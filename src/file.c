#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Links that lead to one another, as deep as Linux follows them. */
enum { LINKS_MAX = 40 };

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

/* Where a file lies: its folder ("." if none is named) and its name. */
struct place {
  char folder[PATH_MAX];
  char name[NAME_MAX + 1];
};

static bool place_of(struct place *place, const char *path, struct error *err) {
  const char *slash = strrchr(path, '/');
  const char *name = slash == NULL ? path : slash + 1;
  const size_t folder_size = slash == NULL ? 0 : (size_t)(slash - path) + 1;
  if (strlen(name) > NAME_MAX || folder_size >= sizeof place->folder)
    return file_error(err, "write", path, ENAMETOOLONG);
  if (name[0] == '\0')
    return file_error(err, "write", path, path[0] == '\0' ? ENOENT : EISDIR);
  memcpy(place->folder, folder_size == 0 ? "." : path, folder_size == 0 ? 1 : folder_size);
  place->folder[folder_size == 0 ? 1 : folder_size] = '\0';
  memcpy(place->name, name, strlen(name) + 1);
  return true;
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

int file_write_all(int descriptor, const void *data, size_t size) {
  for (const char *rest = data; size > 0;) {
    const ssize_t written = write(descriptor, rest, size);
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return written < 0 ? errno : EIO;
    rest += written;
    size -= (size_t)written;
  }
  return fsync(descriptor) != 0 ? errno : 0;
}

/* 0 or an errno; leaves no file `temporary` behind on failure. */
static int write_temporary(const char *temporary, const void *data, size_t size) {
  /* One of that name is the leftover of a dead process with our number. */
  (void)unlink(temporary);
  const int descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor < 0)
    return errno;
  int failed = file_write_all(descriptor, data, size);
  if (close(descriptor) != 0 && failed == 0)
    failed = errno;
  if (failed != 0)
    (void)unlink(temporary);
  return failed;
}

/* Where a chain of links that ends nowhere leads: what is to be created. */
static bool follow(char resolved[PATH_MAX], const char *path, struct error *err) {
  if (strlen(path) >= PATH_MAX)
    return file_error(err, "write", path, ENAMETOOLONG);
  memcpy(resolved, path, strlen(path) + 1);
  for (int links = 0; links < LINKS_MAX; links++) {
    char target[PATH_MAX];
    const ssize_t length = readlink(resolved, target, sizeof target - 1);
    if (length < 0)
      return true;
    target[length] = '\0';
    char *slash = strrchr(resolved, '/');
    char *end = target[0] == '/' ? resolved : slash != NULL ? slash + 1 : resolved;
    if ((size_t)(end - resolved) + (size_t)length >= PATH_MAX)
      break;
    memcpy(end, target, (size_t)length + 1);
  }
  return file_error(err, "write", path, ELOOP);
}

/* The file to replace or create: `path`, or what it links to. */
static bool resolve(char resolved[PATH_MAX], const char *path, struct error *err) {
  struct stat status;
  resolved[0] = '\0';
  if (stat(path, &status) == 0) {
    if (!S_ISREG(status.st_mode))
      return error_set(err, ERROR_IO, "cannot write %s: it exists and is not a regular file; choose another name",
                       path);
    return realpath(path, resolved) != NULL || file_error(err, "write", path, errno);
  }
  return errno == ENOENT ? follow(resolved, path, err) : file_error(err, "write", path, errno);
}

bool file_write(const char *path, const void *data, size_t size, struct error *err) {
  char resolved[PATH_MAX], temporary[PATH_MAX + NAME_MAX + 32];
  struct place place;
  if (!resolve(resolved, path, err) || !place_of(&place, resolved, err))
    return false;
  (void)snprintf(temporary, sizeof temporary, "%s/.%s.%ld.tmp", place.folder, place.name, (long)getpid());
  int failed = write_temporary(temporary, data, size);
  if (failed == 0 && rename(temporary, resolved) != 0) {
    failed = errno;
    (void)unlink(temporary);
  }
  if (failed != 0)
    return file_error(err, "write", path, failed);
  return file_sync_folder(place.folder, err);
}

static int read_all(int descriptor, char *data, size_t size) {
  while (size > 0) {
    const ssize_t got = read(descriptor, data, size);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return got < 0 ? errno : EIO;
    data += got;
    size -= (size_t)got;
  }
  return 0;
}

static bool read_open(int descriptor, const char *path, void **data, size_t *size, struct error *err) {
  struct stat status;
  if (fstat(descriptor, &status) != 0)
    return file_error(err, "read", path, errno);
  if (!S_ISREG(status.st_mode))
    return error_set(err, ERROR_IO, "cannot read %s: it is not a regular file", path);
  *size = (size_t)status.st_size;
  *data = malloc(*size + 1);
  if (*data == NULL)
    return error_memory(err, path);
  const int failed = read_all(descriptor, *data, *size);
  if (failed == 0)
    return true;
  free(*data);
  *data = NULL;
  return file_error(err, "read", path, failed);
}

bool file_read(const char *path, void **data, size_t *size, struct error *err) {
  *data = NULL;
  /* O_NONBLOCK: opening a FIFO must not wait for its writer. */
  const int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0)
    return file_error(err, "read", path, errno);
  const bool ok = read_open(descriptor, path, data, size, err);
  (void)close(descriptor);
  return ok;
}

static bool ends_with(const char *text, const char *end) {
  const size_t length = strlen(text), end_length = strlen(end);
  return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

bool file_is_temporary(const char *name) { return name[0] == '.' && ends_with(name, ".tmp"); }

/* ".NAME.PID.tmp" of this very NAME; PID is digits, so that the name "a" does not match those of "a.b". */
static bool is_temporary_of(const char *entry, const char *name) {
  const size_t length = strlen(name);
  if (!file_is_temporary(entry) || strncmp(entry + 1, name, length) != 0 || entry[1 + length] != '.')
    return false;
  const char *pid = entry + length + 2;
  return strcmp(pid + strspn(pid, "0123456789"), ".tmp") == 0;
}

void file_clean(const char *path) {
  char resolved[PATH_MAX];
  struct place place;
  struct error ignored;
  if (!resolve(resolved, path, &ignored) || !place_of(&place, resolved, &ignored))
    return;
  DIR *folder = opendir(place.folder);
  if (folder == NULL)
    return;
  for (const struct dirent *entry; (entry = readdir(folder)) != NULL;)
    if (is_temporary_of(entry->d_name, place.name))
      (void)unlinkat(dirfd(folder), entry->d_name, 0);
  (void)closedir(folder);
}
