/* Durations as people and Slurm write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/duration.h"

static void test_good(void **state) {
  (void)state;
  static const struct {
    const char *text;
    double seconds;
  } good[] = {
      {"30s", 30},
      {"90min", 5400},
      {"90m", 5400},
      {"8h", 28800},
      {"1h30min", 5400},
      {"1h30m", 5400},
      {"1h0s", 3600},
      {"1.5h", 5400},
      {"2d", 172800},
      {"1d12h30min5s", 131405},
      {"08h", 28800},
      {"1:00", 60},
      {"90:00", 5400},
      {"02:03", 123},
      {"8:00:00", 28800},
      {"48:00:00", 172800},
      {"1-12:00:00", 129600},
      {"1-12:30", 131400},
      {"1-12", 129600},
      {"0-00:00:01", 1},
      {"366d", 366 * 86400.0},
  };
  for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
    double seconds = -1;
    if (!duration_parse(good[i].text, &seconds) || seconds != good[i].seconds)
      fail_msg("%s is %g seconds, not %g", good[i].text, good[i].seconds, seconds);
  }
}

static void test_bad(void **state) {
  (void)state;
  static const char *const bad[] = {"",
                                    "h",
                                    "8",
                                    "8 h",
                                    " 8h",
                                    "8h ",
                                    "-8h",
                                    "+8h",
                                    "8x",
                                    "8hours",
                                    "30min1h",
                                    "1h1h",
                                    "1m1min",
                                    "1h30",
                                    "1e3s",
                                    "0x10s",
                                    "nan",
                                    "inf",
                                    "infs",
                                    "0s",
                                    "0.5s",
                                    "0:00",
                                    "367d",
                                    "1:60",
                                    "1:60:00",
                                    "1:00:60",
                                    "1:2:3:4",
                                    ":30",
                                    "1:",
                                    "1-",
                                    "-1:00",
                                    "1-24",
                                    "1-24:00",
                                    "1-00:60:00",
                                    "1.5:00",
                                    "1--2",
                                    "1-2-3",
                                    ".5h",
                                    "5.h",
                                    "1h:30",
                                    "1,5h",
                                    "8H",
                                    "999999999999999999999d"};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    double seconds = -1;
    if (duration_parse(bad[i], &seconds) || seconds != -1)
      fail_msg("'%s' is taken for %g seconds", bad[i], seconds);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_good), cmocka_unit_test(test_bad)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
