// `curl_easy_setopt` and `curl_easy_getinfo` are variadic and so do not import into Swift: one function for
// each type of value instead. https://curl.se/libcurl/c/curl_easy_setopt.html
#ifndef VYA_CCURL_SHIM_H
#define VYA_CCURL_SHIM_H

#include <curl/curl.h>

static inline CURLcode vya_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

// libcurl copies the text.
static inline CURLcode vya_curl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

// The list must live until the transfer has ended.
static inline CURLcode vya_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

// The memory must live until the handle is cleaned up.
static inline CURLcode vya_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

// Of CURLOPT_READFUNCTION, CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION.
static inline CURLcode vya_curl_set_transfer(CURL *handle, CURLoption option,
                                             size_t (*function)(char *, size_t, size_t, void *)) {
    return curl_easy_setopt(handle, option, function);
}

static inline CURLcode vya_curl_set_progress(CURL *handle, curl_xferinfo_callback function) {
    return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, function);
}

static inline CURLcode vya_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

// The flags are a macro with a cast, which does not import.
static inline CURLcode vya_curl_global_init(void) {
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}

#endif
