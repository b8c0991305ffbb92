/* Preloaded into a process and all its children: gives the folder NETWORK_DISK the manners of network disks, as SMB, NFS
   and shares of virtual machines have them. There are no modes, no links, nothing to make folders durable, no figure for
   free space; and what is renamed, or the folder that is removed, is held for a moment by somebody who reads: every other
   try fails. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int is_there(const char *path) {
  const char *disk = getenv("NETWORK_DISK");
  return disk != NULL && strncmp(path, disk, strlen(disk)) == 0;
}

static int is_open_there(int file) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_there(path);
}

static int refuse(int code) {
  errno = code;
  return -1;
}

static int is_held(atomic_uint *tries) { return atomic_fetch_add(tries, 1) % 2 == 0; }

int chmod(const char *path, mode_t mode) { return is_there(path) ? refuse(EPERM) : REAL(chmod)(path, mode); }

int fchmod(int file, mode_t mode) { return is_open_there(file) ? refuse(EPERM) : REAL(fchmod)(file, mode); }

int fchown(int file, uid_t user, gid_t group) {
  return is_open_there(file) ? refuse(EPERM) : REAL(fchown)(file, user, group);
}

int link(const char *from, const char *to) { return is_there(to) ? refuse(EOPNOTSUPP) : REAL(link)(from, to); }

int symlink(const char *target, const char *path) {
  return is_there(path) ? refuse(EOPNOTSUPP) : REAL(symlink)(target, path);
}

int fsync(int file) { return is_open_there(file) ? refuse(EINVAL) : REAL(fsync)(file); }

int rename(const char *from, const char *to) {
  static atomic_uint tries;
  return is_there(to) && is_held(&tries) ? refuse(EACCES) : REAL(rename)(from, to);
}

int rmdir(const char *path) {
  static atomic_uint tries;
  return is_there(path) && is_held(&tries) ? refuse(ENOTEMPTY) : REAL(rmdir)(path);
}

int statfs(const char *path, struct statfs *about) {
  int code = REAL(statfs)(path, about);
  if (code == 0 && is_there(path)) about->f_blocks = about->f_bfree = about->f_bavail = 0;
  return code;
}

/* The same by its other name. */
int statfs64(const char *path, struct statfs64 *about) {
  int code = REAL(statfs64)(path, about);
  if (code == 0 && is_there(path)) about->f_blocks = about->f_bfree = about->f_bavail = 0;
  return code;
}
