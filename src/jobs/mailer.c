/* mailer.c: SMTP through libcurl, and the thread that sends what must not be kept. */
#include "mailer.h"

#include <curl/curl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

enum { MOST_WAITING = 256, TRIES = 3, PAUSE_SECONDS = 2, SECONDS = 20, LONGEST_PASSWORD = 512 };

struct posted {
	struct posted *next;
	struct eh_mail mail; /* its texts follow in the same block */
	size_t size;         /* of the block */
	int tries;
};

struct eh_mailer {
	struct eh_mail_config config;
	char password[LONGEST_PASSWORD];
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct posted *first, *last;
	size_t waiting;
	bool started, stop;
};

static enum eh_rc read_password(const char *path, char out[LONGEST_PASSWORD], struct eh_error *err)
{
	struct stat about;
	FILE *in = fopen(path, "re");

	if (!in)
		return eh_fail_errno(err, "read the mail password", path);
	bool shared = fstat(fileno(in), &about) != 0 || (about.st_mode & 077);
	size_t n = shared ? 0 : fread(out, 1, LONGEST_PASSWORD - 1, in);
	fclose(in);
	if (shared)
		return eh_fail(err, EH_INVALID, "others may read %s; make it yours alone: chmod 600 %s", path, path);
	out[n] = '\0';
	out[strcspn(out, "\r\n")] = '\0';
	return EH_OK;
}

static size_t give(char *to, size_t size, size_t count, void *context)
{
	struct eh_str *rest = context;
	size_t n = size * count < rest->n ? size * count : rest->n;

	memcpy(to, rest->p, n);
	*rest = eh_str_sub(*rest, n, rest->n - n);
	return n;
}

static void set_options(CURL *curl, const struct eh_mailer *mailer, const char *from, struct curl_slist *to, struct eh_str *rest)
{
	const struct eh_mail_config *config = &mailer->config;

	curl_easy_setopt(curl, CURLOPT_URL, config->url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(config->plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, config->seconds ? config->seconds : SECONDS);
	curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from);
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(curl, CURLOPT_READDATA, rest);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	if (config->user) {
		curl_easy_setopt(curl, CURLOPT_USERNAME, config->user);
		curl_easy_setopt(curl, CURLOPT_PASSWORD, mailer->password);
	}
}

/* The server's words are not passed on: they tend to repeat the address. */
static enum eh_rc outcome(CURL *curl, CURLcode code, struct eh_error *err)
{
	long said = 0;

	if (code == CURLE_OK)
		return EH_OK;
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &said);
	if (code == CURLE_OUT_OF_MEMORY)
		return eh_fail_memory(err);
	if (code == CURLE_LOGIN_DENIED)
		return eh_fail(err, EH_IO, "the mail server refused our name or password; see [mail] in the configuration");
	if (said >= 500 && said < 600)
		return eh_fail(err, EH_REFUSED, "the mail server refused the letter for good (%ld)", said);
	return eh_fail(
	        err, EH_IO, "the mail server could not be reached or did not take the letter (%s)", curl_easy_strerror(code));
}

static enum eh_rc send_bytes(const struct eh_mailer *mailer, struct eh_str to, struct eh_str bytes, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_str from = eh_arena_printf(&arena, "<%s>", mailer->config.from),
	              recipient = eh_arena_printf(&arena, "<%.*s>", EH_FMT(to));
	CURL *curl = curl_easy_init();
	struct curl_slist *list = recipient.p ? curl_slist_append(NULL, recipient.p) : NULL;
	enum eh_rc rc;

	if (!curl || !list || !from.p) {
		rc = eh_fail_memory(err);
	} else {
		set_options(curl, mailer, from.p, list, &bytes);
		rc = outcome(curl, curl_easy_perform(curl), err);
	}
	curl_slist_free_all(list);
	curl_easy_cleanup(curl);
	return rc;
}

enum eh_rc eh_mailer_send(struct eh_mailer *mailer, const struct eh_mail *mail, struct eh_error *err)
{
	struct eh_buf bytes EH_CLEANUP_BUF = { 0 };
	enum eh_rc rc = eh_mail_write(&mailer->config, mail, &bytes, err);

	if (rc >= 0)
		rc = send_bytes(mailer, mail->to, eh_buf_str(&bytes), err);
	if (bytes.p)
		sodium_memzero(bytes.p, bytes.n);
	return rc;
}

static void forget(struct posted *posted)
{
	sodium_memzero(posted, posted->size);
	eh_free(posted);
}

static struct eh_str put(char **at, struct eh_str text)
{
	struct eh_str copy = { *at, text.n };

	if (text.n)
		memcpy(*at, text.p, text.n);
	*at += text.n;
	return copy;
}

