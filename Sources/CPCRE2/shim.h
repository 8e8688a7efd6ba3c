// PCRE2's names are macros over the width of a code unit, which Swift cannot see: bytes are chosen
// here.
#ifndef ANDON_PCRE2_SHIM_H
#define ANDON_PCRE2_SHIM_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

typedef pcre2_code andon_pcre2_code;
typedef pcre2_match_data andon_pcre2_match_data;
typedef pcre2_match_context andon_pcre2_match_context;

static inline pcre2_code *andon_pcre2_compile(const uint8_t *pattern, size_t length, int *error,
                                              size_t *offset) {
  uint32_t options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C;
  return pcre2_compile(pattern, length, options, error, offset, NULL);
}
static inline void andon_pcre2_optimize(pcre2_code *code) {
  (void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
}
static inline void andon_pcre2_free(pcre2_code *code) { pcre2_code_free(code); }
static inline pcre2_match_data *andon_pcre2_match_data_for(pcre2_code *code) {
  return pcre2_match_data_create_from_pattern(code, NULL);
}
static inline void andon_pcre2_match_data_free(pcre2_match_data *data) {
  pcre2_match_data_free(data);
}
static inline pcre2_match_context *andon_pcre2_limits(uint32_t matches, uint32_t depth,
                                                      uint32_t heap) {
  pcre2_match_context *context = pcre2_match_context_create(NULL);
  if (context == NULL) return NULL;
  pcre2_set_match_limit(context, matches);
  pcre2_set_depth_limit(context, depth);
  pcre2_set_heap_limit(context, heap);
  return context;
}
static inline void andon_pcre2_limits_free(pcre2_match_context *context) {
  pcre2_match_context_free(context);
}
// The text is UTF-8, and `start` is not within a letter.
static inline int andon_pcre2_match(const pcre2_code *code, const uint8_t *text, size_t length,
                                    size_t start, pcre2_match_data *data,
                                    pcre2_match_context *context) {
  return pcre2_match(code, text, length, start, PCRE2_NO_UTF_CHECK, data, context);
}
static inline const size_t *andon_pcre2_ranges(pcre2_match_data *data) {
  return pcre2_get_ovector_pointer(data);
}
static inline uint32_t andon_pcre2_groups(const pcre2_code *code) {
  uint32_t count = 0;
  (void)pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &count);
  return count;
}
static inline int andon_pcre2_message(int error, uint8_t *text, size_t size) {
  return pcre2_get_error_message(error, text, size);
}
// PCRE2_UNSET: a group that took no part in the match.
static inline size_t andon_pcre2_unset(void) { return PCRE2_UNSET; }
static const int andon_pcre2_no_match = PCRE2_ERROR_NOMATCH;

#endif
