/* server.c: connections, on libmicrohttpd. Its threads read requests and send answers; what is read is answered by workers, each with a store
 * of its own, so that a slow page never holds up the connections of a thread. */
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#include <pthread.h>
#include <sodium.h>
#include <unistd.h>

#include "metrics.h"
#include "serve.h"

enum { CONNECTIONS = 2048, IDLE_SECONDS = 15, HEADER_MEMORY = 32 << 10, CLIENTS = 1 << 16, CONNECTIONS_A_CLIENT = 256 };

/* One request of a connection, from its first line to the last byte of its answer. */
struct exchange {
	struct eh_server *server;
	struct MHD_Connection *connection;
	struct exchange *next; /* in the queue of the workers */
	struct eh_arena arena;
	struct eh_buf body;
	size_t most_body;
	bool begun, method_known, too_large, answered;
	struct eh_request request;
	struct eh_response response;
	struct eh_field headers[EH_SERVE_MOST_HEADERS];
	size_t header_count;
	double started;
};

struct eh_server {
	struct eh_site site;
	struct MHD_Daemon *daemon, *metrics_daemon;
	struct eh_throttle *throttle;
	struct eh_metrics metrics;
	unsigned char key[crypto_shorthash_KEYBYTES];
	pthread_t *workers;
	unsigned worker_count;
	pthread_mutex_t lock, log_lock;
	pthread_cond_t waiting;
	struct exchange *first, *last;
	bool stopping;
};

/* Nobody's address is kept: a hash under a key that ends with the process tells clients apart. Behind our own proxy the last address that it
 * added counts. */
static struct eh_str client_of(struct exchange *exchange)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const char *forwarded = MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, "X-Forwarded-For");
	const struct sockaddr_in *v4 = info ? (const void *)info->client_addr : NULL;
	unsigned char hash[crypto_shorthash_BYTES];
	struct eh_str address = { NULL, 0 };
	char hex[2 * sizeof hash + 1];

	if (v4 && v4->sin_family == AF_INET) {
		address = (struct eh_str){ (const char *)&v4->sin_addr, sizeof v4->sin_addr };
		if (forwarded && ntohl(v4->sin_addr.s_addr) >> 24 == 127) {
			const char *comma = strrchr(forwarded, ',');
			address = eh_str_trim(eh_str_of(comma ? comma + 1 : forwarded));
		}
	} else if (v4 && v4->sin_family == AF_INET6) {
		const struct sockaddr_in6 *v6 = (const void *)v4;
		address = (struct eh_str){ (const char *)&v6->sin6_addr, 8 }; /* a household has a whole /64 */
	}
	crypto_shorthash(hash, (const unsigned char *)address.p, address.n, exchange->server->key);
	sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
	return eh_arena_str(&exchange->arena, (struct eh_str){ hex, sizeof hex - 1 });
}

static struct eh_str header_of(struct exchange *exchange, const char *name)
{
	return eh_str_of(MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, name));
}

/* The first line's address as it was sent, query and all; its pieces are decoded by us, with their faults told. */
static void *on_uri(void *context, const char *uri, struct MHD_Connection *connection)
{
	struct eh_server *server = context;
	struct exchange *exchange = eh_alloc_zero(1, sizeof *exchange);
	size_t path = strcspn(uri, "?");
	unsigned char id[8];

	if (!exchange)
		return NULL;
	*exchange = (struct exchange){ .server = server, .connection = connection, .started = eh_time_elapsed() };
	exchange->request.path = eh_arena_str(&exchange->arena, (struct eh_str){ uri, path });
	exchange->request.query_text = eh_arena_str(&exchange->arena, eh_str_of(uri[path] ? uri + path + 1 : ""));
	exchange->request.now = eh_clock_now();
	randombytes_buf(id, sizeof id);
	sodium_bin2hex(exchange->request.id, sizeof exchange->request.id, id, sizeof id);
	atomic_fetch_add(&server->metrics.under_way, 1);
	return exchange;
}

static void begin(struct exchange *exchange, const char *method)
{
	struct eh_request *request = &exchange->request;

	request->head = strcmp(method, MHD_HTTP_METHOD_HEAD) == 0;
	request->method = strcmp(method, MHD_HTTP_METHOD_POST) == 0 ? EH_POST : EH_GET;
	exchange->method_known = request->head || request->method == EH_POST || strcmp(method, MHD_HTTP_METHOD_GET) == 0;
	exchange->most_body = eh_serve_most_body(&exchange->server->site, request->method, request->path);
	exchange->body.max = exchange->most_body + 1;
	exchange->begun = true;
}

