#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "store/lock_claim.h"
#include "store/lock_text.h"

static const char lock_name[] = "lock";
const char lock_pulse[] = "status.json";
const char *const lock_files[LOCK_FILES_MAX] = {lock_name, lock_claim_name, lock_pulse, NULL};

/* Others hold the lock, or the claim to it, for a moment only: how often to look again, and after how long. */
enum { ATTEMPTS = 200, PAUSE_US = 5000 };

enum { PATH_SIZE = PATH_MAX + 256 };

/* How an attempt went. */
enum attempt {
  ATTEMPT_TAKEN,
  ATTEMPT_AGAIN, /* the folder vanished, or somebody is about to let go */
  ATTEMPT_HELD,
  ATTEMPT_FAILED
};

static void path_in(const char *folder, const char *name, char path[PATH_SIZE]) {
  (void)snprintf(path, PATH_SIZE, "%s/%s", folder, name);
}

/* Whether the locked file is still the one of that name: the writer before us may just have deleted it. */
static bool still_there(int descriptor, const char *path) {
  struct stat ours, named;
  return fstat(descriptor, &ours) == 0 && stat(path, &named) == 0 && ours.st_dev == named.st_dev &&
         ours.st_ino == named.st_ino;
}

/* How long the holder has given no sign of life, in seconds. */
static time_t silence(int descriptor, const char *folder, time_t now) {
  char path[PATH_SIZE];
  struct stat status;
  time_t last = fstat(descriptor, &status) == 0 ? status.st_mtime : now;
  path_in(folder, lock_pulse, path);
  if (stat(path, &status) == 0 && status.st_mtime > last)
    last = status.st_mtime;
  return now - last;
}

static enum attempt held_by(const struct lock_holder *holder, const char *path, const char *hint, struct error *err) {
  (void)error_set(err, ERROR_IO,
                  "%s is being written by another run of lutdse (process %ld on %s, since %s); wait for it or choose "
                  "another file%s",
                  path, holder->pid, holder->host, holder->since, hint);
  return ATTEMPT_HELD;
}

/* Held by somebody whom flock() does not reach, and who may have been killed. */
static enum attempt held_afar(const struct lock_holder *holder, const char *path, time_t silent, struct error *err) {
  char hint[128];
  (void)snprintf(hint, sizeof hint, " (its last sign of life was %ld s ago; after %d s without one it counts as dead)",
                 (long)silent, LOCK_PATIENCE);
  return held_by(holder, path, hint, err);
}

static bool same_holder(const struct lock_holder *a, const struct lock_holder *b) {
  return a->pid == b->pid && strcmp(a->host, b->host) == 0 && strcmp(a->since, b->since) == 0;
}

/*
 * The flock is ours, or there is none here: whether the one who signed the file is at work all the same, out of the
 * reach of flock().
 */
static bool is_at_work(const struct lock_holder *holder, bool locked, time_t silent) {
  const bool local = lock_is_local(holder);
  return !(local && (locked || !lock_is_alive(holder))) && silent <= LOCK_PATIENCE;
}

/* Look at the file and sign it. The claim to it is ours. */
static enum attempt sign(struct lock *lock, int descriptor, const char *folder, bool locked, time_t now,
                         const char *path, struct error *err) {
  char name[PATH_SIZE];
  path_in(folder, lock_name, name);
  const bool signature = lock_text_read(descriptor, &lock->before);
  if (!still_there(descriptor, name))
    return ATTEMPT_AGAIN;
  const time_t silent = signature ? silence(descriptor, folder, now) : 0;
  if (signature && is_at_work(&lock->before, locked, silent))
    return held_afar(&lock->before, path, silent, err);
  lock->self = lock_self();
  const int failed = lock_text_write(descriptor, &lock->self);
  if (failed != 0)
    (void)file_error(err, "write", name, failed);
  else
    lock->descriptor = descriptor;
  return failed == 0 ? ATTEMPT_TAKEN : ATTEMPT_FAILED;
}

