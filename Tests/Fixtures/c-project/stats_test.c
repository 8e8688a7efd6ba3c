// A test runner that prints TAP and a total, and fails when a test does.
#include "stats.h"

#include <stdio.h>

static int passed, failed;

static void expect(const char *name, double value, double expected) {
  int is_right = value == expected;
  *(is_right ? &passed : &failed) += 1;
  printf("%s %d - %s\n", is_right ? "ok" : "not ok", passed + failed, name);
  if (!is_right) printf("# expected %g, got %g\n", expected, value);
}

int main(void) {
  double values[] = {4, 1, 3, 2};
  expect("mean of nothing", mean(values, 0), 0);
  expect("mean of four", mean(values, 4), 2.5);
  expect("median of one", median(values, 1), 4);
  expect("median of three", median(values, 3), 3);
  expect("median of four", median(values, 4), 2.5);
  expect("median of two", median(values, 2), 1.5);
  printf("1..%d\n%d passed, %d failed\n", passed + failed, passed, failed);
  return failed == 0 ? 0 : 1;
}
