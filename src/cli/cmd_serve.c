/* cmd_serve.c: the web pages. */
#include "working.h"

#include <signal.h>
#include <unistd.h>

#include "web/web.h"

enum { PORT = 8080 };

static enum eh_rc options_of(
        struct eh_cli *cli, struct eh_server_options *options, struct eh_web_options *web, struct eh_error *err)
{
	const char *address = eh_cli_option(cli, "address"), *base = eh_cli_option(cli, "base-url");
	int64_t port = PORT, metrics = 0, threads = 0;

	EH_TRY(eh_cli_number(cli, "port", &port, err));
	EH_TRY(eh_cli_number(cli, "metrics-port", &metrics, err));
	EH_TRY(eh_cli_number(cli, "threads", &threads, err));
	if (port < 0 || port > UINT16_MAX || metrics < 0 || metrics > UINT16_MAX || threads < 0 || threads > 256)
		return eh_fail(err, EH_USAGE, "a port is 0 to 65535, and threads are at most 256");
	*options = (struct eh_server_options){ .address = address ? address : "127.0.0.1",
		.port = (uint16_t)port,
		.metrics_port = (uint16_t)metrics,
		.threads = (unsigned)threads };
	struct eh_str url = base ? eh_str_of(base) : eh_arena_printf(&cli->arena, "http://localhost:%lld", (long long)port);
	if (!eh_str_starts(url, EH_STR("http://")) && !eh_str_starts(url, EH_STR("https://")))
		return eh_fail(
		        err, EH_USAGE, "--base-url is an address such as https://list.example.org, not \"%.*s\"", EH_FMT(url));
	while (eh_str_ends(url, EH_STR("/")))
		url.n--;
	url = eh_arena_str(&cli->arena, url);
	*web = (struct eh_web_options){ .store = eh_cli_db_path(cli),
		.base_url = url.p,
		.demo = eh_cli_flag(cli, "demo"),
		.tiles = eh_cli_option(cli, "tiles"),
		.contacts = eh_cli_option(cli, "contacts"),
		.log = eh_cli_flag(cli, "log") ? stderr : NULL };
	return url.p ? EH_OK : eh_fail_memory(err);
}

/* Serves until it is asked to stop. */
static enum eh_rc run(const struct eh_site *site, const struct eh_server_options *options, FILE *out, struct eh_error *err)
{
	struct eh_server *server;
	sigset_t stop;
	int number;

	sigemptyset(&stop);
	sigaddset(&stop, SIGINT);
	sigaddset(&stop, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &stop, NULL);
	EH_TRY(eh_server_start(site, options, &server, err));
	fprintf(out, "Serving %s at %s (port %u). Stop with Ctrl-C.\n", site->store, site->base_url, eh_server_port(server));
	fflush(out);
	sigwait(&stop, &number);
	eh_server_stop(server);
	return EH_OK;
}

/* Pages tell readers whom to write to: whoever serves them should know that they name nobody. */
static enum eh_rc warn(struct eh_cli *cli, struct eh_web *web, struct eh_error *err)
{
	static const char *const WHAT[] = { "whom to write to about the list", "whom to tell of a worry about somebody" };

	for (size_t i = 0; i < sizeof WHAT / sizeof *WHAT; i++) {
		struct eh_str names;
		EH_TRY(eh_web_without_contact(web, cli->db, i == 1, &cli->arena, &names, err));
		if (names.n)
			fprintf(stderr,
			        "warning: no contact is set that says %s: %.*s (serve --contacts FILE, docs/CONTACTS.md)\n",
			        WHAT[i], EH_FMT(names));
	}
	return EH_OK;
}

/* The pages and the worker share one mailer. Without a mail server letters wait in the queue. */
static enum eh_rc serve(struct eh_cli *cli, const struct eh_server_options *options, struct eh_web_options *web_options,
        const struct eh_worker *worker, struct eh_error *err)
{
	struct eh_worker_thread *thread = NULL;
	struct eh_web *web;

	web_options->mailer = worker->mailer;
	web_options->backup_folder = worker->backup_folder;
	EH_TRY(eh_web_new(web_options, &web, err));
	enum eh_rc rc = warn(cli, web, err);
	if (rc >= 0)
		rc = eh_web_warm(web, err);
	if (rc >= 0)
		rc = eh_worker_start(worker, &thread, err);
	if (rc >= 0)
		rc = run(eh_web_site(web), options, cli->out, err);
	if (thread)
		eh_worker_stop(thread);
	eh_web_free(web);
	return rc;
}

enum eh_rc eh_cmd_serve(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_server_options options;
	struct eh_web_options web_options;
	struct eh_worker worker;

	if (eh_cli_flag(cli, "access"))
		return eh_web_write_access(cli->out) < 0 ? eh_fail(err, EH_IO, "the table could not be written") : EH_OK;
	EH_TRY(options_of(cli, &options, &web_options, err));
	EH_TRY(eh_cli_open(cli, EH_DB_WRITE, err));
	EH_TRY(eh_cli_worker(cli, web_options.base_url, &worker, err));
	enum eh_rc rc = serve(cli, &options, &web_options, &worker, err);
	eh_mailer_free(worker.mailer);
	return rc;
}