static void log_request(struct exchange *exchange)
{
	const struct eh_request *request = &exchange->request;
	uint64_t microseconds = (uint64_t)((eh_time_elapsed() - exchange->started) * 1e6);
	struct eh_server *server = exchange->server;
	size_t bytes = exchange->response.fixed.p ? exchange->response.fixed.n : exchange->response.body.n;
	char time[21];

	eh_metrics_count(&server->metrics, exchange->response.status, microseconds, bytes);
	if (!server->site.log)
		return;
	eh_instant_format(request->now, time);
	pthread_mutex_lock(&server->log_lock);
	fprintf(server->site.log, "%s %s %s %s %d %zu %llu\n", time, request->id,
	        request->head                ? "HEAD"
	        : request->method == EH_POST ? "POST"
	                                     : "GET",
	        request->route ? request->route->pattern : "-", exchange->response.status, bytes,
	        (unsigned long long)microseconds);
	pthread_mutex_unlock(&server->log_lock);
}

static void answer(struct exchange *exchange, struct eh_db *db)
{
	struct eh_request *request = &exchange->request;

	request->arena = &exchange->arena;
	request->db = db;
	request->client = client_of(exchange);
	request->user_agent = header_of(exchange, MHD_HTTP_HEADER_USER_AGENT);
	request->accept = header_of(exchange, MHD_HTTP_HEADER_ACCEPT);
	request->accept_encoding = header_of(exchange, MHD_HTTP_HEADER_ACCEPT_ENCODING);
	request->accept_language = header_of(exchange, MHD_HTTP_HEADER_ACCEPT_LANGUAGE);
	request->if_none_match = header_of(exchange, MHD_HTTP_HEADER_IF_NONE_MATCH);
	request->origin = header_of(exchange, "Origin");
	request->host = header_of(exchange, MHD_HTTP_HEADER_HOST);
	(void)eh_cookies_parse(
	        &exchange->arena, header_of(exchange, MHD_HTTP_HEADER_COOKIE), &request->cookies, &request->cookie_count, NULL);
	exchange->header_count = eh_serve(&exchange->server->site, exchange->server->throttle, request,
	        header_of(exchange, MHD_HTTP_HEADER_CONTENT_TYPE), eh_buf_str(&exchange->body), exchange->too_large,
	        &exchange->response, exchange->headers);
	log_request(exchange);
}

static void *work(void *context)
{
	struct eh_server *server = context;
	struct eh_db *db = NULL;

	pthread_mutex_lock(&server->lock);
	while (!server->stopping || server->first) {
		struct exchange *exchange = server->first;
		if (!exchange) {
			pthread_cond_wait(&server->waiting, &server->lock);
			continue;
		}
		server->first = exchange->next;
		if (!server->first)
			server->last = NULL;
		pthread_mutex_unlock(&server->lock);
		if (db || eh_db_open(server->site.store, EH_DB_WRITE, &db, NULL) == EH_OK)
			answer(exchange, db);
		exchange->answered = true;
		MHD_resume_connection(exchange->connection);
		pthread_mutex_lock(&server->lock);
	}
	pthread_mutex_unlock(&server->lock);
	eh_db_close(db);
	return NULL;
}

/* False when the server is stopping and nobody would answer. */
static bool hand_over(struct eh_server *server, struct exchange *exchange)
{
	pthread_mutex_lock(&server->lock);
	if (server->stopping) {
		pthread_mutex_unlock(&server->lock);
		return false;
	}
	MHD_suspend_connection(exchange->connection);
	if (server->last)
		server->last->next = exchange;
	else
		server->first = exchange;
	server->last = exchange;
	pthread_cond_signal(&server->waiting);
	pthread_mutex_unlock(&server->lock);
	return true;
}

static enum MHD_Result send_text(struct MHD_Connection *connection, unsigned status, const char *text)
{
	struct MHD_Response *response = MHD_create_response_from_buffer(
	        strlen(text), (void *)(uintptr_t)text, MHD_RESPMEM_PERSISTENT);
	enum MHD_Result sent;

	if (!response)
		return MHD_NO;
	MHD_add_response_header(response, "Content-Type", "text/plain; charset=utf-8");
	MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
	if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
		MHD_add_response_header(response, "Allow", "GET, HEAD, POST");
	sent = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return sent;
}

