/* The server on a real socket: what clients that mean well or ill get back. */
#include "../../test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "http/http.h"

static struct eh_server *server;
static struct eh_error error;
static char store[128], log_text[1 << 16];
static FILE *log_file;

static enum eh_rc page(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	(void)err;
	return eh_buf_printf(&response->body, "page %.*s", EH_FMT(eh_request_capture(request, 0)));
}

static enum eh_rc echo(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	(void)err;
	return eh_buf_printf(&response->body, "%zu fields, %zu files", request->form_count, request->upload_count);
}

static const struct eh_route ROUTES[] = {
	{ EH_GET, "/{place}", EH_PARTS_ANYONE, 0, 0, page, "a page" },
	{ EH_POST, "/{place}", EH_PARTS_ANYONE, 1000, 0, echo, "a form" },
	{ 0 },
};

static enum eh_rc identify(struct eh_request *request, struct eh_error *err)
{
	(void)err;
	request->visitor = (struct eh_visitor){ .parts = EH_PART_VISITOR };
	return EH_OK;
}

static enum eh_rc error_page(struct eh_request *request, struct eh_response *response, const char *why)
{
	(void)request;
	return eh_buf_printf(&response->body, "failed: %d %s", response->status, why);
}

static int setup(void **state)
{
	static char folder[64];
	struct eh_db *db;

	(void)state;
	snprintf(folder, sizeof folder, "%s", test_folder());
	snprintf(store, sizeof store, "%s/a.db", folder);
	if (eh_db_open(store, EH_DB_CREATE, &db, &error) != EH_OK)
		return -1;
	eh_db_close(db);
	log_file = fmemopen(log_text, sizeof log_text, "w");
	const struct eh_site site = { .routes = ROUTES,
		.store = store,
		.base_url = "http://localhost",
		.identify = identify,
		.error_page = error_page,
		.log = log_file };
	const struct eh_server_options options = {
		.address = "127.0.0.1", .threads = 2, .idle_seconds = 5, .connections_a_client = 400
	};
	return eh_server_start(&site, &options, &server, &error) == EH_OK ? 0 : -1;
}

static int teardown(void **state)
{
	char folder[128];

	(void)state;
	eh_server_stop(server);
	fclose(log_file);
	snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(store, '/') - store), store);
	test_remove(folder);
	return 0;
}

static int connect_to_it(void)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_port = htons(eh_server_port(server)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)
	};
	int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (connection < 0 || connect(connection, (struct sockaddr *)&address, sizeof address) != 0)
		fail_msg("no connection to port %u", eh_server_port(server));
	return connection;
}

static void send_all(int connection, const char *bytes, size_t n)
{
	while (n) {
		ssize_t sent = send(connection, bytes, n, MSG_NOSIGNAL);
		if (sent <= 0)
			return; /* the server has closed it: its answer says why */
		bytes += sent;
		n -= (size_t)sent;
	}
}

/* All that comes until the server closes. */
static const char *read_all(int connection)
{
	static char answer[1 << 18];
	size_t n = 0;
	ssize_t got;

	while (n < sizeof answer - 1 && (got = recv(connection, answer + n, sizeof answer - 1 - n, 0)) > 0)
		n += (size_t)got;
	answer[n] = '\0';
	close(connection);
	return answer;
}

static const char *ask(const char *bytes, size_t n)
{
	int connection = connect_to_it();

	send_all(connection, bytes, n);
	return read_all(connection);
}

static void starts(const char *answer, const char *want)
{
	if (strncmp(answer, want, strlen(want)) != 0)
		fail_msg("got \"%.120s\", want \"%s\"", answer, want);
}

#define ASK(text) ask(text, sizeof(text) - 1)
#define END " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

static void a_page_is_served_with_its_headers(void **state)
{
	const char *answer = ASK("GET /town" END);

	(void)state;
	starts(answer, "HTTP/1.1 200");
	assert_non_null(strstr(answer, "Content-Security-Policy: default-src 'none'"));
	assert_non_null(strstr(answer, "page town"));
}

static void head_sends_no_body(void **state)
{
	const char *answer = ASK("HEAD /town" END);

	(void)state;
	starts(answer, "HTTP/1.1 200");
	assert_null(strstr(answer, "page town"));
}

static void other_methods_are_refused(void **state)
{
	(void)state;
	starts(ASK("DELETE /town" END), "HTTP/1.1 405");
	starts(ASK("PUT /town HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi"), "HTTP/1.1 405");
	starts(ASK("BREW /town" END), "HTTP/1.1 405");
	starts(ASK("POST /town/there/is/none" END), "HTTP/1.1 404");
}