static enum attempt claim_and_sign(struct lock *lock, int descriptor, const char *folder, bool locked, const char *path,
                                   struct error *err) {
  time_t now;
  int cause;
  const enum claim claim = lock_claim(folder, locked, &now, &cause);
  if (claim == CLAIM_FAILED)
    (void)file_error(err, "lock", folder, cause);
  if (claim == CLAIM_FAILED || claim == CLAIM_BUSY)
    return claim == CLAIM_BUSY ? ATTEMPT_AGAIN : ATTEMPT_FAILED;
  const enum attempt attempt = sign(lock, descriptor, folder, locked, now, path, err);
  if (claim == CLAIM_MADE)
    lock_unclaim(folder);
  return attempt;
}

/* Somebody else has the flock. */
static enum attempt wait_for(int descriptor, const char *path, struct error *err) {
  struct lock_holder holder;
  /* A dead holder's text with somebody else's lock: one that is about to sign, or only looks. */
  if (lock_text_read(descriptor, &holder) && !(lock_is_local(&holder) && !lock_is_alive(&holder)))
    return held_by(&holder, path, "", err);
  (void)error_set(err, ERROR_IO, "%s is being written by another run of lutdse; wait for it or choose another file",
                  path);
  return ATTEMPT_AGAIN;
}

static enum attempt lock_open(struct lock *lock, int descriptor, const char *folder, const char *path,
                              struct error *err) {
  const int cause = flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
  switch (cause) {
  case 0:
  case ENOLCK:
  case ENOSYS:
  case EOPNOTSUPP:
    return claim_and_sign(lock, descriptor, folder, cause == 0, path, err);
  case EWOULDBLOCK:
    return wait_for(descriptor, path, err);
  default:
    (void)file_error(err, "lock", folder, cause);
    return ATTEMPT_FAILED;
  }
}

static enum attempt try_lock(struct lock *lock, const char *folder, const char *path, struct error *err) {
  char name[PATH_SIZE];
  path_in(folder, lock_name, name);
  (void)error_set(err, ERROR_IO, "the folder %s vanishes again and again; see who deletes it", folder);
  const bool made = mkdir(folder, 0777) == 0 || errno == EEXIST;
  if (!made) {
    (void)file_error(err, "create", folder, errno);
    return ATTEMPT_FAILED;
  }
  const int descriptor = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor < 0) {
    const int cause = errno;
    if (cause != ENOENT)
      (void)file_error(err, "open", name, cause);
    return cause == ENOENT ? ATTEMPT_AGAIN : ATTEMPT_FAILED;
  }
  const enum attempt attempt = lock_open(lock, descriptor, folder, path, err);
  if (attempt != ATTEMPT_TAKEN)
    (void)close(descriptor);
  return attempt;
}

bool lock_take(struct lock *lock, const char *folder, const char *path, struct error *err) {
  enum attempt attempt = ATTEMPT_AGAIN;
  *lock = (struct lock){.descriptor = -1};
  for (int i = 0; attempt == ATTEMPT_AGAIN && i < ATTEMPTS; i++) {
    if (i > 0)
      (void)usleep(PAUSE_US);
    attempt = try_lock(lock, folder, path, err);
  }
  return attempt == ATTEMPT_TAKEN;
}

void lock_touch(const struct lock *lock) {
  if (lock->descriptor >= 0)
    (void)futimens(lock->descriptor, NULL);
}

int lock_delete(const struct lock *lock, const char *folder) {
  char path[PATH_SIZE];
  path_in(folder, lock_name, path);
  return lock->descriptor < 0 || unlink(path) == 0 ? 0 : errno;
}

void lock_release(struct lock *lock) {
  if (lock->descriptor < 0)
    return;
  struct lock_holder holder;
  /* An empty file says that nobody ended without letting go. After a long silence it may be somebody else's. */
  if (lock_text_read(lock->descriptor, &holder) && same_holder(&holder, &lock->self))
    (void)!ftruncate(lock->descriptor, 0);
  (void)close(lock->descriptor);
  lock->descriptor = -1;
}

bool lock_holder(const char *folder, struct lock_holder *holder) {
  char path[PATH_SIZE];
  path_in(folder, lock_name, path);
  *holder = (struct lock_holder){.pid = 0};
  const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return false;
  const bool read = lock_text_read(descriptor, holder);
  (void)close(descriptor);
  return read;
}
