/*
 * One writer at a time: on one machine and on several, with an flock() that reaches all of them, none of them, or is
 * not there. This program's own flock() and gethostname() take the places of the system's.
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/lock.h"

/* How far flock() reaches. */
static enum { REACHES_ALL, REACHES_NOBODY, IS_NOT_THERE } reach = REACHES_ALL;
static char host[64] = "node1";

int __real_flock(int descriptor, int operation);
int __wrap_flock(int descriptor, int operation);
int __wrap_gethostname(char *name, size_t size);

int __wrap_flock(int descriptor, int operation) {
  if (reach == REACHES_NOBODY)
    return 0;
  if (reach == IS_NOT_THERE) {
    errno = ENOLCK;
    return -1;
  }
  return __real_flock(descriptor, operation);
}

int __wrap_gethostname(char *name, size_t size) {
  (void)snprintf(name, size, "%s", host);
  return 0;
}

/* A folder of its own for each test, and a lock in it. */
struct place {
  char root[64], folder[96], name[128], pulse[128], held[96];
};

static int setup(void **state) {
  struct place *place = calloc(1, sizeof *place);
  (void)snprintf(place->root, sizeof place->root, "/tmp/lutdse-lock-XXXXXX");
  assert_non_null(mkdtemp(place->root));
  (void)snprintf(place->folder, sizeof place->folder, "%s/r.h5.parts", place->root);
  (void)snprintf(place->name, sizeof place->name, "%s/%s", place->folder, lock_files[0]);
  (void)snprintf(place->pulse, sizeof place->pulse, "%s/%s", place->folder, lock_pulse);
  (void)snprintf(place->held, sizeof place->held, "%s/held", place->root);
  (void)snprintf(host, sizeof host, "node1");
  reach = REACHES_ALL;
  *state = place;
  return 0;
}

static int teardown(void **state) {
  struct place *place = *state;
  for (int i = 0; lock_files[i] != NULL; i++) {
    char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", place->folder, lock_files[i]);
    (void)unlink(path);
  }
  (void)unlink(place->held);
  (void)rmdir(place->folder);
  const int left = rmdir(place->root);
  free(place);
  return left; /* nothing else may be left */
}

static bool take(struct lock *lock, const struct place *place, struct error *err) {
  *err = (struct error){0};
  return lock_take(lock, place->folder, "r.h5", err);
}

static void require_take(struct lock *lock, const struct place *place) {
  struct error err;
  if (!take(lock, place, &err))
    fail_msg("%s", err.text);
}

