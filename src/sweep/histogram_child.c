/* libhdf5 was not made for damaged files: it reads them in a process that may crash or hang without harm. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/weight.h"
#include "sweep/histogram_hdf5.h"
#include "text_file.h"

/* Far more than reading a histogram takes, from a slow drive too. */
enum { SECONDS_MAX = 60 };

/* What the child sends: this, then the edges, then the counts. */
struct reply {
  bool ok;
  struct error err; /* where it is not */
  size_t edges, counts;
};

static bool write_all(int to, const void *data, size_t size) {
  const char *next = data;
  while (size > 0) {
    const ssize_t written = write(to, next, size);
    if (written < 0 && errno != EINTR)
      return false;
    next += written > 0 ? written : 0;
    size -= written > 0 ? (size_t)written : 0;
  }
  return true;
}

static bool read_all(int from, void *data, size_t size) {
  char *next = data;
  while (size > 0) {
    const ssize_t got = read(from, next, size);
    if (got == 0 || (got < 0 && errno != EINTR))
      return false;
    next += got > 0 ? got : 0;
    size -= got > 0 ? (size_t)got : 0;
  }
  return true;
}

/* A crash is reported by whoever waits, and by nobody else. */
static void crash_silently(void) {
  static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGALRM};
  const struct rlimit no_core = {0, 0};
  for (size_t i = 0; i < sizeof fatal / sizeof fatal[0]; i++)
    (void)signal(fatal[i], SIG_DFL);
  (void)setrlimit(RLIMIT_CORE, &no_core);
  (void)alarm(SECONDS_MAX);
}

static _Noreturn void child(int to, const char *path, const char *edges, const char *counts) {
  struct histogram_bins bins = {{NULL, 0, 0}, {NULL, 0, 0}};
  struct reply reply;
  memset(&reply, 0, sizeof reply);
  crash_silently();
  reply.ok = histogram_hdf5_read(path, edges, counts, &bins, &reply.err);
  reply.edges = bins.edges.count;
  reply.counts = bins.counts.count;
  const bool sent = write_all(to, &reply, sizeof reply) &&
                    (!reply.ok || (write_all(to, bins.edges.items, reply.edges * sizeof(double)) &&
                                   write_all(to, bins.counts.items, reply.counts * sizeof(double))));
  _exit(sent ? 0 : 1);
}

static bool receive_list(int from, size_t count, struct list *out) {
  double *const values = count <= WEIGHT_BINS_MAX + 1 ? malloc((count + 1) * sizeof *values) : NULL;
  if (values == NULL)
    return false;
  *out = (struct list){values, count, count};
  return read_all(from, values, count * sizeof *values);
}

static bool receive(int from, const char *path, struct histogram_bins *out, struct error *err) {
  struct reply reply;
  if (!read_all(from, &reply, sizeof reply))
    return error_set(err, ERROR_INPUT, "%s: libhdf5 crashed on it, or found no end: it is damaged", path);
  if (!reply.ok) {
    *err = reply.err;
    return false;
  }
  return (receive_list(from, reply.edges, &out->edges) && receive_list(from, reply.counts, &out->counts)) ||
         error_memory(err, "histogram");
}

static void wait_for(pid_t process) {
  while (waitpid(process, NULL, 0) < 0 && errno == EINTR)
    continue;
}

bool histogram_file_read_hdf5(const char *path, const char *edges, const char *counts, struct histogram_bins *out,
                              struct error *err) {
  int ends[2];
  if (!text_file_is_regular(path))
    return error_set(err, ERROR_IO, "%s: there is no such file", path);
  if (pipe(ends) != 0)
    return error_set(err, ERROR_IO, "%s: cannot make a pipe to read it: %s", path, strerror(errno));
  const pid_t process = fork();
  if (process == 0)
    child(ends[1], path, edges, counts);
  const int reason = errno;
  (void)close(ends[1]);
  const bool ok = process > 0
                      ? receive(ends[0], path, out, err)
                      : error_set(err, ERROR_IO, "%s: cannot start a process to read it: %s", path, strerror(reason));
  (void)close(ends[0]);
  if (process > 0)
    wait_for(process);
  return ok;
}
