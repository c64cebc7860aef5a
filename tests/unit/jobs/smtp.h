/* smtp.h: a mail server of a test's own, on 127.0.0.1: takes one letter a connection and keeps what was said. */
#ifndef EH_TEST_SMTP_H
#define EH_TEST_SMTP_H

#include <arpa/inet.h>
#include <pthread.h>
#include <sys/socket.h>

struct smtp {
	int socket, letters;      /* letters that it takes before it ends */
	const char *to_recipient; /* its answer to RCPT: "250 OK", "550 no" */
	char url[64], said[65536];
	size_t n;
	pthread_t thread;
};

static inline void smtp_answer(FILE *out, const char *text)
{
	fprintf(out, "%s\r\n", text);
	fflush(out);
}

static inline void smtp_talk(struct smtp *smtp, FILE *in, FILE *out)
{
	char line[2048];
	bool data = false;

	smtp_answer(out, "220 test");
	while (fgets(line, sizeof line, in)) {
		smtp->n += (size_t)snprintf(smtp->said + smtp->n, sizeof smtp->said - smtp->n, "%s", line);
		if (data && strcmp(line, ".\r\n") != 0)
			continue;
		bool ends = data, asks = !data && strncmp(line, "DATA", 4) == 0;
		data = asks;
		if (!ends && strncmp(line, "QUIT", 4) == 0)
			break;
		smtp_answer(out, asks ? "354 go on" : strncmp(line, "RCPT", 4) == 0 && !ends ? smtp->to_recipient : "250 OK");
	}
}

static inline void *smtp_run(void *context)
{
	struct smtp *smtp = context;

	for (int i = 0; i < smtp->letters; i++) {
		int fd = accept(smtp->socket, NULL, NULL);
		if (fd < 0)
			break;
		FILE *in = fdopen(fd, "r"), *out = fdopen(dup(fd), "w");
		smtp_talk(smtp, in, out);
		fclose(in);
		fclose(out);
	}
	return NULL;
}

static inline void smtp_start(struct smtp *smtp, int letters, const char *to_recipient)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof address;

	*smtp = (struct smtp){ .letters = letters, .to_recipient = to_recipient };
	smtp->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(smtp->socket, (struct sockaddr *)&address, size), 0);
	assert_int_equal(listen(smtp->socket, 4), 0);
	assert_int_equal(getsockname(smtp->socket, (struct sockaddr *)&address, &size), 0);
	snprintf(smtp->url, sizeof smtp->url, "smtp://127.0.0.1:%u", ntohs(address.sin_port));
	assert_int_equal(pthread_create(&smtp->thread, NULL, smtp_run, smtp), 0);
}

static inline void smtp_end(struct smtp *smtp)
{
	pthread_join(smtp->thread, NULL);
	close(smtp->socket);
}

#endif