static struct posted *copy_of(const struct eh_mail *mail)
{
	size_t size = sizeof(struct posted) + mail->to.n + mail->subject.n + mail->text.n + mail->html.n + mail->unsubscribe.n +
	              mail->id.n;
	struct posted *posted = eh_alloc_zero(1, size);
	char *at = (char *)(posted + 1);

	if (posted) {
		posted->size = size;
		posted->mail = (struct eh_mail){ put(&at, mail->to), put(&at, mail->subject), put(&at, mail->text),
			put(&at, mail->html), put(&at, mail->unsubscribe), put(&at, mail->id), mail->at };
	}
	return posted;
}

/* With the lock held. */
static void append(struct eh_mailer *mailer, struct posted *posted)
{
	posted->next = NULL;
	*(mailer->first ? &mailer->last->next : &mailer->first) = posted;
	mailer->last = posted;
	mailer->waiting++;
	pthread_cond_signal(&mailer->changed);
}

static void pause_a_little(struct eh_mailer *mailer)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += PAUSE_SECONDS;
	if (!mailer->stop)
		pthread_cond_timedwait(&mailer->changed, &mailer->lock, &until);
}

static void *send_posted(void *context)
{
	struct eh_mailer *mailer = context;

	pthread_mutex_lock(&mailer->lock);
	for (;;) {
		while (!mailer->first && !mailer->stop)
			pthread_cond_wait(&mailer->changed, &mailer->lock);
		if (!mailer->first)
			break;
		struct posted *posted = mailer->first;
		mailer->first = posted->next;
		mailer->waiting--;
		pthread_mutex_unlock(&mailer->lock);
		enum eh_rc rc = eh_mailer_send(mailer, &posted->mail, NULL);
		pthread_mutex_lock(&mailer->lock);
		if (rc == EH_IO && ++posted->tries < TRIES && !mailer->stop) {
			append(mailer, posted);
			pause_a_little(mailer);
		} else {
			forget(posted);
		}
	}
	pthread_mutex_unlock(&mailer->lock);
	return NULL;
}

enum eh_rc eh_mailer_post(struct eh_mailer *mailer, const struct eh_mail *mail, struct eh_error *err)
{
	struct posted *posted = copy_of(mail);
	enum eh_rc rc = EH_OK;

	if (!posted)
		return eh_fail_memory(err);
	pthread_mutex_lock(&mailer->lock);
	if (!mailer->started && pthread_create(&mailer->thread, NULL, send_posted, mailer) == 0)
		mailer->started = true;
	if (!mailer->started)
		rc = eh_fail(err, EH_IO, "there is no thread to send the letter");
	else if (mailer->waiting >= MOST_WAITING)
		rc = eh_fail(err, EH_TOO_LARGE, "Too many letters wait to be sent. Try again in some minutes.");
	else
		append(mailer, posted);
	pthread_mutex_unlock(&mailer->lock);
	if (rc < 0)
		forget(posted);
	return rc;
}

enum eh_rc eh_mailer_new(const struct eh_mail_config *config, struct eh_mailer **ret_mailer, struct eh_error *err)
{
	struct eh_mailer *mailer;
	enum eh_rc rc = EH_OK;

	if (!config->url || !config->from || !eh_mail_address_valid(eh_str_of(config->from)))
		return eh_fail(
		        err, EH_INVALID, "letters need the mail server's address (url) and the sender's (from); see [mail]");
	mailer = eh_alloc_zero(1, sizeof *mailer);
	if (!mailer || curl_global_init(CURL_GLOBAL_DEFAULT) != 0) {
		eh_free(mailer);
		return eh_fail_memory(err);
	}
	mailer->config = *config;
	pthread_mutex_init(&mailer->lock, NULL);
	pthread_cond_init(&mailer->changed, NULL);
	if (config->password_file)
		rc = read_password(config->password_file, mailer->password, err);
	if (rc < 0) {
		eh_mailer_free(mailer);
		return rc;
	}
	*ret_mailer = mailer;
	return EH_OK;
}

void eh_mailer_free(struct eh_mailer *mailer)
{
	if (!mailer)
		return;
	pthread_mutex_lock(&mailer->lock);
	mailer->stop = true;
	pthread_cond_signal(&mailer->changed);
	pthread_mutex_unlock(&mailer->lock);
	if (mailer->started)
		pthread_join(mailer->thread, NULL);
	pthread_cond_destroy(&mailer->changed);
	pthread_mutex_destroy(&mailer->lock);
	sodium_memzero(mailer->password, sizeof mailer->password);
	eh_free(mailer);
	curl_global_cleanup();
}
