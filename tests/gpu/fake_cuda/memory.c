/* Device memory: the host's, with an eye on who frees and who overruns it. */
#include <stdlib.h>
#include <string.h>

#include "driver.h"

/* Behind every allocation. AddressSanitizer has its own, which sees reading too. */
#if defined(__SANITIZE_ADDRESS__)
enum { GUARD = 0 };
#else
enum { GUARD = 64 };
#endif

enum { GUARD_BYTE = 0xa5, NEW_BYTE = 0xff, KEPT = 256 };

struct block {
  struct fake_device *device;
  unsigned char *base;
  size_t bytes;
  struct block *next;
};

static struct block *blocks;
static cuda_memory freed[KEPT]; /* a ring of addresses */
static size_t freed_count;

static cuda_memory address_of(const struct block *block) { return (cuda_memory)(uintptr_t)block->base; }

static bool was_freed(cuda_memory memory) {
  for (size_t i = 0; i < freed_count && i < KEPT; i++)
    if (freed[i] == memory)
      return true;
  return false;
}

static void forget(cuda_memory memory) {
  for (size_t i = 0; i < freed_count && i < KEPT; i++)
    if (freed[i] == memory)
      freed[i] = 0;
}

cuda_memory fake_allocate(struct fake_device *device, size_t bytes) {
  struct block *block = malloc(sizeof *block);
  unsigned char *base = malloc(bytes + GUARD);
  if (block == NULL || base == NULL) {
    free(block);
    free(base);
    return 0;
  }
  *block = (struct block){device, base, bytes, blocks};
  memset(base, NEW_BYTE, bytes);
  memset(base + bytes, GUARD_BYTE, GUARD);
  blocks = block;
  device->used += bytes;
  forget(address_of(block));
  return address_of(block);
}

static bool end_is_whole(const struct block *block) {
  const unsigned char *at = block->base + block->bytes, *end = at + GUARD;
  while (at != end && *at == GUARD_BYTE)
    at++;
  return at == end;
}

static void release(struct block **at) {
  struct block *block = *at;
  *at = block->next;
  if (!end_is_whole(block))
    fake_log("violation: %zu bytes of device memory were overrun", block->bytes);
  block->device->used -= block->bytes;
  freed[freed_count++ % KEPT] = address_of(block);
  free(block->base);
  free(block);
}

bool fake_free(cuda_memory memory) {
  for (struct block **at = &blocks; *at != NULL; at = &(*at)->next)
    if (address_of(*at) == memory) {
      release(at);
      return true;
    }
  fake_log("violation: %s of device memory", was_freed(memory) ? "double free" : "free of what is no allocation");
  return false;
}

bool fake_check_range(const struct fake_device *device, cuda_memory memory, size_t bytes, const char *what) {
  for (const struct block *block = blocks; block != NULL; block = block->next) {
    const cuda_memory base = address_of(block);
    if (memory < base || memory >= base + block->bytes)
      continue;
    if (block->device == device && bytes <= base + block->bytes - memory)
      return true;
    fake_log("violation: %s %s", what, block->device != device ? "uses another device's memory" : "is out of bounds");
    return false;
  }
  fake_log("violation: %s %s", what, was_freed(memory) ? "uses memory after its free" : "uses no device memory");
  return false;
}

bool fake_check_ends(const struct fake_device *device, const char *what) {
  bool whole = true;
  for (const struct block *block = blocks; block != NULL; block = block->next)
    if (block->device == device && !end_is_whole(block)) {
      fake_log("violation: %s overruns %zu bytes of device memory", what, block->bytes);
      whole = false;
    }
  return whole;
}

void fake_reclaim(struct fake_device *device) {
  for (struct block **at = &blocks; *at != NULL;) {
    if ((*at)->device != device) {
      at = &(*at)->next;
      continue;
    }
    /* A lost device's memory cannot be freed but by ending its context. */
    if (!device->lost)
      fake_log("leak: %zu bytes of device memory", (*at)->bytes);
    release(at);
  }
}
