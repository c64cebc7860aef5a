/* contacts.h: whom a reader writes to or rings about a place's list, and about somebody they are worried for. They stand in a file that
 * `serve --contacts` names, since they change oftener than a list is made:
 *
 *     [trafford]
 *     name = Partnerships team, Trafford Council
 *     email = list@trafford.example
 *     telephone = 0161 496 0000
 *     web = https://www.trafford.example/list
 *     safeguarding = Children's and adults' safeguarding, Trafford Council
 *     safeguarding_telephone = 0161 496 0001, at night 0161 496 0002
 *     safeguarding_web = https://www.trafford.example/worried
 *
 * (and safeguarding_email). A name needs at least one way to reach it. */
#ifndef EH_WEB_CONTACTS_H
#define EH_WEB_CONTACTS_H

#include "base/base.h"

struct eh_contact {
	struct eh_str name, email, telephone, web; /* name {NULL, 0}: none is set */
};
struct eh_contacts {
	struct eh_str place; /* its identifier */
	struct eh_contact list, safeguarding;
};

struct eh_contacts_file;

/* Reads the file. Free with eh_contacts_free. EH_INVALID: something in it cannot be used (the message says what, with file and line). */
enum eh_rc eh_contacts_read(const char *path, struct eh_contacts_file **ret_file, struct eh_error *err);
void eh_contacts_free(struct eh_contacts_file *file);

/* Those of a place, NULL where it has none. `file` may be NULL. */
const struct eh_contacts *eh_contacts_of(const struct eh_contacts_file *file, struct eh_str place);

#endif