static enum MHD_Result send_answer(struct exchange *exchange)
{
	struct eh_response *answer = &exchange->response;
	struct MHD_Response *response;
	enum MHD_Result sent;

	if (!answer->status)
		return send_text(exchange->connection, 503, "The list cannot be read just now. Please try again in a minute.\n");
	if (answer->fixed.p) {
		response = MHD_create_response_from_buffer(
		        answer->fixed.n, (void *)(uintptr_t)answer->fixed.p, MHD_RESPMEM_PERSISTENT);
	} else {
		response = MHD_create_response_from_buffer_with_free_callback(answer->body.n, answer->body.p, eh_free);
		if (response)
			answer->body = (struct eh_buf){ 0 };
	}
	if (!response)
		return MHD_NO;
	for (size_t i = 0; i < exchange->header_count; i++)
		MHD_add_response_header(response, exchange->headers[i].name.p, exchange->headers[i].value.p);
	sent = MHD_queue_response(exchange->connection, (unsigned)answer->status, response);
	MHD_destroy_response(response);
	return sent;
}

/* libmicrohttpd calls this when the first line and headers are there, then for each piece of the body, then once at its end, and once more
 * when a worker has answered. */
static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url, const char *method,
        const char *version, const char *data, size_t *size, void **state)
{
	struct exchange *exchange = *state;

	(void)context, (void)url, (void)version;
	if (!exchange)
		return MHD_NO;
	if (!exchange->begun) {
		begin(exchange, method);
		return MHD_YES;
	}
	if (*size) {
		if (!exchange->too_large && eh_buf_add(&exchange->body, (struct eh_str){ data, *size }) < 0)
			exchange->too_large = true;
		exchange->too_large |= exchange->body.n > exchange->most_body;
		*size = 0;
		return MHD_YES;
	}
	if (!exchange->method_known)
		return send_text(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "This address answers GET, HEAD and POST alone.\n");
	if (exchange->answered)
		return send_answer(exchange);
	return hand_over(exchange->server, exchange)
	               ? MHD_YES
	               : send_text(connection, 503, "The site is being restarted. Please try again.\n");
}

static void on_completed(void *context, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode code)
{
	struct exchange *exchange = *state;

	(void)context, (void)connection, (void)code;
	if (!exchange)
		return;
	atomic_fetch_sub(&exchange->server->metrics.under_way, 1);
	eh_buf_finish(&exchange->body);
	eh_buf_finish(&exchange->response.body);
	eh_arena_finish(&exchange->arena);
	eh_free(exchange);
	*state = NULL;
}

/* libmicrohttpd would decode addresses in its own way. */
static size_t leave_escapes(void *context, struct MHD_Connection *connection, char *text)
{
	(void)context, (void)connection;
	return strlen(text);
}

static enum MHD_Result on_metrics(void *context, struct MHD_Connection *connection, const char *url, const char *method,
        const char *version, const char *data, size_t *size, void **state)
{
	struct eh_server *server = context;
	struct eh_buf out = { 0 };
	enum MHD_Result sent = MHD_NO;

	(void)version, (void)data;
	if (!*state || *size) {
		*state = server;
		*size = 0;
		return MHD_YES;
	}
	if (strcmp(url, "/metrics") != 0 || strcmp(method, "GET") != 0)
		return send_text(connection, MHD_HTTP_NOT_FOUND, "Only /metrics is here.\n");
	if (eh_metrics_write(&server->metrics, &out) < 0) {
		eh_buf_finish(&out);
		return MHD_NO;
	}
	struct MHD_Response *response = MHD_create_response_from_buffer_with_free_callback(out.n, out.p, eh_free);
	if (response) {
		MHD_add_response_header(response, "Content-Type", "text/plain; version=0.0.4");
		sent = MHD_queue_response(connection, MHD_HTTP_OK, response);
		MHD_destroy_response(response);
	} else {
		eh_buf_finish(&out);
	}
	return sent;
}

static enum eh_rc open_daemon(
        struct eh_server *server, const struct eh_server_options *options, struct sockaddr_in *address, struct eh_error *err)
{
	const struct MHD_OptionItem listen[] = {
		{ options->listen_socket > 0 ? MHD_OPTION_LISTEN_SOCKET : MHD_OPTION_SOCK_ADDR, options->listen_socket,
		        options->listen_socket > 0 ? NULL : address },
		{ MHD_OPTION_END, 0, NULL },
	};

