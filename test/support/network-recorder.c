/* Preloaded into a process and all its children: notes every name that is asked for and every address that is
   contacted, and refuses what is not this machine's own, so that a test that fails sends nothing either.
   One line each in the file of NETWORK_LOG: process, program, call, what was asked for. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void note(const char *call, const char *what) {
  const char *path = getenv("NETWORK_LOG");
  if (path == NULL) return;
  char line[512];
  int length = snprintf(line, sizeof line, "%d %s %s %s\n", (int)getpid(), program_invocation_short_name, call, what);
  int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) abort(); /* A recorder that cannot write would pass everything. */
  if (length >= (int)sizeof line) length = sizeof line - 1;
  if (write(file, line, length) != length) abort();
  close(file);
}

/* The process is recorded: the test asks whether there was one at all. */
__attribute__((constructor)) static void started(void) { note("start", "-"); }

/* 1 if the address is this machine's own. Not if it is that of a server of names, which would ask others. */
static int is_own(const struct sockaddr *address) {
  /* The port is at the same place in both. */
  if (ntohs(((const struct sockaddr_in *)address)->sin_port) == 53) return 0;
  if (address->sa_family == AF_INET)
    return ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr) >> 24 == 127;
  const struct in6_addr *six = &((const struct sockaddr_in6 *)address)->sin6_addr;
  return IN6_IS_ADDR_LOOPBACK(six) || (IN6_IS_ADDR_V4MAPPED(six) && six->s6_addr[12] == 127);
}

/* Notes an address of a network; 1 if it may be contacted. */
static int may_contact(const char *call, const struct sockaddr *address) {
  if (address == NULL || (address->sa_family != AF_INET && address->sa_family != AF_INET6)) return 1;
  char host[INET6_ADDRSTRLEN] = "", what[80];
  const int is_six = address->sa_family == AF_INET6;
  const void *bytes = is_six ? (const void *)&((const struct sockaddr_in6 *)address)->sin6_addr
                             : (const void *)&((const struct sockaddr_in *)address)->sin_addr;
  inet_ntop(address->sa_family, bytes, host, sizeof host);
  snprintf(what, sizeof what, is_six ? "[%s]:%d" : "%s:%d", host, ntohs(((const struct sockaddr_in *)address)->sin_port));
  note(call, what);
  if (is_own(address)) return 1;
  errno = ENETUNREACH;
  return 0;
}

/* Notes a name; 1 if it may be looked up: this machine's, or an address in letters. */
static int may_ask(const char *call, const char *name) {
  if (name == NULL) return 1;
  note(call, name);
  unsigned char bytes[16];
  return strcmp(name, "localhost") == 0 || inet_pton(AF_INET, name, bytes) == 1 || inet_pton(AF_INET6, name, bytes) == 1;
}

int connect(int socket, const struct sockaddr *address, socklen_t length) {
  return may_contact("connect", address) ? REAL(connect)(socket, address, length) : -1;
}

ssize_t sendto(int socket, const void *data, size_t size, int flags, const struct sockaddr *address, socklen_t length) {
  return may_contact("sendto", address) ? REAL(sendto)(socket, data, size, flags, address, length) : -1;
}

ssize_t sendmsg(int socket, const struct msghdr *message, int flags) {
  return may_contact("sendmsg", message->msg_name) ? REAL(sendmsg)(socket, message, flags) : -1;
}

int sendmmsg(int socket, struct mmsghdr *messages, unsigned int count, int flags) {
  for (unsigned int i = 0; i < count; i++)
    if (!may_contact("sendmmsg", messages[i].msg_hdr.msg_name)) return -1;
  return REAL(sendmmsg)(socket, messages, count, flags);
}

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
  return may_ask("getaddrinfo", name) ? REAL(getaddrinfo)(name, service, hints, found) : EAI_NONAME;
}

struct hostent *gethostbyname(const char *name) {
  if (may_ask("gethostbyname", name)) return REAL(gethostbyname)(name);
  h_errno = HOST_NOT_FOUND;
  return NULL;
}

struct hostent *gethostbyname2(const char *name, int family) {
  if (may_ask("gethostbyname2", name)) return REAL(gethostbyname2)(name, family);
  h_errno = HOST_NOT_FOUND;
  return NULL;
}

int gethostbyname_r(const char *name, struct hostent *entry, char *buffer, size_t size, struct hostent **found, int *error) {
  if (may_ask("gethostbyname_r", name)) return REAL(gethostbyname_r)(name, entry, buffer, size, found, error);
  *found = NULL;
  *error = HOST_NOT_FOUND;
  return ENOENT;
}