/* Age a file by so many seconds. */
static void age(const char *path, time_t seconds) {
  const struct timespec then = {.tv_sec = time(NULL) - seconds}, times[2] = {then, then};
  assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void write_file(const char *path, const char *text) {
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  (void)fputs(text, file);
  assert_int_equal(fclose(file), 0);
}

/* What a process of that number leaves that is killed with the lock. */
static void leave_lock(const struct place *place, const char *of_host, long pid) {
  char text[128];
  assert_int_equal(mkdir(place->folder, 0777), 0);
  (void)snprintf(text, sizeof text, "%s %ld 2026-01-02T03:04:05Z\n", of_host, pid);
  write_file(place->name, text);
}

/* A number that no process has. */
static long dead_process(void) {
  const pid_t child = fork();
  if (child == 0)
    _exit(0);
  assert_int_equal(waitpid(child, NULL, 0), child);
  return (long)child;
}

static void test_says_who(void **state) {
  const struct place *place = *state;
  struct lock first, second;
  struct lock_holder holder;
  struct error err;
  char who[128];
  require_take(&first, place);
  assert_string_equal(first.before.host, "");
  assert_true(lock_holder(place->folder, &holder));
  assert_string_equal(holder.host, "node1");
  assert_int_equal(holder.pid, getpid());
  assert_false(take(&second, place, &err));
  assert_int_equal(err.kind, ERROR_IO);
  (void)snprintf(who, sizeof who, "r.h5 is being written by another run of lutdse (process %ld on node1, since 2",
                 (long)getpid());
  assert_memory_equal(err.text, who, strlen(who));
  assert_non_null(strstr(err.text, "wait for it or choose another file"));
  lock_release(&first);
  lock_release(&first);
  assert_false(lock_holder(place->folder, &holder));
  require_take(&second, place);
  assert_string_equal(second.before.host, "");
  lock_release(&second);
}

/* A process that was killed with the lock: it is free, and says who had it. */
static void test_stale(void **state) {
  const struct place *place = *state;
  struct lock lock;
  int ready[2];
  char byte;
  assert_int_equal(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {
    struct error err;
    const bool ok = take(&lock, place, &err);
    (void)!write(ready[1], ok ? "y" : "n", 1);
    for (;;)
      (void)pause();
  }
  assert_int_equal(read(ready[0], &byte, 1), 1);
  assert_int_equal(byte, 'y');
  (void)close(ready[0]);
  (void)close(ready[1]);
  assert_int_equal(kill(child, SIGKILL), 0);
  assert_int_equal(waitpid(child, NULL, 0), child);
  require_take(&lock, place);
  assert_string_equal(lock.before.host, "node1");
  assert_int_equal(lock.before.pid, child);
  assert_int_equal(lock.before.since[0], '2');
  lock_release(&lock);
  require_take(&lock, place);
  assert_string_equal(lock.before.host, ""); /* told once */
  lock_release(&lock);
}

/* A lock of another machine whose flock() we do not see: its last sign of life decides. */
static void test_another_machine(void **state) {
  const struct place *place = *state;
  struct lock lock;
  struct error err;
  leave_lock(place, "node7", 1234);
  assert_false(take(&lock, place, &err));
  assert_non_null(strstr(err.text, "(process 1234 on node7, since 2026-01-02T03:04:05Z)"));
  assert_non_null(strstr(err.text, "last sign of life"));
  age(place->name, LOCK_PATIENCE - 20);
  assert_false(take(&lock, place, &err));
  age(place->name, LOCK_PATIENCE + 20);
  write_file(place->pulse, "{}");
  assert_false(take(&lock, place, &err));
  age(place->pulse, LOCK_PATIENCE + 10);
  require_take(&lock, place);
  assert_string_equal(lock.before.host, "node7");
  assert_int_equal(lock.before.pid, 1234);
  lock_release(&lock);
}

/* The same where no file can be locked; on this machine one can ask whether the process is there. */
static void test_no_locks(void **state) {
  const struct place *place = *state;
  struct lock lock, second;
  struct error err;
  reach = IS_NOT_THERE;
  leave_lock(place, "node7", 1234);
  assert_false(take(&lock, place, &err));
  age(place->name, LOCK_PATIENCE + 20);
  require_take(&lock, place);
  assert_false(take(&second, place, &err));
  age(place->name, LOCK_PATIENCE + 20);
  lock_touch(&lock);
  assert_false(take(&second, place, &err));
  lock_release(&lock);
  write_file(place->name, "");
  require_take(&lock, place);
  lock_release(&lock);
}

static void test_no_locks_and_a_dead_process(void **state) {
  const struct place *place = *state;
  struct lock lock;
  reach = IS_NOT_THERE;
  leave_lock(place, "node1", dead_process());
  require_take(&lock, place);
  assert_string_equal(lock.before.host, "node1");
  lock_release(&lock);
}

/* Whoever was silent for so long that another took over must not wipe out the other's name. */
static void test_late_release(void **state) {
  const struct place *place = *state;
  struct lock slow, other;
  struct lock_holder holder;
  reach = REACHES_NOBODY;
  require_take(&slow, place);
  age(place->name, LOCK_PATIENCE + 20);
  (void)snprintf(host, sizeof host, "node2");
  require_take(&other, place);
  assert_string_equal(other.before.host, "node1");
  lock_release(&slow);
  assert_true(lock_holder(place->folder, &holder));
  assert_string_equal(holder.host, "node2");
  lock_release(&other);
}

/* A claim is held for a moment: one that is there longer, or whose process is dead, is a leftover. */
static void test_left_claim(void **state) {
  const struct place *place = *state;
  struct lock lock;
  char claim[256], text[64];
  (void)snprintf(claim, sizeof claim, "%s/%s", place->folder, lock_files[1]);
  assert_int_equal(mkdir(place->folder, 0777), 0);
  (void)snprintf(text, sizeof text, "node1 %ld 2026\n", dead_process());
  write_file(claim, text);
  require_take(&lock, place);
  lock_release(&lock);
  assert_int_equal(access(claim, F_OK), -1);
  write_file(claim, "node7 1234 2026\n");
  age(claim, LOCK_PATIENCE + 20);
  require_take(&lock, place);
  lock_release(&lock);
  assert_int_equal(access(claim, F_OK), -1);
}

/* A damaged line is nobody's. */
static void test_rubbish(void **state) {
  const struct place *place = *state;
  struct lock lock;
  leave_lock(place, "a", -5);
  require_take(&lock, place);
  lock_release(&lock);
  write_file(place->name, "\x01\xff just anything that is much longer than one line of a lock would ever be, as "
                          "somebody might have written who does not know what it is about ...");
  require_take(&lock, place);
  assert_string_equal(lock.before.host, "");
  lock_release(&lock);
}

enum { RACERS = 20, ROUNDS = 12 };

/* Take the lock again and again; while it is held nobody else may hold it. Exit status: how often; 99: two held it. */
static void race(const struct place *place, int number) {
  int times = 0;
  if (reach != REACHES_ALL)
    (void)snprintf(host, sizeof host, "node%d", number);
  for (int i = 0; i < ROUNDS; i++) {
    struct lock lock;
    struct error err;
    if (!take(&lock, place, &err))
      continue;
    const int descriptor = open(place->held, O_CREAT | O_EXCL | O_WRONLY, 0666);
    if (descriptor < 0)
      _exit(99);
    (void)close(descriptor);
    (void)usleep(500);
    (void)unlink(place->held);
    /* Half of them delete it, as a run does that is complete. */
    if (i % 2 == 0)
      (void)lock_delete(&lock, place->folder);
    lock_release(&lock);
    if (i % 2 == 0)
      (void)rmdir(place->folder);
    times++;
  }
  _exit(times > 0);
}

static void run_race(const struct place *place) {
  pid_t child[RACERS];
  int held = 0;
  for (int i = 0; i < RACERS; i++) {
    child[i] = fork();
    assert_true(child[i] >= 0);
    if (child[i] == 0)
      race(place, i);
  }
  for (int i = 0; i < RACERS; i++) {
    int status;
    assert_int_equal(waitpid(child[i], &status, 0), child[i]);
    assert_true(WIFEXITED(status));
    assert_int_not_equal(WEXITSTATUS(status), 99);
    held += WEXITSTATUS(status);
  }
  assert_true(held > 0);
}

static void test_race(void **state) { run_race(*state); }

static void test_race_on_many_machines(void **state) {
  reach = REACHES_NOBODY;
  run_race(*state);
}

static void test_race_without_locks(void **state) {
  reach = IS_NOT_THERE;
  run_race(*state);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_says_who, setup, teardown),
      cmocka_unit_test_setup_teardown(test_stale, setup, teardown),
      cmocka_unit_test_setup_teardown(test_another_machine, setup, teardown),
      cmocka_unit_test_setup_teardown(test_no_locks, setup, teardown),
      cmocka_unit_test_setup_teardown(test_no_locks_and_a_dead_process, setup, teardown),
      cmocka_unit_test_setup_teardown(test_late_release, setup, teardown),
      cmocka_unit_test_setup_teardown(test_left_claim, setup, teardown),
      cmocka_unit_test_setup_teardown(test_rubbish, setup, teardown),
      cmocka_unit_test_setup_teardown(test_race, setup, teardown),
      cmocka_unit_test_setup_teardown(test_race_on_many_machines, setup, teardown),
      cmocka_unit_test_setup_teardown(test_race_without_locks, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
