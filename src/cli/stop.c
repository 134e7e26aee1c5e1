#include "cli/stop.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "error.h"

enum { GRACE_SECONDS = 2 };

/* GNU timeout signals its child twice, at once; two Ctrl-C of a person are further apart. */
static const double seconds_between_interrupts = 0.1;

/* A limit that has no signal of its own. */
enum { NO_CAUSE = 0, TIME_LIMIT = -1 };

/* A signal handler can only leave word in variables of static storage; any thread may run it, and any may ask. */
static atomic_int cause;           /* the first signal, or TIME_LIMIT */
static _Atomic double interrupted; /* when the first SIGINT came */
static const char *_Atomic stopping;
static _Atomic double deadline = INFINITY;  /* when the process has to have ended */
static _Atomic double last_call = INFINITY; /* a moment before that */
static _Atomic double expected;             /* seconds that what is begun now takes */

static void say(const char *text) {
  if (write(STDERR_FILENO, text, strlen(text)) < 0)
    return; /* nobody reads stderr; the stop counts all the same */
}

static const char *cause_name(int number) {
  switch (number) {
  case NO_CAUSE:
    return NULL;
  case SIGINT:
    return "SIGINT";
  case SIGTERM:
    return "SIGTERM";
  case SIGHUP:
    return "SIGHUP";
  default:
    return "time limit";
  }
}

/* Whether this is the first to ask. */
static bool ask(int number) {
  int none = NO_CAUSE;
  return atomic_compare_exchange_strong(&cause, &none, number);
}

static _Noreturn void leave(const char *why) {
  say("\nlutdse: stopped at once (");
  say(why);
  say("); the same command goes on from what was kept\n");
  _exit(ERROR_INTERRUPTED);
}

static void on_interrupt(void) {
  const double now = clock_seconds(), first = atomic_load(&interrupted);
  if (first == 0)
    atomic_store(&interrupted, now);
  if (!ask(SIGINT)) {
    if (first == 0 || now - first >= seconds_between_interrupts)
      leave("SIGINT");
    return;
  }
  say("\nlutdse: stopping ");
  say(atomic_load(&stopping));
  say("; once more to stop at once\n");
}

/* Do not put off a limit that comes first. */
static void give_grace(void) {
  const unsigned left = alarm(GRACE_SECONDS);
  if (left > 0 && left < GRACE_SECONDS)
    (void)alarm(left);
}

static void on_termination(int number) {
  const int before = atomic_exchange(&cause, number);
  if (before == SIGTERM || before == SIGHUP)
    return;
  give_grace();
  say("\nlutdse: stopping (");
  say(cause_name(number));
  say("); what does not end within two seconds is given up\n");
}

static void on_signal(int number) {
  const int saved = errno;
  if (number == SIGINT)
    on_interrupt();
  else if (number == SIGALRM)
    leave(cause_name(atomic_load(&cause) == NO_CAUSE ? TIME_LIMIT : atomic_load(&cause)));
  else
    on_termination(number);
  errno = saved;
}

static void handle(int number) {
  struct sigaction action, old;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  if (number == SIGHUP && sigaction(number, NULL, &old) == 0 && old.sa_handler == SIG_IGN)
    return;
  (void)sigaction(number, &action, NULL);
}

void stop_on_signals(const char *what) {
  static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGALRM};
  atomic_store(&stopping, what);
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
    handle(numbers[i]);
}

void stop_at(double end, double limit) {
  const double reserve = fmin(fmax(limit / 20, 0.1), 1), last = end - reserve;
  const double left = fmax(last - clock_seconds(), 1e-3);
  atomic_store(&deadline, end);
  atomic_store(&last_call, last);
  const struct itimerval timer = {.it_value = {.tv_sec = (time_t)left, .tv_usec = (suseconds_t)(fmod(left, 1) * 1e6)}};
  (void)setitimer(ITIMER_REAL, &timer, NULL);
}

void stop_expect(double seconds) { atomic_store(&expected, seconds); }

bool stop_requested(void) {
  /* Half a second to close what is open. */
  if (clock_seconds() + atomic_load(&expected) + 0.5 >= atomic_load(&last_call))
    (void)ask(TIME_LIMIT);
  return atomic_load(&cause) != NO_CAUSE;
}

const char *stop_cause(void) { return cause_name(atomic_load(&cause)); }

void stop_print_cause(void) {
  switch (atomic_load(&cause)) {
  case NO_CAUSE:
  case SIGINT:
    say("lutdse: stopped");
    break;
  case TIME_LIMIT:
    say("lutdse: stopped by the time limit");
    break;
  default:
    say("lutdse: stopped by ");
    say(stop_cause());
  }
}

double stop_time_left(void) {
  const double end = atomic_load(&deadline);
  return isinf(end) ? (double)NAN : fmax(end - clock_seconds(), 0);
}

void stop_end(void) {
  (void)alarm(0);
  atomic_store(&last_call, (double)INFINITY);
}
