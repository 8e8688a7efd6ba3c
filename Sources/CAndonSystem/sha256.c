// SHA-256 by OpenSSL's EVP functions, found in libcrypto when they are first used: linked, it would
// add a millisecond to every start of andon.
#define _GNU_SOURCE
#include "andon_system.h"

#include <dlfcn.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define TEXT(number) #number
#define LIBRARY(version) "libcrypto.so." TEXT(version)

static struct {
  __typeof__(&OPENSSL_init_crypto) init;
  __typeof__(&EVP_MD_CTX_new) new;
  __typeof__(&EVP_MD_CTX_free) free;
  __typeof__(&EVP_MD_CTX_copy_ex) copy;
  __typeof__(&EVP_sha256) sha256;
  __typeof__(&EVP_DigestInit_ex) begin;
  __typeof__(&EVP_DigestUpdate) add;
  __typeof__(&EVP_DigestFinal_ex) end;
} crypto;

// Without its library andon cannot write a receipt: exit code 70, an internal fault.
static void fail(void) {
  fprintf(stderr, "andon: error: libcrypto cannot be loaded: %s\n", dlerror());
  fputs("  help: install OpenSSL\n", stderr);
  _Exit(70);
}

static void *find(void *library, const char *name) {
  void *found = library == NULL ? NULL : dlsym(library, name);
  if (found == NULL) fail();
  return found;
}

static void load(void) {
  void *library = dlopen(LIBRARY(OPENSSL_VERSION_MAJOR), RTLD_LAZY | RTLD_LOCAL);
  crypto.init = find(library, "OPENSSL_init_crypto");
  crypto.new = find(library, "EVP_MD_CTX_new");
  crypto.free = find(library, "EVP_MD_CTX_free");
  crypto.copy = find(library, "EVP_MD_CTX_copy_ex");
  crypto.sha256 = find(library, "EVP_sha256");
  crypto.begin = find(library, "EVP_DigestInit_ex");
  crypto.add = find(library, "EVP_DigestUpdate");
  crypto.end = find(library, "EVP_DigestFinal_ex");
  // The configuration file of OpenSSL does not concern digests, and reading it takes time.
  (void)crypto.init(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
}

void andon_sha256_load(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
}

void *andon_sha256_begin(void) {
  andon_sha256_load();
  EVP_MD_CTX *digest = crypto.new();
  if (digest == NULL || crypto.begin(digest, crypto.sha256(), NULL) != 1) abort();
  return digest;
}

void andon_sha256_add(void *digest, const void *bytes, size_t count) {
  if (crypto.add(digest, bytes, count) != 1) abort();
}

void andon_sha256_value(void *digest, uint8_t result[32]) {
  EVP_MD_CTX *copy = crypto.new();
  if (copy == NULL || crypto.copy(copy, digest) != 1 || crypto.end(copy, result, NULL) != 1)
    abort();
  crypto.free(copy);
}

void andon_sha256_free(void *digest) { crypto.free(digest); }
