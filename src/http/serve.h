/* serve.h: what the parts of the server share: from a request taken apart to an answer ready to send. Free of sockets, so that tests and
 * fuzzers run whole requests without any. */
#ifndef EH_HTTP_SERVE_H
#define EH_HTTP_SERVE_H

#include "http.h"
#include "throttle.h"

enum { EH_SERVE_MOST_HEADERS = 28 };

/* The most bytes that a body of this method and path may have; 0 when no route takes one. */
size_t eh_serve_most_body(const struct eh_site *site, enum eh_method method, struct eh_str path);

/* Answers a request whose method, path, query_text, header values, client, id, now, arena and db are filled. `type` and `body` are what was
 * sent; `too_large`: it was more than eh_serve_most_body, and is not there. Always leaves an answer, with all its headers in ret_headers
 * (room for EH_SERVE_MOST_HEADERS; text lives in the arena or for ever). */
size_t eh_serve(const struct eh_site *site, struct eh_throttle *throttle, struct eh_request *request, struct eh_str type,
        struct eh_str body, bool too_large, struct eh_response *response, struct eh_field ret_headers[EH_SERVE_MOST_HEADERS]);

/* The headers of an answer. */
size_t eh_response_headers(
        const struct eh_request *request, const struct eh_response *response, struct eh_field ret_headers[EH_SERVE_MOST_HEADERS]);

/* True when the form brought back the token that eh_form_token gave it. */
bool eh_form_token_good(const struct eh_request *request);

/* Compresses the body where the browser takes gzip and it is worth it; leaves it as it is otherwise. Sets response->encoding. */
void eh_serve_compress(const struct eh_request *request, struct eh_response *response);

#endif
