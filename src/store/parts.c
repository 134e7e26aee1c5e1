#include "store/parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "store/parts_names.h"

static const char suffix[] = ".parts";

/* So that the entry of a new or a renamed parts folder survives a power cut. */
static bool sync_parent(const struct parts *parts, struct error *err) {
  char parent[sizeof parts->path];
  memcpy(parent, parts->path, sizeof parent);
  char *slash = strrchr(parent, '/');
  if (slash == NULL)
    return file_sync_folder(".", err);
  slash[1] = '\0';
  return file_sync_folder(parent, err);
}

static bool set_paths(struct parts *parts, const char *path, struct error *err) {
  const size_t length = strlen(path);
  if (length == 0 || length + sizeof suffix > sizeof parts->folder)
    return file_error(err, "write", path, length == 0 ? ENOENT : ENAMETOOLONG);
  memcpy(parts->path, path, length + 1);
  memcpy(parts->folder, path, length);
  memcpy(parts->folder + length, suffix, sizeof suffix);
  return true;
}

/* Parts of a run that was killed deserve a line; without any there is nothing to go on from. */
static void take_note(struct parts *parts) {
  const struct lock_holder *before = &parts->lock.before;
  if (before->host[0] != '\0')
    (void)snprintf(parts->note, sizeof parts->note, "the run of process %ld on %s (since %s) ended without notice%s",
                   before->pid, before->host, before->since,
                   parts_are_there(parts) > 0 ? "; going on from its parts" : "");
}

bool parts_open(struct parts *parts, const char *path, struct error *err) {
  *parts = (struct parts){.lock = {.descriptor = -1}};
  if (!set_paths(parts, path, err) || !lock_take(&parts->lock, parts->folder, parts->path, err))
    return false;
  file_clean(parts->path);
  (void)parts_delete_temporary(parts);
  take_note(parts);
  if (sync_parent(parts, err))
    return true;
  parts_close(parts);
  return false;
}

bool parts_finish(struct parts *parts, struct error *err) {
  int failed = parts_delete_all(parts);
  if (failed == 0)
    failed = lock_delete(&parts->lock, parts->folder);
  lock_release(&parts->lock);
  if (failed == 0 && rmdir(parts->folder) != 0 && errno != ENOTEMPTY && errno != EEXIST && errno != ENOENT)
    failed = errno;
  return failed == 0 || file_error(err, "delete", parts->folder, failed);
}

/*
 * A folder without parts, after a run that failed before its first batch, is of no use to anybody. The lock is still
 * ours; whoever creates the next one after this keeps the folder by it.
 */
static void delete_if_empty(const struct parts *parts) {
  if (parts_are_there(parts) != 0)
    return;
  (void)parts_delete_all(parts);
  if (lock_delete(&parts->lock, parts->folder) == 0)
    (void)rmdir(parts->folder);
}

void parts_close(struct parts *parts) {
  if (parts->lock.descriptor >= 0)
    delete_if_empty(parts);
  lock_release(&parts->lock);
}

static bool move(const char *from, const char *to, struct error *err) {
  return rename(from, to) == 0 || file_error(err, "set aside", from, errno);
}

/* The file, and then the folder: the lock goes with it. */
static bool move_both(struct parts *parts, const char *folder, const char *aside, bool *moved, struct error *err) {
  const bool file = parts_file_is_there(parts), any = parts_are_there(parts) != 0;
  *moved = file || any;
  if (file && !move(parts->path, aside, err))
    return false;
  if (any) {
    if (!move(parts->folder, folder, err))
      return false;
    /* A folder of the old name is somebody else's from here on. */
    lock_release(&parts->lock);
  }
  return true;
}

bool parts_set_aside(struct parts *parts, const char *aside, bool *moved, struct error *err) {
  struct parts to = {.note = ""};
  *moved = false;
  const bool ok = set_paths(&to, aside, err) && move_both(parts, to.folder, aside, moved, err) &&
                  (!*moved || (sync_parent(parts, err) && sync_parent(&to, err)));
  parts_close(parts);
  return ok;
}
