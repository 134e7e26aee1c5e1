#include "store/lock_claim.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/lock_text.h"

const char lock_claim_name[] = "lock.claim";

enum { PATH_SIZE = PATH_MAX + 256 };

static void claim_path(const char *folder, char path[PATH_SIZE]) {
  (void)snprintf(path, PATH_SIZE, "%s/%s", folder, lock_claim_name);
}

/* Write a file that says who we are; its time is that of the file system. Returns 0 or an errno. */
static int write_self(const char *path, time_t *now) {
  const struct lock_holder self = lock_self();
  struct stat status;
  (void)unlink(path);
  const int descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor < 0)
    return errno;
  int failed = lock_text_write(descriptor, &self);
  if (failed == 0 && fstat(descriptor, &status) != 0)
    failed = errno;
  if (failed == 0)
    *now = status.st_mtime;
  (void)close(descriptor);
  return failed;
}

/* Whether whoever made the claim is gone: claims are held for a moment only. */
static bool is_left_over(const char *path, bool locked, time_t now) {
  struct lock_holder holder;
  struct stat status;
  const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return false;
  const bool old = fstat(descriptor, &status) == 0 && now - status.st_mtime > LOCK_PATIENCE;
  const bool known = lock_text_read(descriptor, &holder);
  (void)close(descriptor);
  return old || (known && lock_is_local(&holder) && (locked || !lock_is_alive(&holder)));
}

static enum claim link_claim(const char *own, const char *path, bool locked, time_t now, int *cause) {
  if (link(own, path) == 0)
    return CLAIM_MADE;
  *cause = errno;
  switch (*cause) {
  case EEXIST:
    if (is_left_over(path, locked, now))
      (void)unlink(path);
    return CLAIM_BUSY;
  case ENOENT: /* whoever had the lock cleaned up */
    return CLAIM_BUSY;
  case EPERM:
  case EOPNOTSUPP:
  case ENOSYS:
    return CLAIM_NEEDLESS;
  default:
    return CLAIM_FAILED;
  }
}

enum claim lock_claim(const char *folder, bool locked, time_t *now, int *cause) {
  const struct lock_holder self = lock_self();
  char own[PATH_SIZE], path[PATH_SIZE];
  (void)snprintf(own, sizeof own, "%s/.claim.%s.%ld.tmp", folder, self.host, self.pid);
  claim_path(folder, path);
  *cause = write_self(own, now);
  const enum claim claim = *cause == 0        ? link_claim(own, path, locked, *now, cause)
                           : *cause == ENOENT ? CLAIM_BUSY
                                              : CLAIM_FAILED;
  (void)unlink(own);
  return claim;
}

void lock_unclaim(const char *folder) {
  char path[PATH_SIZE];
  claim_path(folder, path);
  (void)unlink(path);
}
