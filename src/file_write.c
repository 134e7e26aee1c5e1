#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Links that lead to one another, as deep as Linux follows them. */
enum { LINKS_MAX = 40 };

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

bool file_draft_create(struct file_draft *draft, const char *path, struct error *err) {
  struct place place;
  draft->descriptor = -1;
  draft->path = path;
  if (!resolve(draft->resolved, path, err) || !place_of(&place, draft->resolved, err))
    return false;
  memcpy(draft->folder, place.folder, sizeof draft->folder);
  (void)snprintf(draft->temporary, sizeof draft->temporary, "%s/.%s.%ld.tmp", place.folder, place.name, (long)getpid());
  /* One of that name is the leftover of a dead process with our number. */
  (void)unlink(draft->temporary);
  draft->descriptor = open(draft->temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  return draft->descriptor >= 0 || file_error(err, "write", path, errno);
}

int file_write_at(int descriptor, const void *data, size_t size, uint64_t offset) {
  const char *from = data;
  while (size > 0) {
    const ssize_t written = pwrite(descriptor, from, size, (off_t)offset);
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return written < 0 ? errno : EIO;
    from += written;
    size -= (size_t)written;
    offset += (uint64_t)written;
  }
  return 0;
}

bool file_draft_commit(struct file_draft *draft, struct error *err) {
  int failed = fsync(draft->descriptor) != 0 ? errno : 0;
  if (close(draft->descriptor) != 0 && failed == 0)
    failed = errno;
  draft->descriptor = -1;
  if (failed == 0 && rename(draft->temporary, draft->resolved) != 0)
    failed = errno;
  if (failed == 0)
    return file_sync_folder(draft->folder, err);
  (void)unlink(draft->temporary);
  return file_error(err, "write", draft->path, failed);
}

void file_draft_discard(struct file_draft *draft) {
  if (draft->descriptor < 0)
    return;
  (void)close(draft->descriptor);
  (void)unlink(draft->temporary);
  draft->descriptor = -1;
}

bool file_write(const char *path, const void *data, size_t size, struct error *err) {
  struct file_draft draft;
  if (!file_draft_create(&draft, path, err))
    return false;
  const int failed = file_write_at(draft.descriptor, data, size, 0);
  if (failed == 0)
    return file_draft_commit(&draft, err);
  file_draft_discard(&draft);
  return file_error(err, "write", path, failed);
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