static void bad_addresses_are_told_so(void **state)
{
	(void)state;
	starts(ASK("GET /%zz" END), "HTTP/1.1 400");
	starts(ASK("GET /%00" END), "HTTP/1.1 400");
	starts(ASK("GET /%ff" END), "HTTP/1.1 400");
	starts(ASK("GET /town?a=%0b" END), "HTTP/1.1 400");
	starts(ASK("GET /a/../town" END), "HTTP/1.1 404");
}

static void header_injection_does_not_come_back(void **state)
{
	const char *answer = ASK("GET /town%0d%0aSet-Cookie:x=1" END);

	(void)state;
	const char *head_end = strstr(answer, "\r\n\r\n"), *found = strstr(answer, "Set-Cookie:x=1");
	assert_non_null(head_end);
	assert_true(!found || found > head_end);
}

static void more_than_a_form_may_hold_is_refused(void **state)
{
	static char request[1 << 16];
	int n = snprintf(request, sizeof request,
	        "POST /town HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: "
	        "application/x-www-form-urlencoded\r\nContent-Length: 50000\r\n\r\n");

	(void)state;
	memset(request + n, 'a', 50000);
	starts(ask(request, (size_t)n + 50000), "HTTP/1.1 413");
}

static void headers_without_end_are_cut_off(void **state)
{
	struct eh_buf request EH_CLEANUP_BUF = { 0 };

	(void)state;
	eh_buf_add(&request, EH_STR("GET /town HTTP/1.1\r\nHost: a\r\n"));
	for (int i = 0; i < 3000; i++)
		eh_buf_printf(&request, "X-%d: 0123456789012345678901234567890123456789\r\n", i);
	const char *answer = ask(request.p, request.n);
	if (*answer)
		starts(answer, "HTTP/1.1 4");
}

static void what_is_no_http_gets_no_page(void **state)
{
	(void)state;
	assert_null(strstr(ASK("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"), "page"));
	assert_null(strstr(ASK("GET\r\n\r\n"), "page"));
}

static void two_requests_share_a_connection(void **state)
{
	const char *answer = ASK("GET /one HTTP/1.1\r\nHost: a\r\n\r\nGET /two" END);

	(void)state;
	assert_non_null(strstr(answer, "page one"));
	assert_non_null(strstr(answer, "page two"));
}

/* Two hundred clients that send a letter and wait hold nobody up: there are two workers, and none of these has one. */
static void slow_clients_hold_nobody_up(void **state)
{
	int slow[200];

	(void)state;
	for (size_t i = 0; i < 200; i++) {
		slow[i] = connect_to_it();
		send_all(slow[i], "GET /to", 7);
	}
	for (int i = 0; i < 20; i++)
		starts(ASK("GET /town" END), "HTTP/1.1 200");
	for (size_t i = 0; i < 200; i++)
		close(slow[i]);
	starts(ASK("GET /town" END), "HTTP/1.1 200");
}

static void the_log_holds_no_address_and_no_search(void **state)
{
	(void)state;
	ASK("GET /secretplace?q=debt+help" END);
	fflush(log_file);
	assert_non_null(strstr(log_text, "GET /{place} 200"));
	assert_null(strstr(log_text, "secretplace"));
	assert_null(strstr(log_text, "debt"));
	assert_null(strstr(log_text, "127.0.0.1"));
}

static void a_port_that_is_taken_is_said_to_be(void **state)
{
	const struct eh_site site = {
		.routes = ROUTES, .store = store, .base_url = "http://localhost", .identify = identify, .error_page = error_page
	};
	const struct eh_server_options options = { .address = "127.0.0.1", .port = eh_server_port(server), .threads = 1 };
	struct eh_server *second = NULL;

	(void)state;
	assert_int_equal(eh_server_start(&site, &options, &second, &error), EH_IO);
	assert_null(second);
	assert_non_null(strstr(error.message, "--port"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_is_served_with_its_headers),
		cmocka_unit_test(head_sends_no_body),
		cmocka_unit_test(other_methods_are_refused),
		cmocka_unit_test(bad_addresses_are_told_so),
		cmocka_unit_test(header_injection_does_not_come_back),
		cmocka_unit_test(more_than_a_form_may_hold_is_refused),
		cmocka_unit_test(headers_without_end_are_cut_off),
		cmocka_unit_test(what_is_no_http_gets_no_page),
		cmocka_unit_test(two_requests_share_a_connection),
		cmocka_unit_test(slow_clients_hold_nobody_up),
		cmocka_unit_test(the_log_holds_no_address_and_no_search),
		cmocka_unit_test(a_port_that_is_taken_is_said_to_be),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
