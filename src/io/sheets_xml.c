/* sheets_xml.c: XML out of a zip archive, a bit at a time. */
#include "sheets_private.h"

#include <stdio.h>

static const uint64_t GRACE = 16u << 20, LARGEST_PIECE = 64u << 20;
enum { XML_BLOCK = 1 << 15 };

static const char *local(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon ? colon + 1 : name;
}

const char *eh_xml_attribute(const char **attributes, const char *name)
{
	for (; attributes[0]; attributes += 2)
		if (strcmp(local(attributes[0]), name) == 0)
			return attributes[1];
	return NULL;
}

void eh_xml_stop(struct eh_xml *xml) { XML_StopParser(xml->parser, XML_TRUE); }

void eh_xml_fail(struct eh_xml *xml, enum eh_rc rc, const char *message)
{
	if (xml->rc != EH_OK)
		return;
	xml->rc = eh_fail(xml->err, rc, "%s: %s: %s", xml->archive_name, xml->member, message);
	XML_StopParser(xml->parser, XML_FALSE);
}

static void XMLCALL on_start(void *context, const char *name, const char **attributes)
{
	struct eh_xml *xml = context;

	xml->heard = xml->out;
	if (xml->start && xml->rc == EH_OK)
		xml->start(xml->context, local(name), attributes);
}

static void XMLCALL on_end(void *context, const char *name)
{
	struct eh_xml *xml = context;

	xml->heard = xml->out;
	if (xml->end && xml->rc == EH_OK)
		xml->end(xml->context, local(name));
}

static void XMLCALL on_text(void *context, const char *text, int n)
{
	struct eh_xml *xml = context;

	xml->heard = xml->out;
	if (xml->text && xml->rc == EH_OK)
		xml->text(xml->context, (struct eh_str){ text, (size_t)n });
}

static void XMLCALL on_doctype(void *context, const char *name, const char *system, const char *public, int internal)
{
	(void)name, (void)system, (void)public, (void)internal;
	eh_xml_fail(context, EH_INVALID, "holds a document type, which no spreadsheet program writes; it was not read");
}

enum eh_rc eh_xml_open(struct eh_xml *xml, zip_t *archive, const char *archive_name, const char *member,
        const struct eh_stream_limits *limits, struct eh_error *err)
{
	zip_stat_t info;

	if (zip_stat(archive, member, 0, &info) != 0)
		return eh_fail(err, EH_NOT_FOUND, "%s is no whole spreadsheet: %s is missing in it", archive_name, member);
	if ((info.valid & ZIP_STAT_ENCRYPTION_METHOD) && info.encryption_method != ZIP_EM_NONE)
		return eh_fail(err, EH_UNSUPPORTED, "%s is locked with a password; save it without one", archive_name);
	xml->archive_name = archive_name;
	xml->member = member;
	xml->limits = *limits;
	xml->packed = info.valid & ZIP_STAT_COMP_SIZE ? info.comp_size : 0;
	xml->size = info.valid & ZIP_STAT_SIZE ? info.size : 0;
	xml->out = xml->heard = 0;
	xml->last = xml->suspended = false;
	xml->rc = EH_OK;
	xml->file = zip_fopen(archive, member, 0);
	if (!xml->file)
		return eh_fail(err, EH_INVALID, "%s is damaged: %s in it cannot be opened", archive_name, member);
	xml->parser = XML_ParserCreate(NULL);
	if (!xml->parser) {
		eh_xml_finish(xml);
		return eh_fail_memory(err);
	}
	XML_SetUserData(xml->parser, xml);
	XML_SetElementHandler(xml->parser, on_start, on_end);
	XML_SetCharacterDataHandler(xml->parser, on_text);
	XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
	return EH_OK;
}

static enum eh_rc check_limits(const struct eh_xml *xml, struct eh_error *err)
{
	if (xml->out > xml->limits.max_bytes || (xml->out > GRACE && xml->out / xml->limits.max_ratio > xml->packed))
		return eh_fail(err, EH_TOO_LARGE,
		        "%s: %s expands to more than %llu times its size, as a decompression bomb does; it was not read",
		        xml->archive_name, xml->member, (unsigned long long)xml->limits.max_ratio);
	if (xml->out - xml->heard > LARGEST_PIECE)
		return eh_fail(err, EH_TOO_LARGE, "%s: %s holds over 64 MiB in one piece; it was not read", xml->archive_name,
		        xml->member);
	return EH_OK;
}

/* Unpacks and parses one more block. */
static enum eh_rc parse_block(struct eh_xml *xml, enum XML_Status *ret_status, struct eh_error *err)
{
	void *block = XML_GetBuffer(xml->parser, XML_BLOCK);

	if (!block)
		return eh_fail_memory(err);
	zip_int64_t n = zip_fread(xml->file, block, XML_BLOCK);
	if (n < 0)
		return eh_fail(err, EH_INVALID, "%s is damaged: %s in it cannot be unpacked; fetch the file again",
		        xml->archive_name, xml->member);
	xml->out += (uint64_t)n;
	EH_TRY(check_limits(xml, err));
	xml->last = n == 0;
	*ret_status = XML_ParseBuffer(xml->parser, (int)n, xml->last);
	return EH_OK;
}

enum eh_rc eh_xml_run(struct eh_xml *xml, struct eh_error *err)
{
	enum XML_Status status;

	xml->err = err;
	for (;;) {
		if (xml->suspended)
			status = XML_ResumeParser(xml->parser);
		else if (xml->last)
			return EH_END;
		else
			EH_TRY(parse_block(xml, &status, err));
		xml->suspended = status == XML_STATUS_SUSPENDED;
		if (xml->rc != EH_OK)
			return xml->rc;
		if (xml->suspended)
			return EH_OK;
		if (status == XML_STATUS_ERROR)
			return eh_fail(err, EH_INVALID, "%s is damaged: %s in it breaks off or is no XML at line %lu (%s)",
			        xml->archive_name, xml->member, (unsigned long)XML_GetCurrentLineNumber(xml->parser),
			        XML_ErrorString(XML_GetErrorCode(xml->parser)));
	}
}

void eh_xml_finish(struct eh_xml *xml)
{
	if (xml->parser)
		XML_ParserFree(xml->parser);
	if (xml->file)
		zip_fclose(xml->file);
	xml->parser = NULL;
	xml->file = NULL;
}