	server->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, options->port, NULL, NULL,
	        on_request, server, MHD_OPTION_ARRAY, listen, MHD_OPTION_URI_LOG_CALLBACK, on_uri, server,
	        MHD_OPTION_UNESCAPE_CALLBACK, leave_escapes, NULL, MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL,
	        MHD_OPTION_CONNECTION_LIMIT, options->connections ? options->connections : (unsigned)CONNECTIONS,
	        MHD_OPTION_CONNECTION_TIMEOUT, options->idle_seconds ? options->idle_seconds : (unsigned)IDLE_SECONDS,
	        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADER_MEMORY, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
	        options->connections_a_client ? options->connections_a_client : (unsigned)CONNECTIONS_A_CLIENT, MHD_OPTION_END);
	if (!server->daemon)
		return eh_fail(err, EH_IO,
		        "nothing can listen on port %u of %s (%s): another program may use it; choose one with --port",
		        options->port, options->address, strerror(errno));
	return EH_OK;
}

static enum eh_rc open_metrics(struct eh_server *server, uint16_t port, struct eh_error *err)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)
	};

	if (!port)
		return EH_OK;
	server->metrics_daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, port, NULL, NULL, on_metrics, server,
	        MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_CONNECTION_LIMIT, 16U, MHD_OPTION_CONNECTION_TIMEOUT, 5U,
	        MHD_OPTION_END);
	return server->metrics_daemon ? EH_OK : eh_fail(err, EH_IO, "nothing can listen on port %u for /metrics", port);
}

static enum eh_rc start_workers(struct eh_server *server, unsigned count, struct eh_error *err)
{
	server->workers = eh_alloc_zero(count, sizeof *server->workers);
	if (!server->workers)
		return eh_fail_memory(err);
	for (; server->worker_count < count; server->worker_count++)
		if (pthread_create(&server->workers[server->worker_count], NULL, work, server) != 0)
			return eh_fail_errno(err, "start a thread for", "requests");
	return EH_OK;
}

enum eh_rc eh_server_start(
        const struct eh_site *site, const struct eh_server_options *options, struct eh_server **ret_server, struct eh_error *err)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(options->port) };
	struct eh_server *server;
	enum eh_rc rc;

	if (sodium_init() < 0)
		return eh_fail(err, EH_IO, "no random numbers can be had from this system");
	if (inet_pton(AF_INET, options->address, &address.sin_addr) != 1)
		return eh_fail(err, EH_USAGE, "\"%s\" is no address to listen on; give one such as 127.0.0.1", options->address);
	server = eh_alloc_zero(1, sizeof *server);
	if (!server)
		return eh_fail_memory(err);
	server->site = *site;
	crypto_shorthash_keygen(server->key);
	pthread_mutex_init(&server->lock, NULL);
	pthread_mutex_init(&server->log_lock, NULL);
	pthread_cond_init(&server->waiting, NULL);
	rc = eh_throttle_new(CLIENTS, &server->throttle, err);
	if (rc >= 0)
		rc = start_workers(server, options->threads ? options->threads : (unsigned)eh_pool_processors(), err);
	if (rc >= 0)
		rc = open_metrics(server, options->metrics_port, err);
	if (rc >= 0)
		rc = open_daemon(server, options, &address, err);
	if (rc < 0) {
		eh_server_stop(server);
		return rc;
	}
	*ret_server = server;
	return EH_OK;
}

uint16_t eh_server_port(const struct eh_server *server)
{
	const union MHD_DaemonInfo *info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);

	return info ? info->port : 0;
}

/* No new connections; the workers finish what is queued; then the connections are closed. */
void eh_server_stop(struct eh_server *server)
{
	if (!server)
		return;
	if (server->daemon) {
		int listening = MHD_quiesce_daemon(server->daemon);
		if (listening >= 0)
			close(listening);
	}
	pthread_mutex_lock(&server->lock);
	server->stopping = true;
	pthread_cond_broadcast(&server->waiting);
	pthread_mutex_unlock(&server->lock);
	for (unsigned i = 0; i < server->worker_count; i++)
		pthread_join(server->workers[i], NULL);
	if (server->daemon)
		MHD_stop_daemon(server->daemon);
	if (server->metrics_daemon)
		MHD_stop_daemon(server->metrics_daemon);
	eh_throttle_free(server->throttle);
	pthread_mutex_destroy(&server->lock);
	pthread_mutex_destroy(&server->log_lock);
	pthread_cond_destroy(&server->waiting);
	eh_free(server->workers);
	eh_free(server);
}
