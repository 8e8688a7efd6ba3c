// The median of an even count is wrong on purpose: the tests of this project partly fail.
#include "stats.h"

#include <stdlib.h>

double mean(const double *values, int count) {
  double sum = 0;
  for (int index = 0; index < count; index++) sum += values[index];
  return count == 0 ? 0 : sum / count;
}

static int compare(const void *left, const void *right) {
  double difference = *(const double *)left - *(const double *)right;
  return (difference > 0) - (difference < 0);
}

double median(double *values, int count) {
  qsort(values, (size_t)count, sizeof *values, compare);
  return count == 0 ? 0 : values[count / 2];
}
