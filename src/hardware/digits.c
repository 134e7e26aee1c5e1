#include "hardware/digits.h"

int digits_of(int32_t code, struct digit digit[DIGITS_MAX]) {
  int count = 0;
  int64_t rest = code;
  for (int distance = 0; rest != 0; distance++, rest /= 2) {
    if (rest % 2 == 0)
      continue;
    const int64_t last = 2 - ((rest % 4 + 4) % 4); /* 1 or -1, so that the next digit is 0 */
    digit[count++] = (struct digit){distance, last < 0};
    rest -= last;
  }
  return count;
}
