#include "sweep/shard.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

/* A number without sign or blanks; sets *end behind it. 0 is none. */
static unsigned long parse_number(const char *text, char **end) {
  if (!isdigit((unsigned char)text[0]))
    return 0;
  errno = 0;
  const unsigned long number = strtoul(text, end, 10);
  return errno == 0 && number <= SHARDS_MAX ? number : 0;
}

bool shard_parse(const char *text, struct shard *shard) {
  char *end;
  const unsigned long index = parse_number(text, &end);
  if (index == 0 || *end != '/')
    return false;
  const unsigned long count = parse_number(end + 1, &end);
  if (count < index || *end != '\0')
    return false;
  *shard = (struct shard){(unsigned)index, (unsigned)count};
  return true;
}
